package dev.kindred.tables;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.tables.TableOptions.FeatureSource;
import dev.kindred.tables.TableOptions.Irregularities;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Graphs from tables: nodes with an id and columns, edges with a source and a target.
 *
 * <pre>{@code
 * TableGraph table = GraphTables.read(TableSource.files("nodes.csv"), TableSource.files("edges.csv"), TableOptions.defaults());
 * Clustering result = Daegc.fit(table.graph(), Daegc.defaults(7));
 * System.out.println(table.ids().text(0) + " is in cluster " + result.labels()[0]);
 * }</pre>
 *
 * <p>Nodes are numbered in the order of their table. Reading takes some bytes an edge and {@link Features#sizeInBytes()} of heap and, on top of
 * it, what {@link TableOptions.Resources} gives DuckDB.
 */
public final class GraphTables {
    private GraphTables() {}

    /**
     * Reads nodes and edges.
     *
     * @throws InvalidInputException where the tables cannot be a graph; the message names file, line, column and the fix
     */
    public static TableGraph read(TableSource nodes, TableSource edges, TableOptions options) throws IOException {
        RejectsFile rejects = new RejectsFile(options.badRows().rejects());
        try (TableSession session = new TableSession(options.resources())) {
            NodeTable nodeTable =
                    new NodeTable(session, options, Table.open(session, nodes, "nodes", rejects), rejects);
            boolean structure = options.features() == FeatureSource.STRUCTURE;
            FeatureEncoding encoding = options.encoding();
            if (encoding == null) {
                encoding = structure ? new FeatureEncoding(List.of()) : nodeTable.fit();
            }
            int rows = nodeTable.rows();
            EdgeTable edgeTable =
                    new EdgeTable(session, options, Table.open(session, edges, "edges", rejects), rejects);
            Graph graph = edgeTable.graph(nodeTable.id(), nodeTable.idType(), rows);
            List<String> notices = new ArrayList<>(nodeTable.notices());
            notices.addAll(edgeTable.notices());
            Features features;
            if (encoding.columns().isEmpty()) {
                if (!structure) {
                    notices.add(
                            "no column of the nodes gives features: degree and position in the graph are taken instead");
                }
                features = StructureFeatures.of(graph, options.resources().threads());
            } else {
                features = new FeatureRows(session, NodeTable.TABLE, nodeTable.types(), rows).encode(encoding);
            }
            List<String> irregularities = new ArrayList<>(nodeTable.irregularities());
            irregularities.addAll(edgeTable.irregularities());
            String label = options.names().label();
            TableGraph read = new TableGraph(
                    new AttributedGraph(graph, features),
                    IdColumn.read(session, NodeTable.TABLE, TableSession.name(nodeTable.id()), nodeTable.idType()),
                    label == null ? null : nodeTable.labels(label),
                    encoding,
                    new TableReport(rows, edgeTable.given(), nodeTable.columns(), notices, irregularities));
            return checked(read, options, rejects);
        }
    }

    /**
     * Reads edges alone: nodes are what they name, in the order of their first appearance, and features come from the structure.
     *
     * @throws InvalidInputException where the table cannot be a graph; the message names file, line, column and the fix
     */
    public static TableGraph readEdges(TableSource edges, TableOptions options) throws IOException {
        RejectsFile rejects = new RejectsFile(options.badRows().rejects());
        try (TableSession session = new TableSession(options.resources())) {
            EdgeTable edgeTable =
                    new EdgeTable(session, options, Table.open(session, edges, "edges", rejects), rejects);
            edgeTable.makeNodes();
            String idType = edgeTable.idType();
            int rows = Math.toIntExact(session.numbers("SELECT count(*) FROM " + NodeTable.TABLE)[0]);
            Graph graph = edgeTable.graph("id", idType, rows);
            List<String> notices = new ArrayList<>(edgeTable.notices());
            notices.add("no table of nodes: degree and position in the graph are the features");
            TableGraph read = new TableGraph(
                    new AttributedGraph(
                            graph,
                            StructureFeatures.of(graph, options.resources().threads())),
                    IdColumn.read(session, NodeTable.TABLE, "id", idType),
                    null,
                    new FeatureEncoding(List.of()),
                    new TableReport(rows, edgeTable.given(), List.of(), notices, edgeTable.irregularities()));
            return checked(read, options, rejects);
        }
    }

    private static TableGraph checked(TableGraph read, TableOptions options, RejectsFile rejects) throws IOException {
        List<String> irregularities = read.report().irregularities();
        if (options.irregularities() == Irregularities.REFUSE && !irregularities.isEmpty()) {
            throw new InvalidInputException(
                    "tables: expected nothing irregular (--strict), got " + String.join("; ", irregularities));
        }
        rejects.write();
        return read;
    }
}
