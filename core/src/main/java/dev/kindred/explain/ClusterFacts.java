package dev.kindred.explain;

import dev.kindred.graph.Graph;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What edges, embedding and other seeds say of each cluster; no attribute is read. {@code O(n (h + k) + e)}. */
final class ClusterFacts {
    private final Graph graph;
    private final Answer answer;
    private final int k;
    private final int[][] members;
    private final double[][] between;
    private final long[] edgesInside;
    private final double[] inside;
    private final double[] outside;
    private final double[] distance;
    private final double[] cohesion;
    private final double[] separation;

    ClusterFacts(Graph graph, Answer answer) {
        this.graph = graph;
        this.answer = answer;
        this.k = answer.clusters();
        this.members = members(answer.labels(), k);
        this.between = new double[k][k];
        this.edgesInside = new long[k];
        this.inside = new double[answer.nodes()];
        this.outside = new double[answer.nodes()];
        this.distance = new double[answer.nodes()];
        this.cohesion = new double[k];
        this.separation = new double[k];
        countEdges();
        measureEmbedding();
    }

    private static int[][] members(int[] labels, int k) {
        int[] size = new int[k];
        for (int label : labels) {
            size[label]++;
        }
        int[][] members = new int[k][];
        Arrays.setAll(members, c -> new int[size[c]]);
        Arrays.fill(size, 0);
        for (int i = 0; i < labels.length; i++) {
            members[labels[i]][size[labels[i]]++] = i;
        }
        return members;
    }

    private void countEdges() {
        int[] labels = answer.labels();
        float[] weights = graph.weights();
        boolean twice = graph.isSymmetric();
        for (int i = 0; i < labels.length; i++) {
            for (int e = (int) graph.rowOffsets()[i]; e < (int) graph.rowOffsets()[i + 1]; e++) {
                int j = graph.columns()[e];
                double weight = weights == null ? 1 : weights[e];
                boolean same = labels[i] == labels[j];
                // Of an undirected edge's two entries each counts for the cluster of its row; inside they are the same
                // one.
                between[labels[i]][labels[j]] += same && twice && i != j ? weight / 2 : weight;
                edgesInside[labels[i]] += same && i != j ? 1 : 0;
                if (i != j) {
                    (same ? inside : outside)[i] += weight;
                    if (!twice) {
                        (same ? inside : outside)[j] += weight;
                    }
                }
            }
        }
    }

    private void measureEmbedding() {
        int h = answer.embedding().columns();
        double[][] mean = new double[k][h];
        double[][] direction = new double[k][h];
        for (int i = 0; i < answer.nodes(); i++) {
            double length = length(i);
            for (int c = 0; c < h; c++) {
                double z = answer.embedding().get(i, c);
                mean[answer.labels()[i]][c] += z;
                direction[answer.labels()[i]][c] += length > 0 ? z / length : 0;
            }
        }
        for (int j = 0; j < k; j++) {
            double size = Math.max(1, members[j].length);
            double squares = 0;
            double dot = 0;
            for (int c = 0; c < h; c++) {
                mean[j][c] /= size;
                squares += mean[j][c] * mean[j][c];
                dot += mean[j][c] * direction[j][c];
            }
            cohesion[j] = squares > 0 ? dot / Math.sqrt(squares) / size : 0;
        }
        for (int i = 0; i < answer.nodes(); i++) {
            separate(i, mean);
        }
        for (int j = 0; j < k; j++) {
            separation[j] /= Math.max(1, members[j].length);
        }
    }

    private double length(int i) {
        double squares = 0;
        for (int c = 0; c < answer.embedding().columns(); c++) {
            squares +=
                    (double) answer.embedding().get(i, c) * answer.embedding().get(i, c);
        }
        return Math.sqrt(squares);
    }

