package dev.kindred.autograd;

import dev.kindred.graph.Graph;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;
import dev.kindred.tensor.RandomStream.Purpose;
import java.util.Arrays;

/**
 * Logistic loss of the inner-product decoder on random non-edges (negative sampling): the mean of {@code softplus(x_ij)} with
 * {@code x_ij = logitScale z_i . z_j}. Each step draws new pairs, about as many as the graph has undirected edges.
 *
 * <p>How pairs are drawn: the nodes are shuffled and divided into groups of {@code R + 1}, with {@code R = round(entries / n)} (at least
 * 1), and every pair within a group is drawn, except edges. All pairs are then equally likely, as if drawn one by one. Every node is in
 * about R pairs, which lowers the variance. A group's rows are copied into a small matrix, whose logits and gradient are products within
 * the caches, and each row of the gradient has one writer. If R is large, several shuffles with smaller groups are used. docs/adr/0008 has
 * the reasons.
 */
public final class NonEdgeLoss {
    /** The logit of a pair that is left out: loss and gradient vanish. */
    private static final float LEFT_OUT = -1e30f;

    /** Most partners of a node in one shuffle, so that a group fits the caches. */
    private static final int MOST_PARTNERS = 256;

    /** Approximate number of logits that are turned into losses at once. */
    private static final int BLOCK = 256;

    private NonEdgeLoss() {}

    /**
     * Draws pairs and adds their loss to the gradient of z.
     *
     * @param z {@code [n x h]}
     * @param edges pairs that are never drawn; a symmetric graph
     * @param weight factor of the gradient
     * @return the mean loss, not multiplied by {@code weight}; 0 if every drawn pair was an edge
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
        int partners = Math.clamp(Math.round((double) graph.edges() / nodes), 1, nodes - 1);
        Deal[] deals = new Deal[Math.ceilDiv(partners, MOST_PARTNERS)];
        long pairs = 0;
        for (int i = 0; i < deals.length; i++) {
            deals[i] = new Deal(tape, edges, i, Math.ceilDiv(partners, deals.length) + 1);
            pairs += deals[i].pairs();
        }
        double loss = 0;
        for (int i = 0; i < deals.length && pairs > 0; i++) {
            loss += deals[i].loss(z, logitScale, (float) (weight * logitScale / pairs));
        }
        return pairs == 0 ? 0 : loss / pairs;
    }

    /** One shuffle of the nodes: group {@code g} is at positions {@code bound(g) .. bound(g + 1) - 1}. */
    private static final class Deal {
        private final Tape tape;
        private final Graph graph;
        private final int nodes;
        private final int groups;
        /** {@code [n]} the node at each position. */
        private final int[] nodeAt;

        private final int[] positionOf;
        private final int[] groupOf;
        /** {@code [n]} number of neighbors of each node in its own group. */
        private final int[] edgesWithin;

        private final long pairs;

        Deal(Tape tape, EdgeSet edges, int index, int size) {
            this.tape = tape;
            this.graph = edges.graph();
            this.nodes = graph.nodes();
            this.groups = Math.max(1, nodes / size);
            this.nodeAt = tape.indices(nodes);
            this.positionOf = tape.indices(nodes);
            this.groupOf = tape.indices(nodes);
            this.edgesWithin = tape.indices(nodes);
            shuffle(tape.random(Purpose.NEGATIVES, index));
            this.pairs = countPairs(edges.chunks());
        }

        private int bound(int group) {
            return (int) ((long) nodes * group / groups);
        }

        private void shuffle(RandomStream random) {
            for (int t = 0; t < nodes; t++) {
                int other = random.nextInt(t + 1);
                nodeAt[t] = nodeAt[other];
                nodeAt[other] = t;
            }
            for (int g = 0; g < groups; g++) {
                for (int t = bound(g); t < bound(g + 1); t++) {
                    positionOf[nodeAt[t]] = t;
                    groupOf[nodeAt[t]] = g;
                }
            }
        }

        private long countPairs(Chunks chunks) {
            long[] within = new long[chunks.count()];
            tape.workers().forEach(chunks.count(), (chunk, worker) -> {
                int[] columns = graph.columns();
                for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                    int group = groupOf[i];
                    int count = 0;
                    for (int e = (int) graph.rowOffsets()[i]; e < graph.rowOffsets()[i + 1]; e++) {
                        count += groupOf[columns[e]] == group && columns[e] != i ? 1 : 0;
                    }
                    edgesWithin[i] = count;
                    within[chunk] += count;
                }
            });
            long all = 0;
            for (int g = 0; g < groups; g++) {
                long size = (long) bound(g + 1) - bound(g);
                all += size * (size - 1) / 2;
            }
            return all - Arrays.stream(within).sum() / 2;
        }

