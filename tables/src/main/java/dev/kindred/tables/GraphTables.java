package dev.kindred.tables;

import dev.kindred.StructureFeatures;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import dev.kindred.tables.Conventions.Ends;
import dev.kindred.tables.TableOptions.FeatureSource;
import dev.kindred.tables.TableOptions.IdRule;
import dev.kindred.tables.TableOptions.Irregularities;
import dev.kindred.tables.TableOptions.LostEdges;
import dev.kindred.tables.TableOptions.UnknownNodes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Graphs from tables: nodes with an id and columns, edges with a source and a target.
 *
 * <pre>{@code
 * TableGraph table = GraphTables.read(TableSource.files("nodes.csv"), TableSource.files("edges.csv"), TableOptions.defaults());
 * Clustering result = Daegc.fit(table.graph(), Daegc.defaults(7, table.graph(), table.blocks()));
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
            Table nodeTable = Table.open(session, nodes, "nodes", options.text(), rejects);
            return read(session, nodeTable, edges, options, rejects);
        }
    }

    private static TableGraph read(
            TableSession session, Table nodeTable, TableSource edges, TableOptions options, RejectsFile rejects)
            throws IOException {
        NodeTable nodes = new NodeTable(session, options, nodeTable, rejects);
        Table edgeTable = Table.open(session, edges, "edges", options.text(), rejects);
        ColumnChoice columns = new ColumnChoice(session, nodeTable, nodes.types(), edgeTable, options);
        EdgeDiagnosis diagnosis = new EdgeDiagnosis(session, columns, nodeTable, edgeTable, options);
        ColumnChoice.Choice choice = columns.choose();
        columns.checkRule(choice);
        nodes.choose(choice.id(), choice.byValues() ? ", whose values the edges hold" : "", diagnosis);
        if (options.more() != null) {
            Table more = Table.open(session, options.more(), "features", options.text(), rejects);
            MoreFeatures.add(session, nodes, more, rejects);
        }
        EdgeTable edgesOf = new EdgeTable(
                session, options, edgeTable, rejects, choice.ends(), choice.byValues() ? ", which hold the ids" : "");
        offer(session, edges, edgeTable, choice.ends(), options.names(), edgesOf);
        if (options.matching().unknownNodes() == UnknownNodes.KEEP) {
            edgesOf.addUnknownNodes(nodes, choice.rule());
        }
        NodeFeatures columnsOf = new NodeFeatures(session, options, nodes, nodeTable, rejects);
        boolean structure = options.source() == FeatureSource.STRUCTURE;
        FeatureEncoding encoding = options.encoding();
        if (encoding != null) {
            columnsOf.hold(encoding);
        } else {
            encoding = structure ? new FeatureEncoding(List.of()) : columnsOf.fit();
        }
        int rows = nodes.rows();
        Graph graph = edgesOf.graph(
                nodes.id(),
                nodes.idType(),
                rows,
                choice.rule(),
                (lost, given) ->
                        options.matching().lostEdges() == LostEdges.ALLOW ? null : diagnosis.lost(choice, lost, given));
        List<String> notices = new ArrayList<>(nodes.notices());
        notices.addAll(edgesOf.notices());
        Features features;
        if (encoding.columns().isEmpty()) {
            if (!structure) {
                notices.add(
                        "no column of the nodes gives features: degree and position in the graph are taken instead");
            }
            features = StructureFeatures.of(graph, options.resources().threads());
        } else {
            features = new FeatureRows(session, NodeTable.TABLE, nodes.types(), rows).encode(encoding);
        }
        List<String> irregularities =
                NothingToFind.in(graph, features, !encoding.columns().isEmpty());
        irregularities.addAll(nodes.irregularities());
        irregularities.addAll(edgesOf.irregularities());
        String label = options.names().label();
        NodeTable.Classes classes = label == null ? null : nodes.classes(label);
        TableGraph read = new TableGraph(
                new AttributedGraph(graph, features),
                IdColumn.read(session, NodeTable.TABLE, TableSession.name(nodes.id()), nodes.idType()),
                nodes.id(),
                classes == null ? null : classes.labels(),
                classes == null ? List.of() : classes.names(),
                encoding,
                new TableReport(rows, edgesOf.given(), nodes.columns(), notices, irregularities));
        return checked(read, options, rejects);
    }

    /**
     * Reads edges alone: nodes are what they name, in the order of their first appearance, and features come from the structure. Where
     * {@link TableOptions#more} gives features, its nodes are the nodes; a file that Neo4j's APOC exported holds nodes and edges.
     *
     * @throws InvalidInputException where the table cannot be a graph; the message names file, line, column and the fix
     */
    public static TableGraph readEdges(TableSource edges, TableOptions options) throws IOException {
        RejectsFile rejects = new RejectsFile(options.badRows().rejects());
        try (TableSession session = new TableSession(options.resources())) {
            if (options.more() != null) {
                Table more = Table.open(session, options.more(), "features", options.text(), rejects);
                Table nodes = MoreFeatures.asNodes(session, more, rejects);
                return read(session, nodes, edges, options.withMoreFeatures(null), rejects);
            }
            Table table = Table.open(session, edges, "edges", options.text(), rejects);
            if (edges instanceof TableSource.Files && table.holdsBoth()) {
                Table nodes = Table.open(session, edges, "nodes", options.text(), rejects);
                return read(session, nodes, edges, options, rejects);
            }
            EdgesAlone.Choice choice = EdgesAlone.choose(session, table, options.names());
            EdgeTable edgeTable = new EdgeTable(session, options, table, rejects, choice.ends(), choice.why());
            offer(session, edges, table, choice.ends(), options.names(), edgeTable);
            edgeTable.makeNodes();
            String idType = edgeTable.idType();
            int rows = Math.toIntExact(session.numbers("SELECT count(*) FROM " + NodeTable.TABLE)[0]);
            Graph graph = edgeTable.graph(
                    "id",
                    idType,
                    rows,
                    IdRule.EXACT,
                    (lost, given) -> options.matching().lostEdges() == LostEdges.ALLOW
                            ? null
                            : EdgesAlone.lost(table, choice.ends(), lost, given));
            List<String> notices = new ArrayList<>(edgeTable.notices());
            notices.add("no table of nodes: degree and position in the graph are the features");
            Features features = StructureFeatures.of(graph, options.resources().threads());
            List<String> irregularities = NothingToFind.in(graph, features, false);
            irregularities.addAll(edgeTable.irregularities());
            TableGraph read = new TableGraph(
                    new AttributedGraph(graph, features),
                    IdColumn.read(session, NodeTable.TABLE, "id", idType),
                    "id",
                    null,
                    List.of(),
                    new FeatureEncoding(List.of()),
                    new TableReport(rows, edgeTable.given(), List.of(), notices, irregularities));
            return checked(read, options, rejects);
        }
    }

    /** Says of edges between two kinds of nodes that one kind can be left out; rows of a program have no columns that a user could name. */
    private static void offer(
            TableSession session, TableSource source, Table edges, Ends ends, TableOptions.Names names, EdgeTable said)
            throws IOException {
        if (!(source instanceof TableSource.Files || source instanceof TableSource.Query)) {
            return;
        }
        String offered = ProjectedEdges.offered(session, edges, ends);
        boolean guessed = names.source() == null || names.target() == null;
        String twoKinds = offered.isEmpty() && guessed ? ProjectedEdges.twoKinds(ends) : "";
        if (!offered.isEmpty()) {
            said.notices().add(offered);
        } else if (!twoKinds.isEmpty()) {
            said.irregularities().add(twoKinds);
        }
    }

    private static TableGraph checked(TableGraph read, TableOptions options, RejectsFile rejects) throws IOException {
        List<String> irregularities = read.report().irregularities();
        if (options.irregularities() == Irregularities.REFUSE && !irregularities.isEmpty()) {
            throw new InvalidInputException("tables: expected nothing irregular (" + Setting.STRICT + "), got "
                    + String.join("; ", irregularities));
        }
        rejects.write();
        options.reading().tell(read.report());
        return read;
    }
}
