package dev.kindred.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a node is where it is.
 *
 * @param node its number
 * @param cluster its cluster
 * @param second the runner-up; absent where there is one cluster only
 * @param confidence the cluster's share of the soft assignment
 * @param margin confidence less the runner-up's share
 * @param typicality share of the cluster's other members that are farther from the cluster's mean: 1 for the most typical one
 * @param attention what the weights of neighbors are: {@code attention} or {@code edge weight}
 * @param neighbors it heeds most, most first
 * @param ownShare share of the weights of all its neighbors that goes to members of its own cluster; absent where it has no neighbor
 * @param speaksFor traits of its cluster that the node has, strongest first
 * @param speaksAgainst traits of the runner-up that the node has, strongest first
 * @param moves what would move it; absent where no model was at hand to ask
 */
@JsonInclude(Include.NON_NULL)
public record NodeCard(
        int node,
        int cluster,
        @Nullable Integer second,
        double confidence,
        double margin,
        double typicality,
        String attention,
        List<Neighbor> neighbors,
        @Nullable Double ownShare,
        List<Evidence> speaksFor,
        List<Evidence> speaksAgainst,
        @Nullable Moves moves) {
    public NodeCard {
        neighbors = List.copyOf(neighbors);
        speaksFor = List.copyOf(speaksFor);
        speaksAgainst = List.copyOf(speaksAgainst);
    }

    /**
     * A neighbor.
     *
     * @param node its number
     * @param cluster its cluster
     * @param attention share of what the node heeds, of all its neighbors and itself
     */
    public record Neighbor(int node, int cluster, double attention) {}

    /**
     * A trait that the node has.
     *
     * @param feature position in {@link Summary#features}
     * @param text in the user's words, with the node's own number where it is one: {@code age 61}
     * @param effect of the trait in the cluster it speaks for
     */
    public record Evidence(int feature, String text, double effect) {}

    /**
     * What would move the node to another cluster, found by asking the model again without it.
     *
     * @param edges the fewest edges found whose absence moves it; absent where none of those tried do
     * @param features the fewest features found whose absence moves it; likewise
     * @param tries questions asked of the model
     * @param text what was found, as a sentence each
     */
    @JsonInclude(Include.NON_NULL)
    public record Moves(@Nullable Move edges, @Nullable Move features, int tries, List<String> text) {
        public Moves {
            text = List.copyOf(text);
        }
    }

    /**
     * A change that moves the node.
     *
     * @param to the cluster it would be in
     * @param neighbors the other ends of the edges taken away
     * @param features names of the features taken away
     * @param margin by which the other cluster would win
     */
    public record Move(int to, List<Integer> neighbors, List<String> features, double margin) {
        public Move {
            neighbors = List.copyOf(neighbors);
            features = List.copyOf(features);
        }
    }
}
