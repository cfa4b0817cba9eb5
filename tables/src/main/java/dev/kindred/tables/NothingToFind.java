package dev.kindred.tables;

import dev.kindred.graph.DenseRows;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.SparseRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says where a graph or its features cannot tell groups apart, whatever the method. */
public final class NothingToFind {
    private static final int FEW_NODES = 10;

    /** Edges between half of all pairs leave hardly any room for groups. */
    private static final double DENSE = .5;

    private NothingToFind() {}

    /**
     * A sentence each; none where there may be something.
     *
     * @param attributes whether the features come from columns of the nodes
     */
    public static List<String> in(Graph graph, Features features, boolean attributes) {
        List<String> found = new ArrayList<>();
        int n = graph.nodes();
        if (n < FEW_NODES) {
            return found;
        }
        double density = (double) graph.edges() / ((double) n * (n - 1));
        boolean dense = density >= DENSE && !differ(graph.weights());
        boolean edgeless = graph.edges() == 0;
        boolean alike = attributes && areAlike(features);
        String edges = edgeless
                ? "there are no edges"
                : String.format(
                        Locale.ROOT, "edges join %.0f %% of all pairs of nodes, with equal weights", 100 * density);
        if ((dense || edgeless) && (alike || !attributes)) {
            found.add("there is nothing to find: " + edges + ", and "
                    + (alike ? "all nodes have the same features" : "no column tells nodes apart"));
        } else if (edgeless) {
            found.add(edges + ": only the features can tell groups apart");
        } else if (dense) {
            found.add(edges + ": they say hardly anything about groups, which only the features can show");
        } else if (alike) {
            found.add("all nodes have the same features: only the edges can tell groups apart");
        }
        return found;
    }

    private static boolean differ(float @Nullable [] weights) {
        for (int i = 1; weights != null && i < weights.length; i++) {
            if (weights[i] != weights[0]) {
                return true;
            }
        }
        return false;
    }

    private static boolean areAlike(Features features) {
        boolean[] alike = {true};
        switch (features) {
            case DenseRows dense -> {
                float[] first = new float[dense.columns()];
                dense.forEachRow((row, values, from) -> {
                    if (row == 0) {
                        System.arraycopy(values, from, first, 0, first.length);
                    } else {
                        alike[0] = alike[0] && Arrays.equals(values, from, from + first.length, first, 0, first.length);
                    }
                });
            }
            case SparseRows sparse -> {
                List<int[]> columnsOfFirst = new ArrayList<>();
                List<float[]> valuesOfFirst = new ArrayList<>();
                sparse.forEachRow((row, columns, values, from, to) -> {
                    if (row == 0) {
                        columnsOfFirst.add(Arrays.copyOfRange(columns, from, to));
                        valuesOfFirst.add(Arrays.copyOfRange(values, from, to));
                    } else if (alike[0]) {
                        int[] first = columnsOfFirst.getFirst();
                        alike[0] = Arrays.equals(columns, from, to, first, 0, first.length)
                                && Arrays.equals(values, from, to, valuesOfFirst.getFirst(), 0, first.length);
                    }
                });
            }
        }
        return alike[0];
    }
}
