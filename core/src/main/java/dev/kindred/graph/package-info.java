/**
 * Graphs and node attributes: {@link dev.kindred.graph.Graph} (compressed sparse rows), its builder, and
 * {@link dev.kindred.graph.Features}, dense or sparse. Everything here is immutable once built. May use: kernels.
 */
@NullMarked
package dev.kindred.graph;

import org.jspecify.annotations.NullMarked;
