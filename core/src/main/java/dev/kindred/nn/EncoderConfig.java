package dev.kindred.nn;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Hyper-parameters of an encoder. In JSON the property {@code type} names its kind. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes(@JsonSubTypes.Type(value = GatConfig.class, name = "gat"))
public sealed interface EncoderConfig permits GatConfig {
    /** Columns of the embedding. */
    int embeddingSize();

    /** The same encoder without dropout of the features. */
    EncoderConfig withoutFeatureDropout();
}
