/**
 * Matrices, the buffers that training steps reuse, random numbers, and the threads that steps run on. Main types:
 * {@link dev.kindred.tensor.Matrix}, {@link dev.kindred.tensor.Compute}. ARCHITECTURE.md lists the packages that it may use.
 * Internal, but for {@link dev.kindred.tensor.Matrix}.
 */
@NullMarked
package dev.kindred.tensor;

import org.jspecify.annotations.NullMarked;
