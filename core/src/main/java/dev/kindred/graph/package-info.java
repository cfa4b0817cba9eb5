/**
 * Graphs and node attributes. {@link dev.kindred.graph.Adjacency} are edges read some rows at a time, {@link dev.kindred.graph.Graph} has
 * them on the heap; {@link dev.kindred.graph.Features} are dense or sparse, on the heap or in mapped files; {@link
 * dev.kindred.graph.NodeIds} lead back to the user's nodes. Everything here is immutable once built. May use: kernels. Part of the API.
 */
@NullMarked
package dev.kindred.graph;

import org.jspecify.annotations.NullMarked;
