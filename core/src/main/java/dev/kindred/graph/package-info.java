/**
 * Graphs and node attributes. {@link dev.kindred.graph.Adjacency} gives edges some rows at a time; {@link dev.kindred.graph.Graph} keeps
 * them on the heap. {@link dev.kindred.graph.Features} are dense or sparse, on the heap or in mapped files.
 * {@link dev.kindred.graph.NodeIds} are the user's names of nodes. Everything is immutable once built. ARCHITECTURE.md lists the packages
 * that it may use.
 * Part of the API.
 */
@NullMarked
package dev.kindred.graph;

import org.jspecify.annotations.NullMarked;
