package dev.kindred.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.kindred.run.NodeArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The card of a node as the report shows it.
 *
 * @param node its number
 * @param id the user's name of it
 * @param cluster its cluster
 * @param clusterName what that is called
 * @param second the runner-up; absent where there is none
 * @param secondName what that is called
 * @param confidence the cluster's share of the soft assignment
 * @param margin confidence less the runner-up's share
 * @param label the given one; absent where it has none
 * @param degree neighbors that it has
 * @param attention what the weights of neighbors are
 * @param neighbors those it heeds most, most first
 * @param telling traits of its cluster that it has, strongest first
 */
@JsonInclude(Include.NON_NULL)
public record NodeText(
        int node,
        String id,
        int cluster,
        String clusterName,
        @Nullable Integer second,
        @Nullable String secondName,
        float confidence,
        float margin,
        @Nullable String label,
        int degree,
        String attention,
        List<Neighbor> neighbors,
        List<String> telling) {
    public NodeText {
        neighbors = List.copyOf(neighbors);
        telling = List.copyOf(telling);
    }

    /**
     * A neighbor.
     *
     * @param node its number
     * @param id the user's name of it
     * @param cluster its cluster
     * @param attention share of what the node heeds
     */
    public record Neighbor(int node, String id, int cluster, float attention) {}

    /** The card of a node, from the files that the report is made of. */
    public static NodeText of(ReportData data, int node) {
        JsonNode summary = data.summary();
        NodeArrays nodes = data.nodes();
        List<Neighbor> neighbors = new ArrayList<>();
        for (int o = node * NodeArrays.NEIGHBORS; o < (node + 1) * NodeArrays.NEIGHBORS; o++) {
            int other = nodes.neighbors()[o];
            if (other >= 0) {
                neighbors.add(new Neighbor(other, data.ids().get(other), data.clusters()[other], nodes.attention()[o]));
            }
        }
        List<String> telling = new ArrayList<>();
        for (int o = node * NodeArrays.TELLING; o < (node + 1) * NodeArrays.TELLING; o++) {
            if (nodes.telling()[o] >= 0) {
                telling.add(summary.path("features")
                        .path(nodes.telling()[o])
                        .path("name")
                        .asString(""));
            }
        }
        int second = data.second()[node];
        int[] labels = nodes.labels();
        int label = labels == null ? -1 : labels[node];
        return new NodeText(
                node,
                data.ids().get(node),
                data.clusters()[node],
                name(summary, data.clusters()[node]),
                second < 0 ? null : second,
                second < 0 ? null : name(summary, second),
                data.confidence()[node],
                data.margin()[node],
                label < 0
                        ? null
                        : summary.path("labels").path("names").path(label).asString("label " + label),
                nodes.degree()[node],
                summary.path("attention").asString("attention"),
                neighbors,
                telling);
    }

    private static String name(JsonNode summary, int cluster) {
        return summary.path("clusters").path(cluster).path("name").asString("cluster " + cluster);
    }

    /** The same for a terminal. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("node " + ClusterText.oneLine(id));
        lines.add("cluster   " + cluster + ": " + ClusterText.oneLine(clusterName)
                + String.format(Locale.ROOT, " (confidence %.3f)", confidence));
        if (second != null && secondName != null) {
            lines.add("runner-up " + second + ": " + ClusterText.oneLine(secondName)
                    + String.format(Locale.ROOT, " (margin %.3f)", margin));
        }
        if (label != null) {
            lines.add("label     " + ClusterText.oneLine(label));
        }
        lines.add("features  "
                + (telling.isEmpty()
                        ? "it has none of those that set its cluster apart"
                        : ClusterText.oneLine(String.join("; ", telling))));
        lines.add(String.format(Locale.ROOT, "neighbors %,d, the strongest by %s:", degree, attention));
        for (Neighbor neighbor : neighbors) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %.3f  cluster %d  %s",
                    neighbor.attention,
                    neighbor.cluster,
                    ClusterText.oneLine(neighbor.id)));
        }
        return lines;
    }
}
