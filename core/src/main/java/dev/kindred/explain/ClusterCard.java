package dev.kindred.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one cluster.
 *
 * @param cluster its number
 * @param name facts, never guesses: its strongest traits, {@code cluster 3} where it has none
 * @param size nodes
 * @param share of all nodes
 * @param density edges inside by pairs of members; absent below two members
 * @param conductance edge weight that leaves, by the smaller of its volume and the rest's; absent where it has no edges
 * @param cohesion mean cosine of members to their mean in the embedding; absent where it is empty
 * @param separation mean over members of {@code 1 - a / b}, where {@code a} is the distance to the cluster's mean and {@code b} that to the nearest
 *     other cluster's, at least -1 (simplified silhouette); absent where it is empty or there is no other
 * @param confidence mean confidence of members; absent where it is empty
 * @param unsure share of members whose margin is below {@value #UNSURE}; absent where it is empty
 * @param stability mean over other seeds of its best Jaccard overlap with a cluster there (Hennig, 2007); absent where no other seed is known
 * @param trust between 0 and 1; orders the cards
 * @param trustRank 1 for the least trustworthy
 * @param trustReason what of this cluster falls farthest behind the others, in words and numbers
 * @param traits over-represented features, strongest first; those with q below {@value #SIGNIFICANT}
 * @param traitsFound how many features have such a q, listed or not
 * @param typical members nearest to the cluster's mean, nearest first
 * @param boundary members with the smallest margin, smallest first
 * @param hubs members with most edge weight inside, most first
 * @param bridges members with most edge weight to other clusters, most first; none of those without any
 */
@JsonInclude(Include.NON_NULL)
public record ClusterCard(
        int cluster,
        String name,
        int size,
        double share,
        @Nullable Double density,
        @Nullable Double conductance,
        @Nullable Double cohesion,
        @Nullable Double separation,
        @Nullable Double confidence,
        @Nullable Double unsure,
        @Nullable Double stability,
        double trust,
        int trustRank,
        String trustReason,
        List<Trait> traits,
        int traitsFound,
        List<Integer> typical,
        List<Integer> boundary,
        List<Integer> hubs,
        List<Integer> bridges) {
    /** A node whose margin is below this is called unsure. */
    public static final double UNSURE = .1;

    /** Largest q-value of a trait. */
    public static final double SIGNIFICANT = .05;

    public ClusterCard {
        traits = List.copyOf(traits);
        typical = List.copyOf(typical);
        boundary = List.copyOf(boundary);
        hubs = List.copyOf(hubs);
        bridges = List.copyOf(bridges);
    }
}
