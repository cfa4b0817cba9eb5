package dev.kindred;

import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Graph;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Features of nodes that have no attributes: the degree, and a position in the graph. The position is a random projection of the
 * neighborhoods (after FastRP, Chen et al., CIKM 2019): every node begins with random signs, takes the mean over its neighbors three times, and
 * the second and third mean, each of length 1, are added up. Nodes with common neighbors come to lie close together. The signs come from one
 * seed: the same graph gives the same features at any number of threads. {@code O(dimensions (n + e))} time, {@code 12 n dimensions} bytes.
 */
public final class StructureFeatures {
    private static final int DIMENSIONS = 64;
    private static final int ROUNDS = 3;
    private static final long SEED = 1;

    private StructureFeatures() {}

    /** {@code [n x 65]}: position, then the logarithm of the degree, standardized and scaled to the share of one dimension. */
    public static DenseFeatures of(Graph graph) {
        return of(graph, Runtime.getRuntime().availableProcessors());
    }

    /** The same, by a given number of threads. */
    public static DenseFeatures of(Graph graph, int threads) {
        int n = graph.nodes();
        int width = DIMENSIONS + 1;
        SplittableRandom random = new SplittableRandom(SEED);
        float[] current = new float[Math.multiplyExact(n, DIMENSIONS)];
        for (int i = 0; i < current.length; i++) {
            current[i] = random.nextBoolean() ? 1 : -1;
        }
        float[] next = new float[current.length];
        float[] features = new float[Math.multiplyExact(n, width)];
        Chunks chunks = Chunks.ofEntries(graph.rowOffsets(), DIMENSIONS);
        try (Workers workers = Workers.create(threads)) {
            for (int round = 1; round <= ROUNDS; round++) {
                boolean added = round > 1;
                float[] from = current;
                float[] to = next;
                workers.forEach(chunks.count(), (chunk, worker) -> {
                    for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                        meanOfNeighbors(graph, i, from, to);
                        if (added) {
                            addNormalized(to, i, features, i * width);
                        }
                    }
                });
                current = to;
                next = from;
            }
        }
        addDegrees(graph, features, width);
        return new DenseFeatures(n, width, features);
    }

    private static void meanOfNeighbors(Graph graph, int node, float[] from, float[] to) {
        int at = node * DIMENSIONS;
        Arrays.fill(to, at, at + DIMENSIONS, 0);
        int degree = graph.degree(node);
        for (long e = graph.rowOffsets()[node]; e < graph.rowOffsets()[node + 1]; e++) {
            int neighbor = graph.columns()[(int) e] * DIMENSIONS;
            for (int c = 0; c < DIMENSIONS; c++) {
                // Divided before it is added: dividing the sum once would be faster, but give other bits than all
                // results so far.
                to[at + c] += from[neighbor + c] / degree;
            }
        }
    }

    private static void addNormalized(float[] rows, int node, float[] features, int at) {
        double squares = 0;
        for (int c = 0; c < DIMENSIONS; c++) {
            float value = rows[node * DIMENSIONS + c];
            squares += (double) value * value;
        }
        if (squares == 0) {
            return;
        }
        float scale = (float) (1 / Math.sqrt(squares));
        for (int c = 0; c < DIMENSIONS; c++) {
            features[at + c] += scale * rows[node * DIMENSIONS + c];
        }
    }

    private static void addDegrees(Graph graph, float[] features, int width) {
        int n = graph.nodes();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double logarithm = Math.log1p(graph.degree(i));
            sum += logarithm;
            squares += logarithm * logarithm;
        }
        double mean = sum / Math.max(1, n);
        double deviation = Math.sqrt(Math.max(0, squares / Math.max(1, n) - mean * mean));
        double scale = deviation == 0 ? 0 : 1 / (deviation * Math.sqrt(DIMENSIONS));
        for (int i = 0; i < n; i++) {
            features[i * width + DIMENSIONS] = (float) ((Math.log1p(graph.degree(i)) - mean) * scale);
        }
    }
}
