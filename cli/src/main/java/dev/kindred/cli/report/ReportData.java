package dev.kindred.cli.report;

import dev.kindred.run.NodeArrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * All that a report is made of. Arrays are not changed.
 *
 * @param title of the page: what was clustered
 * @param ids the user's names of the nodes
 * @param clusters {@code [n]}
 * @param confidence {@code [n]}
 * @param second {@code [n]} the runner-up, -1 where there is none
 * @param margin {@code [n]}
 * @param layout {@code [n x 2]} where each node stands
 * @param nodes what is known of each node besides
 * @param summary clusters.json
 * @param run run.json
 */
public record ReportData(
        String title,
        List<String> ids,
        int[] clusters,
        float[] confidence,
        int[] second,
        float[] margin,
        float[] layout,
        NodeArrays nodes,
        JsonNode summary,
        JsonNode run) {
    public ReportData {
        int n = ids.size();
        check("clusters", clusters.length, n);
        check("confidence", confidence.length, n);
        check("second", second.length, n);
        check("margin", margin.length, n);
        check("layout", layout.length, 2L * n);
        check("nodes", nodes.nodes(), n);
    }

    private static void check(String what, int got, long expected) {
        if (got != expected) {
            throw new IllegalArgumentException(what + ": expected " + expected + " (ids), got " + got);
        }
    }

    /** n */
    public int size() {
        return clusters.length;
    }
}
