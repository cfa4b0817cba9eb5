/**
 * Encoders (graph attention first), the inner-product decoder, cluster heads. May use: autograd, sample.
 */
@NullMarked
package dev.kindred.nn;

import org.jspecify.annotations.NullMarked;
