package dev.kindred.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which components of the config a flag sets, each by the path of names from the config to it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface Sets {
    String[] value();
}