        /** Number of drawn pairs that are not edges. */
        long pairs() {
            return pairs;
        }

        /** Returns the sum of the losses and adds {@code scale sigmoid(x_ij) z_j} to the gradient of each {@code z_i}. */
        double loss(Variable z, double logitScale, float scale) {
            Kernels kernels = tape.kernels();
            int width = z.columns();
            int most = Math.ceilDiv(nodes, groups);
            int triangle = most * (most - 1) / 2;
            int block = Math.max(1, BLOCK / triangle);
            Chunks chunks = Chunks.ofRows(groups, 4L * most * most * width);
            double[] losses = new double[chunks.count()];
            int threads = tape.workers().threads();
            Matrix rows = tape.matrix(threads, block * most * width);
            Matrix logits = tape.matrix(threads, block * triangle);
            Matrix square = tape.matrix(threads, most * most);
            boolean recording = tape.isTraining() && z.isDifferentiable();
            boolean adding = recording && z.hasGradient();
            float[] dz = recording ? z.gradient().data() : rows.data();
            tape.workers().forEach(chunks.count(), (chunk, worker) -> {
                int copies = worker * rows.columns();
                int base = worker * logits.columns();
                for (int first = chunks.from(chunk); first < chunks.to(chunk); first += block) {
                    int last = Math.min(first + block, chunks.to(chunk));
                    int end = base;
                    for (int g = first; g < last; g++) {
                        int at = copies + (bound(g) - bound(first)) * width;
                        copyRows(z.value(), g, rows.data(), at);
                        end = logits(g, rows.data(), at, width, logits.data(), end);
                    }
                    if (logitScale != 1) {
                        kernels.scaleInPlace((float) logitScale, logits.data(), base, end - base);
                    }
                    losses[chunk] += kernels.noLossInPlace(logits.data(), base, end, scale);
                    int from = base;
                    for (int g = first; recording && g < last; g++) {
                        int size = bound(g + 1) - bound(g);
                        int full = worker * square.columns();
                        mirror(logits.data(), from, size, square.data(), full);
                        from += size * (size - 1) / 2;
                        int at = copies + (bound(g) - bound(first)) * width;
                        for (int a = 0; a < size; a++) {
                            int row = nodeAt[bound(g) + a] * width;
                            if (!adding) {
                                Arrays.fill(dz, row, row + width, 0f);
                            }
                            kernels.weightedSum(
                                    square.data(), full + a * size, rows.data(), at, width, size, dz, row, width);
                        }
                    }
                }
            });
            return Arrays.stream(losses).sum();
        }

        private void copyRows(Matrix z, int group, float[] to, int at) {
            int width = z.columns();
            for (int t = bound(group); t < bound(group + 1); t++) {
                System.arraycopy(z.data(), nodeAt[t] * width, to, at + (t - bound(group)) * width, width);
            }
        }

        /** Writes the upper triangle of a group's logits, row by row, starting at {@code at}; returns its end. */
        private int logits(int group, float[] rows, int first, int width, float[] logits, int at) {
            int begin = bound(group);
            int size = bound(group + 1) - begin;
            int end = at;
            for (int a = 0; a < size - 1; a++) {
                int row = first + a * width;
                tape.kernels().dots(rows, row, width, rows, row + width, width, size - a - 1, logits, end);
                int node = nodeAt[begin + a];
                if (edgesWithin[node] > 0) {
                    leaveOut(node, logits, end, a, begin, size);
                }
                end += size - a - 1;
            }
            return end;
        }

        private void leaveOut(int node, float[] logits, int at, int a, int begin, int size) {
            for (int e = (int) graph.rowOffsets()[node]; e < graph.rowOffsets()[node + 1]; e++) {
                int b = positionOf[graph.columns()[e]] - begin;
                if (b > a && b < size) {
                    logits[at + b - a - 1] = LEFT_OUT;
                }
            }
        }

        /** Expands a triangle to a symmetric square with zeros on the diagonal. */
        private static void mirror(float[] triangle, int from, int size, float[] square, int at) {
            int next = from;
            for (int a = 0; a < size; a++) {
                square[at + a * size + a] = 0;
                for (int b = a + 1; b < size; b++) {
                    float value = triangle[next++];
                    square[at + a * size + b] = value;
                    square[at + b * size + a] = value;
                }
            }
        }
    }
}
