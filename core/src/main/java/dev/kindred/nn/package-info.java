/**
 * What models are composed of: layers and the encoder they make, decoders, cluster heads, and their configs. Parameters are all that they
 * hold; a step is a function of these and its input. Part of the API.
 */
@NullMarked
package dev.kindred.nn;

import org.jspecify.annotations.NullMarked;
