/**
 * What a clustering says, in numbers: cards for clusters and nodes, and the statistics behind them. Every number of the report comes from here.
 * Reads given labels only to set them against the clusters. May use: model, train, graph, tensor, kernels, cluster, eval, Jackson's annotations. Part of the API.
 */
@NullMarked
package dev.kindred.explain;

import org.jspecify.annotations.NullMarked;
