/**
 * The parts that models are composed of: encoders and their layers, decoders, cluster heads, and their configs. They hold parameters only;
 * a step is a function of these and its input.
 * Part of the API.
 */
@NullMarked
package dev.kindred.nn;

import org.jspecify.annotations.NullMarked;
