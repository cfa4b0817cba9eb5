package dev.kindred.eval;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How well clusters agree with labels that training never saw. Each metric is 1 for perfect agreement. Accuracy and F1 are taken after matching
 * clusters to labels one to one so that most nodes agree; nodes of unmatched clusters count as wrong. All others compare the partitions
 * as they are. Memory {@code O(nodes)}, and up to 64 MB for the matching.
 *
 * @param accuracy share of nodes whose matched cluster is their label
 * @param nmi normalized mutual information, arithmetic mean of the entropies as normalizer
 * @param ami adjusted mutual information (Vinh et al., 2010), arithmetic mean
 * @param ari adjusted Rand index (Hubert and Arabie, 1985)
 * @param macroF1 mean over labels of F1 after matching; an unmatched label counts 0
 * @param homogeneity 1 where each cluster holds one label only (Rosenberg and Hirschberg, 2007)
 * @param completeness 1 where each label lies in one cluster only
 * @param purity share of nodes whose label is the most frequent of their cluster
 * @param matching how clusters were matched to labels, for accuracy and F1
 */
public record LabelMetrics(
        double accuracy,
        double nmi,
        double ami,
        double ari,
        double macroF1,
        double homogeneity,
        double completeness,
        double purity,
        Matching matching) {
    /** How clusters were matched to labels. */
    public enum Matching {
        /** By the assignment with the most nodes that agree (Kuhn-Munkres). */
        EXACT,
        /**
         * The largest overlaps first: accuracy is a lower bound, at least half of the exact one. For tables of more than 2^24 entries, or of more
         * than 2,700 labels and as many clusters, whose exact matching would take minutes.
         */
        GREEDY
    }

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
        LabelMatching matching = LabelMatching.of(table);
        double mutual = mutualInformation(table);
        double labelEntropy = entropy(table.labelSizes(), table.total());
        double clusterEntropy = entropy(table.clusterSizes(), table.total());
        double mean = (labelEntropy + clusterEntropy) / 2;
        return new LabelMetrics(
                accuracy(table, matching.labelOf()),
                mean == 0 ? 1 : mutual / mean,
                adjustedMutual(table, mutual, mean),
                adjustedRand(table),
                macroF1(table, matching.labelOf()),
                labelEntropy == 0 ? 1 : mutual / labelEntropy,
                clusterEntropy == 0 ? 1 : mutual / clusterEntropy,
                purity(table),
                matching.kind());
    }

    /**
     * Judges a clustering by the nodes that have a label.
     *
     * @param labels {@code [n]} -1 where a node has none
     * @param clusters {@code [n]}
     * @return null where no node has one
     */
    public static @Nullable LabelMetrics ofLabeled(int[] labels, int[] clusters) {
        if (labels.length != clusters.length) {
            throw new IllegalArgumentException(
                    "clusters: expected " + labels.length + " (labels), got " + clusters.length);
        }
        int[] known =
                IntStream.range(0, labels.length).filter(i -> labels[i] >= 0).toArray();
        return known.length == 0
                ? null
                : of(
                        Arrays.stream(known).map(i -> labels[i]).toArray(),
                        Arrays.stream(known).map(i -> clusters[i]).toArray());
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

    private static double accuracy(Contingency table, int[] labelOf) {
        long agreed = 0;
        for (int cluster = 0; cluster < labelOf.length; cluster++) {
            agreed += labelOf[cluster] < 0 ? 0 : table.count(labelOf[cluster], cluster);
        }
        return (double) agreed / table.total();
    }

    private static double macroF1(Contingency table, int[] labelOf) {
        double sum = 0;
        for (int cluster = 0; cluster < labelOf.length; cluster++) {
            if (labelOf[cluster] >= 0) {
                long both = table.count(labelOf[cluster], cluster);
                long either = table.labelSizes()[labelOf[cluster]] + table.clusterSizes()[cluster];
                sum += 2.0 * both / either;
            }
        }
        return sum / table.labelSizes().length;
    }

    private static double purity(Contingency table) {
        int[] most = new int[table.clusterSizes().length];
        for (int cell = 0; cell < table.counts().length; cell++) {
            int cluster = table.columns()[cell];
            most[cluster] = Math.max(most[cluster], table.counts()[cell]);
        }
        long sum = Arrays.stream(most).asLongStream().sum();
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
        for (int label = 0; label < table.labels().length; label++) {
            for (int cell = table.offsets()[label]; cell < table.offsets()[label + 1]; cell++) {
                double both = table.counts()[cell];
                double expected = (double) table.labelSizes()[label] * table.clusterSizes()[table.columns()[cell]];
                sum += both / total * Math.log(both * total / expected);
            }
        }
        return Math.max(0, sum);
    }

    private static double adjustedRand(Contingency table) {
        double cells =
                Arrays.stream(table.counts()).mapToDouble(LabelMetrics::pairs).sum();
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

    /**
     * Expected mutual information of random clusterings with these sizes (Vinh et al., 2010, eq. 24a), by log-factorials. Equal sizes give
     * equal terms, so that each pair of different sizes is computed once.
     */
    private static double expectedMutual(Contingency table) {
        int total = Math.toIntExact(table.total());
        double[] logFactorial = new double[total + 1];
        for (int i = 2; i <= total; i++) {
            logFactorial[i] = logFactorial[i - 1] + Math.log(i);
        }
        double sum = 0;
        for (Map.Entry<Integer, Integer> row : bySize(table.labelSizes()).entrySet()) {
            for (Map.Entry<Integer, Integer> column :
                    bySize(table.clusterSizes()).entrySet()) {
                sum += (double) row.getValue()
                        * column.getValue()
                        * expectedTerm(row.getKey(), column.getKey(), total, logFactorial);
            }
        }
        return sum;
    }

    /** How many labels, or clusters, have each size. */
    private static Map<Integer, Integer> bySize(long[] sizes) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (long size : sizes) {
            counts.merge(Math.toIntExact(size), 1, Integer::sum);
        }
        return counts;
    }

    /** The summand of a label of {@code a} nodes and a cluster of {@code b} nodes. */
    private static double expectedTerm(int a, int b, int total, double[] logFactorial) {
        double fixed = logFactorial[a]
                + logFactorial[b]
                + logFactorial[total - a]
                + logFactorial[total - b]
                - logFactorial[total];
        double sum = 0;
        for (int both = Math.max(1, a + b - total); both <= Math.min(a, b); both++) {
            double term = (double) both / total * (Math.log((double) total * both) - Math.log((double) a * b));
            double log = fixed
                    - logFactorial[both]
                    - logFactorial[a - both]
                    - logFactorial[b - both]
                    - logFactorial[total - a - b + both];
            sum += term * Math.exp(log);
        }
        return sum;
    }
}
