/**
 * Judging a clustering: against labels, and by the structure of the graph. The only package that reads labels. May use: graph, cluster,
 * tensor, kernels.
 */
@NullMarked
package dev.kindred.eval;

import org.jspecify.annotations.NullMarked;
