package dev.kindred.explain;

import dev.kindred.tensor.Matrix;

/**
 * What a report keeps of every node, in the order of the graph's nodes.
 *
 * @param perNode neighbors kept of each
 * @param neighbors {@code [n x perNode]} those a node heeds most, the first first; -1 where it has fewer
 * @param attention {@code [n x perNode]} how much; 0 where it has fewer
 * @param degree {@code [n]} entries in its row of the graph
 * @param telling {@code [n x 3]} positions in {@link Summary#features}: traits of its cluster that it has, strongest first; -1 where there are fewer
 * @param shown {@code [n x s]} values of the features that {@link Summary#shown} names; not a number where one is missing
 */
public record NodeTable(int perNode, int[] neighbors, float[] attention, int[] degree, int[] telling, Matrix shown) {
    /** Traits kept of each node. */
    public static final int TELLING = 3;
}
