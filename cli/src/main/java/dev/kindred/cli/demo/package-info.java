/**
 * The demo's input: the classes of the running JDK or of jars as a graph, read with {@code java.lang.classfile}. Main type: {@link
 * dev.kindred.cli.demo.ClassGraph}. May use: core.
 */
@NullMarked
package dev.kindred.cli.demo;

import org.jspecify.annotations.NullMarked;
