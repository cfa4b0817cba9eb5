/**
 * k-means, soft assignment and target distribution as pure functions on matrices, no tape. May use: tensor, kernels. Internal.
 */
@NullMarked
package dev.kindred.cluster;

import org.jspecify.annotations.NullMarked;
