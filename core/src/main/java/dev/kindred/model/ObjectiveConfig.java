package dev.kindred.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What an encoder is trained to do, without labels. In JSON the property {@code type} names its kind. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes(@JsonSubTypes.Type(value = ReconstructionConfig.class, name = "reconstruction"))
public sealed interface ObjectiveConfig permits ReconstructionConfig {}
