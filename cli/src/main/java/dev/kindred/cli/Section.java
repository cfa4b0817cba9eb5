package dev.kindred.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The section of a command's help that flags stand in: those of a class, or one of them. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
@interface Section {
    String INPUT = "Input";
    String COLUMNS = "Columns";
    String MODEL = "Model";
    String TRAINING = "Training";
    String OUTPUT = "Output";
    String RUN = "Run";

    String value();
}
