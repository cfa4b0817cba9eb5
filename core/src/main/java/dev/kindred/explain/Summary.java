package dev.kindred.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is said about clusters, as {@code clusters.json} holds it. Nodes are numbers, in the order of the graph. What is not known is absent.
 *
 * @param format {@value #FORMAT}
 * @param nodes n
 * @param edges each undirected one counted once
 * @param tests that were corrected together
 * @param features those that a card, a node or the map speaks of, and no others
 * @param shown positions in {@code features} of those the map can be colored by
 * @param attention what the weights of neighbors are: {@code attention} or {@code edge weight}
 * @param clusters one for each, in the order of their numbers
 * @param order the clusters' numbers, the least trustworthy first
 * @param between {@code [k x k]} edge weight from a row's cluster to a column's, each edge once; the diagonal is the weight inside
 * @param expected the same if edges fell by degree alone (configuration model)
 * @param labels the clusters set against given labels; absent where none are known
 */
@JsonInclude(Include.NON_NULL)
public record Summary(
        String format,
        int nodes,
        long edges,
        long tests,
        List<Feature> features,
        List<Integer> shown,
        String attention,
        List<ClusterCard> clusters,
        List<Integer> order,
        double[][] between,
        double[][] expected,
        @Nullable Labels labels) {
    /** Name and version of the file's form. */
    public static final String FORMAT = "kindred-clusters-1";

    public Summary {
        features = List.copyOf(features);
        shown = List.copyOf(shown);
        clusters = List.copyOf(clusters);
        order = List.copyOf(order);
    }

    /**
     * Given labels beside clusters.
     *
     * @param names of the labels
     * @param counts {@code [k x labels]} nodes; those without a label are left out
     */
    public record Labels(List<String> names, int[][] counts) {
        public Labels {
            names = List.copyOf(names);
        }
    }
}
