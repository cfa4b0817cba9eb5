package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.graph.Graph;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Clusters of a run beside what they are judged by, matched by id.
 *
 * @param clusters {@code [n]} cluster of each node
 * @param labels {@code [n]} known class of each node, -1 where it has none; null where no table of labels was given
 * @param labelNames names of the known classes, by their numbers in {@code labels}; empty where there are none
 * @param graph of {@code n} nodes, or null where no edges were given
 * @param notices what was guessed or does not match, a sentence each
 */
public record JudgedClusters(
        int[] clusters,
        int @Nullable [] labels,
        List<String> labelNames,
        @Nullable Graph graph,
        List<String> notices) {
    public JudgedClusters {
        labelNames = List.copyOf(labelNames);
    }

    /**
     * Reads clusters and what they are judged by.
     *
     * @param clusters a file that a run wrote
     * @param labels table of nodes, or null
     * @param labelColumn of that table
     * @param edges table of edges, or null
     * @param options names of the id, source, target and weight columns; direction; resources
     * @throws InvalidInputException where a table is not such, or no id of the clusters has a label
     */
    public static JudgedClusters read(
            TableSource clusters,
            @Nullable TableSource labels,
            @Nullable String labelColumn,
            @Nullable TableSource edges,
            TableOptions options)
            throws IOException {
        RejectsFile rejects = new RejectsFile(null);
        TableOptions own = options.withNames(new TableOptions.Names("id", null, null, null, null));
        try (TableSession session = new TableSession(options.resources())) {
            NodeTable nodes = new NodeTable(
                    session, own, Table.open(session, clusters, "clusters", options.text(), rejects), rejects);
            nodes.choose(nodes.id(), "", null);
            int rows = nodes.rows();
            List<String> notices = new ArrayList<>(nodes.irregularities());
            int[] found = clusters(session, clusters, nodes, rows);
            NodeTable.Classes known = labels == null || labelColumn == null
                    ? null
                    : labels(
                            session,
                            Table.open(session, labels, "labels", options.text(), rejects),
                            nodes,
                            rows,
                            labelColumn,
                            options,
                            notices);
            Graph graph = null;
            if (edges != null) {
                Table of = Table.open(session, edges, "edges", options.text(), rejects);
                TableOptions.Names names = options.names();
                ColumnChoice columns = new ColumnChoice(
                        session,
                        nodes.source(),
                        nodes.types(),
                        of,
                        own.withNames(
                                new TableOptions.Names("id", names.source(), names.target(), names.weight(), null)));
                ColumnChoice.Choice choice = columns.choose();
                EdgeTable table = new EdgeTable(
                        session, options, of, rejects, choice.ends(), choice.byValues() ? ", which hold the ids" : "");
                graph = table.graph(
                        nodes.id(),
                        nodes.idType(),
                        rows,
                        choice.rule(),
                        (lost, given) ->
                                new InvalidInputException(of.title() + ": expected both ends of the edges (columns "
                                        + choice.ends().source() + " and "
                                        + choice.ends().target() + ") among the ids of "
                                        + clusters + ", got " + lost + " of " + given
                                        + " edges without; " + Setting.SOURCE + " and " + Setting.TARGET
                                        + " name other columns"));
                notices.addAll(table.notices());
                notices.addAll(table.irregularities());
            }
            return new JudgedClusters(
                    found,
                    known == null ? null : known.labels(),
                    known == null ? List.of() : known.names(),
                    graph,
                    notices);
        }
    }

    private static int[] clusters(TableSession session, TableSource source, NodeTable nodes, int rows)
            throws IOException {
        String column = nodes.types().keySet().stream()
                .filter("cluster"::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(
                        () -> new InvalidInputException(source + ": expected the columns id and cluster of a run, got "
                                + String.join(", ", nodes.types().keySet())));
        int[] clusters = new int[rows];
        long[] bad = {-1};
        session.chunks("SELECT rowid, TRY_CAST(" + name(column) + " AS INTEGER) FROM " + NodeTable.TABLE, chunk -> {
            for (long i = 0; i < chunk.rowCount(); i++) {
                int node = (int) chunk.vector(0).getLong(i);
                int cluster = chunk.vector(1).getInt(i, -1);
                // No more clusters than nodes: what is counted per cluster must not grow with a number in a file.
                if (cluster < 0 || cluster >= rows) {
                    bad[0] = node;
                } else {
                    clusters[node] = cluster;
                }
            }
        });
        if (bad[0] >= 0) {
            String id = session.texts("SELECT " + name(nodes.id()) + "::VARCHAR, " + name(column) + "::VARCHAR FROM "
                            + NodeTable.TABLE + " WHERE rowid = " + bad[0])
                    .getFirst()
                    .toString();
            throw new InvalidInputException(
                    source + ": expected clusters from 0 to " + (rows - 1) + ", got " + id + " (id, cluster)");
        }
        return clusters;
    }

    private static NodeTable.Classes labels(
            TableSession session,
            Table table,
            NodeTable nodes,
            int rows,
            String column,
            TableOptions options,
            List<String> notices)
            throws IOException {
        String label =
                table.asText(table.column(column, "; " + Setting.LABEL_COLUMN + " names the column of known classes"));
        String named = options.names().id();
        String id = named != null
                ? table.column(named, "; " + Setting.ID + " names the column of the ids")
                : table.columns().keySet().stream()
                        .filter("id"::equalsIgnoreCase)
                        .findFirst()
                        .orElse(table.columns().keySet().iterator().next());
        if (named == null) {
            notices.add("ids of labels: column " + id + " (" + Setting.ID + " names another)");
        }
        int[] labels = new int[rows];
        Arrays.fill(labels, -1);
        Map<String, Integer> codes = new LinkedHashMap<>();
        session.chunks(
                "SELECT n.rowid, l.label FROM " + NodeTable.TABLE + " n JOIN (SELECT " + table.asText(id) + " AS id, "
                        + label + " AS label FROM " + table.relation() + ") l ON l.id = n." + name(nodes.id())
                        + "::VARCHAR WHERE l.label IS NOT NULL ORDER BY n.rowid, l.label",
                chunk -> {
                    for (long i = 0; i < chunk.rowCount(); i++) {
                        String name = chunk.vector(1).getString(i);
                        codes.putIfAbsent(name, codes.size());
                        labels[(int) chunk.vector(0).getLong(i)] = codes.getOrDefault(name, -1);
                    }
                });
        if (table.csv() != null) {
            new RejectsFile(null).take(table.csv().rejected(), "");
        }
        long unlabeled = Arrays.stream(labels).filter(code -> code < 0).count();
        if (unlabeled == rows) {
            throw new InvalidInputException(
                    table.title() + ": expected ids of the clusters in column " + id + ", got none of them");
        }
        if (unlabeled > 0) {
            notices.add("nodes without a label, not judged by labels: " + unlabeled);
        }
        return new NodeTable.Classes(labels, List.copyOf(codes.keySet()));
    }
}
