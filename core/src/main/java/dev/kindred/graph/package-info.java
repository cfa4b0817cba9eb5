/**
 * Graphs and node attributes: {@link dev.kindred.graph.Graph} (compressed sparse rows), its builder, and
 * {@link dev.kindred.graph.Features}, dense or sparse, on the heap or in mapped files. Everything here is immutable once built. May use: kernels.
 */
@NullMarked
package dev.kindred.graph;

import org.jspecify.annotations.NullMarked;
