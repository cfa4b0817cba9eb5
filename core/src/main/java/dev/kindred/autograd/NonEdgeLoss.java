package dev.kindred.autograd;

import dev.kindred.graph.Graph;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;
import dev.kindred.tensor.RandomStream.Purpose;
import java.util.Arrays;

/**
 * Logistic loss of the inner-product decoder on random pairs that are no edges: the mean of {@code softplus(x_ij)}, drawn anew in each
 * step, about as many ordered pairs as the graph has entries.
 *
 * <p>How they are drawn: the nodes are shuffled into a ring, and each is paired with the {@code R = round(entries / n)} that follow it
 * (at least 1). Every ordered pair of two nodes is then as likely as any other, as if drawn one by one; every node takes part in exactly
 * {@code 2R} pairs, which lowers the variance; and because the ring's rows are copied in its order, the pairs of a node are neighbors in
 * memory: no gathers, no sorting by the second node, each row of the gradient written once. Pairs that are edges are left out.
 */
public final class NonEdgeLoss {
    /** A logit that makes loss and gradient vanish: what a pair left out gets. */
    private static final float LEFT_OUT = -1e30f;

    /** Logits turned into losses at a time, about. */
    private static final int BLOCK = 256;

    private NonEdgeLoss() {}

    /**
     * Draws pairs and adds their loss to the gradient of z.
     *
     * @param z {@code [n x h]}
     * @param edges a symmetric graph: the pairs never drawn
     * @param weight what the gradient is multiplied by
     * @return the mean loss, not multiplied by {@code weight}; 0 where every pair drawn was an edge
     */
    public static double apply(Tape tape, Variable z, EdgeSet edges, double logitScale, double weight) {
        Graph graph = edges.graph();
        if (!graph.isSymmetric()) {
            throw new IllegalArgumentException("edges never drawn: expected a symmetric graph, got " + graph);
        }
        int nodes = graph.nodes();
        if (nodes < 2 || graph.edges() == 0) {
            return 0;
        }
        int reach = Math.clamp(Math.round((double) graph.edges() / nodes), 1, nodes - 1);
        Ring ring = new Ring(tape, graph, nodes, reach);
        long pairs = (long) nodes * reach - ring.edgesWithin(tape, edges.chunks());
        return pairs == 0 ? 0 : ring.loss(tape, z, logitScale, weight, pairs);
    }

    /** The shuffled nodes of one step. */
    private static final class Ring {
        private final Graph graph;
        private final int nodes;
        private final int reach;
        private final int[] nodeAt;
        private final int[] positionOf;

        Ring(Tape tape, Graph graph, int nodes, int reach) {
            this.graph = graph;
            this.nodes = nodes;
            this.reach = reach;
            this.nodeAt = tape.indices(nodes);
            this.positionOf = tape.indices(nodes);
            RandomStream random = tape.random(Purpose.NEGATIVES, 0);
            for (int t = 0; t < nodes; t++) {
                int other = random.nextInt(t + 1);
                nodeAt[t] = nodeAt[other];
                nodeAt[other] = t;
            }
            for (int t = 0; t < nodes; t++) {
                positionOf[nodeAt[t]] = t;
            }
        }

        /** How far {@code to} follows {@code from} on the ring, 0 to n-1. */
        private int distance(int from, int to) {
            int distance = to - from;
            return distance < 0 ? distance + nodes : distance;
        }

        /** Ordered pairs within reach that are edges. */
        long edgesWithin(Tape tape, Chunks chunks) {
            long[] counts = new long[chunks.count()];
            tape.workers().forEach(chunks.count(), (chunk, worker) -> {
                int count = 0;
                for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                    int position = positionOf[i];
                    for (int e = (int) graph.rowOffsets()[i]; e < graph.rowOffsets()[i + 1]; e++) {
                        int distance = distance(position, positionOf[graph.columns()[e]]);
                        count += distance >= 1 && distance <= reach ? 1 : 0;
                    }
                }
                counts[chunk] = count;
            });
            return Arrays.stream(counts).sum();
        }

        /** Row t of the result is that of the node at position {@code t - reach}, so that no window wraps around. */
        private float[] unrolled(Tape tape, Matrix z) {
            int width = z.columns();
            int rows = nodes + 2 * reach;
            float[] copy = tape.matrix(rows, width).data();
            Chunks chunks = Chunks.ofRows(rows, 4L * width);
            tape.workers().forEach(chunks.count(), (chunk, worker) -> {
                for (int t = chunks.from(chunk); t < chunks.to(chunk); t++) {
                    int node = nodeAt[Math.floorMod(t - reach, nodes)];
                    System.arraycopy(z.data(), node * width, copy, t * width, width);
                }
            });
            return copy;
        }

        /** Both directions at once: position t meets the window of {@code 2 reach + 1} rows around it, itself left out. */
        double loss(Tape tape, Variable z, double logitScale, double weight, long pairs) {
            Kernels kernels = tape.kernels();
            int width = z.columns();
            float[] rows = unrolled(tape, z.value());
            boolean recording = tape.isTraining() && z.isDifferentiable();
            boolean adding = recording && z.hasGradient();
            float[] dz = recording ? z.gradient().data() : rows;
            int window = 2 * reach + 1;
            int block = Math.max(1, BLOCK / window);
            float scale = (float) (weight * logitScale / pairs);
            Chunks chunks = Chunks.ofRows(nodes, 6L * window * width);
            double[] losses = new double[chunks.count()];
            Matrix scratch = tape.matrix(tape.workers().threads(), block * window);
            tape.workers().forEach(chunks.count(), (chunk, worker) -> {
                float[] logits = scratch.data();
                int base = worker * scratch.columns();
                for (int first = chunks.from(chunk); first < chunks.to(chunk); first += block) {
                    int count = Math.min(block, chunks.to(chunk) - first);
                    for (int b = 0; b < count; b++) {
                        int t = first + b;
                        int at = base + b * window;
                        kernels.dots(rows, (t + reach) * width, width, rows, t * width, width, window, logits, at);
                        if (logitScale != 1) {
                            kernels.scaleInPlace((float) logitScale, logits, at, window);
                        }
                        leaveOut(t, logits, at);
                    }
                    losses[chunk] += kernels.noLossInPlace(logits, base, base + count * window, scale);
                    for (int b = 0; recording && b < count; b++) {
                        int t = first + b;
                        int row = nodeAt[t] * width;
                        if (!adding) {
                            Arrays.fill(dz, row, row + width, 0f);
                        }
                        kernels.weightedSum(logits, base + b * window, rows, t * width, width, window, dz, row, width);
                    }
                }
            });
            // Every ordered pair was met from both of its ends.
            return Arrays.stream(losses).sum() / 2 / pairs;
        }

        private void leaveOut(int position, float[] logits, int at) {
            logits[at + reach] = LEFT_OUT;
            int node = nodeAt[position];
            for (int e = (int) graph.rowOffsets()[node]; e < graph.rowOffsets()[node + 1]; e++) {
                int other = positionOf[graph.columns()[e]];
                int after = distance(position, other);
                if (after <= reach) {
                    logits[at + reach + after] = LEFT_OUT;
                }
                int before = distance(other, position);
                if (before <= reach) {
                    logits[at + reach - before] = LEFT_OUT;
                }
            }
        }
    }
}
