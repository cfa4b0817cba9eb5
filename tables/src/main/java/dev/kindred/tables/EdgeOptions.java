package dev.kindred.tables;

import dev.kindred.graph.Graph.Direction;
import dev.kindred.tables.TableOptions.Matching;

/**
 * How edges join nodes.
 *
 * @param direction SYMMETRIC makes an edge count both ways
 * @param matching how edges find their nodes
 */
public record EdgeOptions(Direction direction, Matching matching) {}
