/**
 * Matrices, the buffers a training step reuses, and the threads it runs on: {@link dev.kindred.tensor.Matrix}, {@link
 * dev.kindred.tensor.Compute}. May use: kernels. Internal, but for {@link dev.kindred.tensor.Matrix}.
 */
@NullMarked
package dev.kindred.tensor;

import org.jspecify.annotations.NullMarked;
