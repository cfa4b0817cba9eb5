package dev.kindred.run;

import dev.kindred.explain.NodeTable;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the map and the cards of nodes show of each node, as {@code nodes.safetensors} holds it. Arrays are row-major, a row a node, and belong to
 * whoever made them.
 *
 * @param nodes n
 * @param neighbors {@code [n x NEIGHBORS]} those a node heeds most, most first; -1 where it has fewer
 * @param attention {@code [n x NEIGHBORS]} how much
 * @param degree {@code [n]} neighbors that it has
 * @param telling {@code [n x TELLING]} traits of its cluster that it has, as positions in the features of clusters.json; -1 where there are fewer
 * @param shownColumns how many features the map can be colored by
 * @param shown {@code [n x shownColumns]} their values; NaN where one is missing
 * @param labels {@code [n]} the given ones, -1 where a node has none; null where there are none
 */
public record NodeArrays(
        int nodes,
        int[] neighbors,
        float[] attention,
        int[] degree,
        int[] telling,
        int shownColumns,
        float[] shown,
        int @Nullable [] labels) {
    /** Neighbors kept of each node. */
    public static final int NEIGHBORS = 8;

    /** Telling features kept of each node. */
    public static final int TELLING = 3;

    public NodeArrays {
        check("neighbors", neighbors.length, nodes, NEIGHBORS);
        check("attention", attention.length, nodes, NEIGHBORS);
        check("degree", degree.length, nodes, 1);
        check("telling", telling.length, nodes, TELLING);
        check("shown", shown.length, nodes, shownColumns);
        if (labels != null) {
            check("labels", labels.length, nodes, 1);
        }
    }

    private static void check(String what, int got, int nodes, int columns) {
        if (got != (long) nodes * columns) {
            throw new IllegalArgumentException(what + ": expected " + (long) nodes * columns + " (" + nodes
                    + " nodes x " + columns + "), got " + got);
        }
    }

    /** The same of a table that has {@link #NEIGHBORS} neighbors a node. */
    public static NodeArrays of(NodeTable table, int @Nullable [] labels) {
        return new NodeArrays(
                table.degree().length,
                table.neighbors(),
                table.attention(),
                table.degree(),
                table.telling(),
                table.shown().columns(),
                table.shown().data(),
                labels);
    }

    /** Writes the file; the same arrays give the same bytes. */
    public void write(Path file) throws IOException {
        SafeTensors tensors = SafeTensors.empty()
                .put("neighbors", new int[] {nodes, NEIGHBORS}, neighbors)
                .put("attention", new int[] {nodes, NEIGHBORS}, attention)
                .put("degree", new int[] {nodes}, degree)
                .put("telling", new int[] {nodes, TELLING}, telling)
                .put("shown", new int[] {nodes, shownColumns}, shown);
        if (labels != null) {
            tensors.put("labels", new int[] {nodes}, labels);
        }
        tensors.write(file);
    }

    /**
     * Reads the file back.
     *
     * @param nodes that the other files speak of
     * @throws InvalidInputException where it speaks of others
     */
    public static NodeArrays read(Path file, int nodes) throws IOException {
        SafeTensors tensors = SafeTensors.read(file);
        for (String name : new String[] {"neighbors", "attention", "degree", "telling", "shown"}) {
            if (!tensors.has(name)) {
                throw new InvalidInputException(file + ": expected an array " + name + ", got none");
            }
        }
        int[] shape = tensors.shape("shown");
        if (shape.length != 2 || shape[0] != nodes) {
            throw new InvalidInputException(
                    file + ": expected " + nodes + " rows (nodes), got " + (shape.length == 0 ? "none" : shape[0]));
        }
        try {
            return new NodeArrays(
                    nodes,
                    tensors.ints("neighbors"),
                    tensors.floats("attention"),
                    tensors.ints("degree"),
                    tensors.ints("telling"),
                    shape[1],
                    tensors.floats("shown"),
                    tensors.has("labels") ? tensors.ints("labels") : null);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(file + ": " + e.getMessage(), e);
        }
    }
}
