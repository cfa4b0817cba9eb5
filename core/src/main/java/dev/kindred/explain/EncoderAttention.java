package dev.kindred.explain;

import dev.kindred.autograd.AttentionListener;
import dev.kindred.autograd.AttentionListener.Attended;
import dev.kindred.autograd.Tape;
import dev.kindred.graph.Graph;
import dev.kindred.tensor.Compute;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The attention of an encoder's last layer, the mean over its heads. A node heeds itself, too, and with t-order attention nodes that are no neighbors; of these nothing
 * is told, so that a node's shares add up to less than 1. {@code 4} bytes an edge that attention runs on.
 */
final class EncoderAttention implements NeighborWeights {
    private final Graph graph;
    private final long[] rowOffsets;
    private final int[] columns;
    private final float[] coefficients;

    private EncoderAttention(Graph graph, Attended attended, float[] coefficients) {
        this.graph = graph;
        this.rowOffsets = attended.rowOffsets();
        this.columns = attended.columns();
        this.coefficients = coefficients;
    }

    /** Keeps the last attention it is told of. */
    private static final class Last implements AttentionListener {
        private @Nullable Attended attended;
        private float[] mean = {};

        @Override
        public void attended(Attended told) {
            int edges = (int) told.rowOffsets()[told.rowOffsets().length - 1];
            mean = new float[edges];
            for (int head = 0; head < told.heads(); head++) {
                for (int e = 0; e < edges; e++) {
                    mean[e] += told.softmax()[head * edges + e] / told.heads();
                }
            }
            attended = told;
        }
    }

    /** See {@link NeighborWeights#ofAttention}. */
    static NeighborWeights of(Graph graph, Compute compute, Consumer<Tape> forward) {
        Last last = new Last();
        Tape tape = new Tape(compute);
        tape.listen(last);
        forward.accept(tape);
        Attended attended = last.attended;
        if (attended == null) {
            return NeighborWeights.ofEdges(graph);
        }
        int nodes = attended.rowOffsets().length - 1;
        if (nodes != graph.nodes()) {
            throw new IllegalArgumentException(
                    "nodes that attend: expected " + graph.nodes() + " (nodes), got " + nodes);
        }
        return new EncoderAttention(graph, attended, last.mean);
    }

    @Override
    public String measure() {
        return "attention";
    }

    @Override
    public void into(int node, float[] out) {
        int first = (int) graph.rowOffsets()[node];
        for (int e = 0; e < graph.degree(node); e++) {
            int at = Arrays.binarySearch(
                    columns, (int) rowOffsets[node], (int) rowOffsets[node + 1], graph.columns()[first + e]);
            out[e] = at < 0 ? 0 : coefficients[at];
        }
    }
}
