package dev.kindred.cli.demo;

import dev.kindred.graph.SparseFeatures;
import dev.kindred.train.Clustering;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a cluster of classes is about.
 *
 * @param cluster its number
 * @param size classes in it
 * @param words the most telling first: those whose share of classes inside most exceeds their share outside
 * @param classes typical ones: of the quarter that is surest of the cluster, those with the most neighbors
 * @param packages the most frequent first, with their share of the cluster
 */
public record ClusterPortrait(int cluster, int size, List<String> words, List<String> classes, List<String> packages) {
    /** Portraits of all clusters, largest first; empty ones are left out. */
    public static List<ClusterPortrait> of(ClassGraph classes, Clustering result) {
        int clusters = result.centers().rows();
        int columns = classes.words().size();
        int[] sizes = new int[clusters];
        int[][] having = new int[clusters][columns];
        int[] total = new int[columns];
        SparseFeatures features = (SparseFeatures) classes.graph().features();
        for (int i = 0; i < result.labels().length; i++) {
            int cluster = result.labels()[i];
            sizes[cluster]++;
            for (int e = (int) features.rowOffsets()[i]; e < features.rowOffsets()[i + 1]; e++) {
                having[cluster][features.columnIndices()[e]]++;
                total[features.columnIndices()[e]]++;
            }
        }
        List<ClusterPortrait> portraits = new ArrayList<>();
        for (int cluster = 0; cluster < clusters; cluster++) {
            if (sizes[cluster] > 0) {
                portraits.add(new ClusterPortrait(
                        cluster,
                        sizes[cluster],
                        telling(classes.words(), having[cluster], total, sizes[cluster], result.labels().length),
                        typical(classes, result, cluster, sizes[cluster]),
                        packages(classes, result, cluster, sizes[cluster])));
            }
        }
        portraits.sort(Comparator.comparingInt(ClusterPortrait::size).reversed());
        return portraits;
    }

    private static List<String> telling(List<String> words, int[] inside, int[] total, int size, int all) {
        double rest = Math.max(1, all - size);
        return IntStream.range(0, words.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer w) -> (double) (total[w] - inside[w]) / rest - (double) inside[w] / size))
                .limit(6)
                .map(words::get)
                .toList();
    }

    private static List<String> typical(ClassGraph classes, Clustering result, int cluster, int size) {
        return IntStream.range(0, result.labels().length)
                .filter(i -> result.labels()[i] == cluster)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -result.confidence()[i]))
                .limit(Math.max(3, size / 4))
                .sorted(Comparator.comparingInt(
                        (Integer i) -> -classes.graph().graph().degree(i)))
                .limit(3)
                .map(i -> classes.names().get(i))
                .toList();
    }

    private static List<String> packages(ClassGraph classes, Clustering result, int cluster, int size) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < result.labels().length; i++) {
            if (result.labels()[i] == cluster) {
                counts.merge(classes.packageOf(i), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(3)
                .map(entry -> entry.getKey() + " " + Math.round(100.0 * entry.getValue() / size) + " %")
                .toList();
    }
}