    private void separate(int i, double[][] mean) {
        int own = answer.labels()[i];
        double nearest = Double.POSITIVE_INFINITY;
        for (int j = 0; j < k; j++) {
            if (members[j].length > 0) {
                double squares = 0;
                for (int c = 0; c < mean[j].length; c++) {
                    double d = answer.embedding().get(i, c) - mean[j][c];
                    squares += d * d;
                }
                if (j == own) {
                    distance[i] = Math.sqrt(squares);
                } else {
                    nearest = Math.min(nearest, Math.sqrt(squares));
                }
            }
        }
        double ratio = nearest > 0 ? distance[i] / nearest : distance[i] > 0 ? 2 : 1;
        separation[own] += Math.max(-1, 1 - ratio);
    }

    int size(int cluster) {
        return members[cluster].length;
    }

    int[] members(int cluster) {
        return members[cluster];
    }

    /** Whether there is another cluster with nodes. */
    boolean hasOthers(int cluster) {
        return members[cluster].length < answer.nodes();
    }

    /** {@code [k x k]} as in {@link Summary#between}. */
    double[][] between() {
        return between;
    }

    /** {@code [k x k]} as in {@link Summary#expected}. */
    double[][] expected() {
        double[] from = new double[k];
        double[] to = new double[k];
        double total = 0;
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                double ends = between[a][b] * (a == b && graph.isSymmetric() ? 2 : 1);
                from[a] += ends;
                to[b] += ends;
                total += ends;
            }
        }
        double[][] expected = new double[k][k];
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                double twice = a == b && graph.isSymmetric() ? 2 : 1;
                expected[a][b] = total == 0 ? 0 : from[a] * to[b] / total / twice;
            }
        }
        return expected;
    }

    double density(int cluster) {
        double size = members[cluster].length;
        return edgesInside[cluster] / (size * (size - 1));
    }

    double cohesion(int cluster) {
        return cohesion[cluster];
    }

    double separation(int cluster) {
        return separation[cluster];
    }

    double confidence(int cluster) {
        return mean(cluster, i -> answer.confidence()[i]);
    }

    double unsure(int cluster) {
        return mean(cluster, i -> answer.margin()[i] < ClusterCard.UNSURE ? 1 : 0);
    }

    double margin(int cluster) {
        return mean(cluster, i -> answer.margin()[i]);
    }

    private double mean(int cluster, IntToDoubleFunction of) {
        return Arrays.stream(members[cluster]).mapToDouble(of).average().orElse(0);
    }

    /** Mean over other seeds of the largest Jaccard overlap with one of their clusters. */
    double stability(int cluster, List<int[]> others) {
        double sum = 0;
        for (int[] labels : others) {
            int clusters = Arrays.stream(labels).max().orElse(0) + 1;
            int[] size = new int[clusters];
            int[] shared = new int[clusters];
            for (int label : labels) {
                size[label]++;
            }
            for (int i : members[cluster]) {
                shared[labels[i]]++;
            }
            double best = 0;
            for (int c = 0; c < clusters; c++) {
                double union = (double) size[c] + members[cluster].length - shared[c];
                best = Math.max(best, union == 0 ? 0 : shared[c] / union);
            }
            sum += best;
        }
        return sum / others.size();
    }

    /** Share of the cluster's other members that are farther from its mean; 1 where there are none. */
    double typicality(int node) {
        int[] own = members[answer.labels()[node]];
        double farther = 0;
        for (int i : own) {
            farther +=
                    i != node && distance[i] > distance[node] ? 1 : i != node && distance[i] == distance[node] ? .5 : 0;
        }
        return own.length < 2 ? 1 : farther / (own.length - 1);
    }

    List<Integer> typical(int cluster, int count) {
        return first(cluster, count, i -> distance[i], i -> true);
    }

    List<Integer> boundary(int cluster, int count) {
        return first(cluster, count, i -> answer.margin()[i], i -> true);
    }

    List<Integer> hubs(int cluster, int count) {
        return first(cluster, count, i -> -inside[i], i -> inside[i] > 0);
    }

    List<Integer> bridges(int cluster, int count) {
        return first(cluster, count, i -> -outside[i], i -> outside[i] > 0);
    }

    private List<Integer> first(int cluster, int count, IntToDoubleFunction by, IntPredicate kept) {
        return IntStream.of(members[cluster])
                .filter(kept)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> by.applyAsDouble(i))
                        .thenComparing(i -> i))
                .limit(count)
                .toList();
    }
}
