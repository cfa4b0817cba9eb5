/**
 * k-means, soft assignment and target distribution as functions on matrices, without gradients. ARCHITECTURE.md lists the packages that it
 * may use.
 * Internal.
 */
@NullMarked
package dev.kindred.cluster;

import org.jspecify.annotations.NullMarked;
