/**
 * Judging a clustering: against labels, and by the structure of the graph. Besides explain, the only package that reads given
 * labels. May use: train and model for their results, graph, cluster, tensor, kernels. Part of the API.
 */
@NullMarked
package dev.kindred.eval;

import org.jspecify.annotations.NullMarked;
