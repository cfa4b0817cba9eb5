package dev.kindred.train;

import dev.kindred.autograd.Tape;
import dev.kindred.model.GraphModel;
import dev.kindred.nn.EncoderInput;
import dev.kindred.tensor.Matrix;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/** Embedding and cluster memberships of all nodes by a trained model, in the user's node order. */
record Prediction(int[] labels, float[] confidence, int[] second, float[] margin, Matrix embedding) {
    /** A cluster with a larger share of the nodes is reported. */
    private static final double DOMINANT = .9;

    /**
     * Computes embedding and memberships.
     *
     * @param order {@code [n]} the user's node number of each row of the input
     * @param warn told of empty and dominant clusters
     */
    static Prediction of(GraphModel model, Tape tape, EncoderInput input, int[] order, Consumer<String> warn) {
        Matrix z = model.embed(tape, input);
        Matrix q = model.softAssignment(tape, z);
        int nodes = order.length;
        int clusters = q.columns();
        Prediction result = new Prediction(
                new int[nodes], new float[nodes], new int[nodes], new float[nodes], Matrix.zeros(nodes, z.columns()));
        int[] sizes = new int[clusters];
        for (int i = 0; i < nodes; i++) {
            int first = 0;
            int next = -1;
            for (int j = 1; j < clusters; j++) {
                if (q.get(i, j) > q.get(i, first)) {
                    next = first;
                    first = j;
                } else if (next < 0 || q.get(i, j) > q.get(i, next)) {
                    next = j;
                }
            }
            int node = order[i];
            result.labels[node] = first;
            result.confidence[node] = q.get(i, first);
            result.second[node] = next;
            result.margin[node] = q.get(i, first) - q.get(i, next);
            sizes[first]++;
            System.arraycopy(z.data(), i * z.columns(), result.embedding.data(), node * z.columns(), z.columns());
        }
        report(sizes, nodes, warn);
        return result;
    }

    static void report(int[] sizes, int nodes, Consumer<String> warn) {
        int empty = 0;
        int largest = 0;
        for (int j = 0; j < sizes.length; j++) {
            empty += sizes[j] == 0 ? 1 : 0;
            largest = sizes[j] > sizes[largest] ? j : largest;
        }
        if (empty > 0) {
            warn.accept(empty + " of " + sizes.length
                    + " clusters are empty: the graph may have fewer groups; try a smaller k or another seed");
        }
        if (sizes[largest] > DOMINANT * nodes) {
            warn.accept(String.format(
                    Locale.ROOT,
                    "cluster %d holds %.1f %% of the nodes: the nodes were hardly separated; try a larger k, another seed or a"
                            + " smaller gamma",
                    largest,
                    100.0 * sizes[largest] / nodes));
        }
    }

    Clustering clustering(TrainingState state, Timings timings, Provenance provenance, List<String> warnings) {
        GraphModel model = state.model();
        return new Clustering(
                labels,
                confidence,
                second,
                margin,
                embedding,
                model.head().centers().value().copy(),
                Objects.requireNonNull(state.pretrainedLabels()),
                state.history(),
                timings,
                provenance,
                warnings,
                state.trained(),
                null);
    }
}
