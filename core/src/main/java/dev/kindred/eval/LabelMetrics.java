package dev.kindred.eval;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jgrapht.alg.matching.KuhnMunkresMinimalWeightBipartitePerfectMatching;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleWeightedGraph;

/**
 * How well clusters agree with labels that training never saw. Each is 1 for perfect agreement. Accuracy and F1 are taken after matching
 * clusters to labels one to one so that most nodes agree (Kuhn-Munkres on the contingency table; the numbers may differ, what is left
 * over counts as wrong); all others on the labels as they are.
 *
 * @param accuracy share of nodes whose matched cluster is their label
 * @param nmi normalized mutual information, arithmetic mean of the entropies as normalizer
 * @param ami adjusted mutual information (Vinh et al., 2010), arithmetic mean
 * @param ari adjusted Rand index (Hubert and Arabie, 1985)
 * @param macroF1 mean over labels of F1 after matching; an unmatched label counts 0
 * @param homogeneity 1 where each cluster holds one label only (Rosenberg and Hirschberg, 2007)
 * @param completeness 1 where each label lies in one cluster only
 * @param purity share of nodes whose label is the most frequent of their cluster
 */
public record LabelMetrics(
        double accuracy,
        double nmi,
        double ami,
        double ari,
        double macroF1,
        double homogeneity,
        double completeness,
        double purity) {

    /**
     * Judges a clustering.
     *
     * @param labels {@code [n]} the truth, any numbers
     * @param clusters {@code [n]} any numbers
     */
    public static LabelMetrics of(int[] labels, int[] clusters) {
        Contingency table = Contingency.of(labels, clusters);
        if (table.total() == 0) {
            throw new IllegalArgumentException("labels: expected one or more, got none");
        }
        int[] labelOf = matched(table);
        double mutual = mutualInformation(table);
        double labelEntropy = entropy(table.labelSizes(), table.total());
        double clusterEntropy = entropy(table.clusterSizes(), table.total());
        double mean = (labelEntropy + clusterEntropy) / 2;
        return new LabelMetrics(
                accuracy(table, labelOf),
                mean == 0 ? 1 : mutual / mean,
                adjustedMutual(table, mutual, mean),
                adjustedRand(table),
                macroF1(table, labelOf),
                labelEntropy == 0 ? 1 : mutual / labelEntropy,
                clusterEntropy == 0 ? 1 : mutual / clusterEntropy,
                purity(table));
    }

    /** Normalized mutual information of two clusterings, labels or not; arithmetic mean of the entropies as normalizer. */
    public static double normalizedMutualInformation(int[] one, int[] other) {
        Contingency table = Contingency.of(one, other);
        double mean = (entropy(table.labelSizes(), table.total()) + entropy(table.clusterSizes(), table.total())) / 2;
        return mean == 0 ? 1 : mutualInformation(table) / mean;
    }

    /** Adjusted Rand index of two clusterings, labels or not. */
    public static double adjustedRandIndex(int[] one, int[] other) {
        return adjustedRand(Contingency.of(one, other));
    }

    /** For each cluster its label, or -1 where there are more clusters than labels. */
    private static int[] matched(Contingency table) {
        int labels = table.labelSizes().length;
        int clusters = table.clusterSizes().length;
        int size = Math.max(labels, clusters);
        SimpleWeightedGraph<Integer, DefaultWeightedEdge> graph = new SimpleWeightedGraph<>(DefaultWeightedEdge.class);
        Set<Integer> rows = new HashSet<>();
        Set<Integer> columns = new HashSet<>();
        for (int i = 0; i < size; i++) {
            rows.add(i);
            columns.add(size + i);
            graph.addVertex(i);
            graph.addVertex(size + i);
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double agreed = i < labels && j < clusters ? (double) table.counts()[i][j] : 0;
                graph.setEdgeWeight(graph.addEdge(i, size + j), -agreed);
            }
        }
        int[] labelOf = new int[clusters];
        Arrays.fill(labelOf, -1);
        for (DefaultWeightedEdge edge : new KuhnMunkresMinimalWeightBipartitePerfectMatching<>(graph, rows, columns)
                .getMatching()
                .getEdges()) {
            int label = graph.getEdgeSource(edge);
            int cluster = graph.getEdgeTarget(edge) - size;
            if (label < labels && cluster < clusters) {
                labelOf[cluster] = label;
            }
        }
        return labelOf;
    }

    private static double accuracy(Contingency table, int[] labelOf) {
        long agreed = 0;
        for (int cluster = 0; cluster < labelOf.length; cluster++) {
            agreed += labelOf[cluster] < 0 ? 0 : table.counts()[labelOf[cluster]][cluster];
        }
        return (double) agreed / table.total();
    }

    private static double macroF1(Contingency table, int[] labelOf) {
        double sum = 0;
        for (int cluster = 0; cluster < labelOf.length; cluster++) {
            if (labelOf[cluster] >= 0) {
                long both = table.counts()[labelOf[cluster]][cluster];
                long either = table.labelSizes()[labelOf[cluster]] + table.clusterSizes()[cluster];
                sum += 2.0 * both / either;
            }
        }
        return sum / table.labelSizes().length;
    }

    private static double purity(Contingency table) {
        long sum = 0;
        for (int cluster = 0; cluster < table.clusterSizes().length; cluster++) {
            long most = 0;
            for (long[] row : table.counts()) {
                most = Math.max(most, row[cluster]);
            }
            sum += most;
        }
        return (double) sum / table.total();
    }

    private static double entropy(long[] sizes, long total) {
        double entropy = 0;
        for (long size : sizes) {
            double share = (double) size / total;
            entropy -= size == 0 ? 0 : share * Math.log(share);
        }
        return entropy;
    }

    private static double mutualInformation(Contingency table) {
        double sum = 0;
        double total = table.total();
        for (int i = 0; i < table.labelSizes().length; i++) {
            for (int j = 0; j < table.clusterSizes().length; j++) {
                double both = table.counts()[i][j];
                if (both > 0) {
                    double expected = (double) table.labelSizes()[i] * table.clusterSizes()[j];
                    sum += both / total * Math.log(both * total / expected);
                }
            }
        }
        return Math.max(0, sum);
    }

    private static double adjustedRand(Contingency table) {
        double cells = 0;
        for (long[] row : table.counts()) {
            cells += Arrays.stream(row).mapToDouble(LabelMetrics::pairs).sum();
        }
        double rows = Arrays.stream(table.labelSizes())
                .mapToDouble(LabelMetrics::pairs)
                .sum();
        double columns = Arrays.stream(table.clusterSizes())
                .mapToDouble(LabelMetrics::pairs)
                .sum();
        double all = pairs(table.total());
        double expected = all == 0 ? 0 : rows * columns / all;
        double most = (rows + columns) / 2;
        return most == expected ? 1 : (cells - expected) / (most - expected);
    }

    private static double pairs(long count) {
        return count * (count - 1) / 2.0;
    }

    private static double adjustedMutual(Contingency table, double mutual, double mean) {
        int labels = table.labelSizes().length;
        int clusters = table.clusterSizes().length;
        boolean trivial = labels == clusters && (labels == 1 || labels == table.total());
        if (trivial) {
            return 1;
        }
        double expected = expectedMutual(table);
        double range = mean - expected;
        // As scikit-learn: a range of 0 is kept away from by the smallest step that a double near 1 has.
        return (mutual - expected) / (range < 0 ? Math.min(range, -Math.ulp(1.0)) : Math.max(range, Math.ulp(1.0)));
    }

    /** Expected mutual information of random clusterings with these sizes (Vinh et al., 2010, eq. 24a), by log-factorials. */
    private static double expectedMutual(Contingency table) {
        int total = Math.toIntExact(table.total());
        double[] logFactorial = new double[total + 1];
        for (int i = 2; i <= total; i++) {
            logFactorial[i] = logFactorial[i - 1] + Math.log(i);
        }
        double sum = 0;
        for (long rowSize : table.labelSizes()) {
            int a = (int) rowSize;
            for (long columnSize : table.clusterSizes()) {
                int b = (int) columnSize;
                double fixed = logFactorial[a]
                        + logFactorial[b]
                        + logFactorial[total - a]
                        + logFactorial[total - b]
                        - logFactorial[total];
                for (int both = Math.max(1, a + b - total); both <= Math.min(a, b); both++) {
                    double term = (double) both / total * (Math.log((double) total * both) - Math.log((double) a * b));
                    double log = fixed
                            - logFactorial[both]
                            - logFactorial[a - both]
                            - logFactorial[b - both]
                            - logFactorial[total - a - b + both];
                    sum += term * Math.exp(log);
                }
            }
        }
        return sum;
    }
}
