package dev.kindred.tables;

import dev.kindred.graph.AttributedGraph;
import org.jspecify.annotations.Nullable;

/**
 * A graph read from tables: what is trained on, and what leads back to the user's nodes.
 *
 * @param graph {@code n} nodes in the order of the nodes' table
 * @param ids {@code [n]} as they came
 * @param labels {@code [n]} for judging only: 0 .. classes-1, -1 where a node has none; null where no column was named
 * @param encoding of the features, to be kept with the model
 * @param report of guesses and irregularities
 */
public record TableGraph(
        AttributedGraph graph, NodeIds ids, int @Nullable [] labels, FeatureEncoding encoding, TableReport report) {}
