package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import dev.kindred.tables.Conventions.Ends;
import dev.kindred.tables.RejectsFile.BadRow;
import dev.kindred.tables.TableOptions.IdRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/** The edges: joined with the ids of the nodes inside DuckDB and streamed into a graph, without being kept as text. */
final class EdgeTable {
    private static final String IDS = "kindred_ids";
    private static final String EDGES = "kindred_edges";

    /** What is done about edges that find no nodes. */
    interface Lost {
        /** The error for most edges lost, or null where the others are to be the graph. */
        @Nullable
        InvalidInputException of(long lost, long given) throws IOException;
    }

    private final TableSession session;
    private final TableOptions options;
    private final Table table;
    private final RejectsFile rejects;
    private final String source;
    private final String target;
    private final @Nullable String weight;
    private final @Nullable TextForm weightForm;
    private final List<String> notices = new ArrayList<>();
    private final List<String> irregularities = new ArrayList<>();
    private long given;

    /**
     * Edges between two columns.
     *
     * @param why what decided on the columns, or empty
     */
    EdgeTable(TableSession session, TableOptions options, Table table, RejectsFile rejects, Ends ends, String why)
            throws IOException {
        this.session = session;
        this.options = options;
        this.table = table;
        this.rejects = rejects;
        source = ends.source();
        target = ends.target();
        checkScalar(table, source);
        checkScalar(table, target);
        TableOptions.Names names = options.names();
        weight = names.weight() == null
                ? Conventions.weight(List.copyOf(table.columns().keySet()))
                : table.column(names.weight(), "; " + Setting.WEIGHT + " names the column of the edges' weights");
        notices.addAll(table.notices());
        if ((names.source() == null || names.target() == null)
                && !table.relation().equals(ProjectedEdges.EDGES)) {
            notices.add("edges: from column " + source + " to column " + target
                    + (weight == null ? "" : ", weighted by column " + weight) + why
                    + " (" + Setting.SOURCE + ", " + Setting.TARGET + ", " + Setting.WEIGHT + " name others)");
        }
        EdgeColumns others = new EdgeColumns(session, table, ends, weight);
        weightForm = others.weightForm();
        notices.addAll(others.notices());
    }

    /**
     * The columns of the ends as the user named them, by their usual names, or the first two.
     *
     * @throws InvalidInputException where there are none
     */
    static Ends conventionalEnds(Table table, TableOptions.Names names) {
        List<String> columns = List.copyOf(table.columns().keySet());
        if (columns.size() < 2) {
            throw new InvalidInputException(table.title() + ": expected two columns or more, source and target, got "
                    + String.join(", ", columns));
        }
        Ends usual = Conventions.ends(columns);
        if (usual == null) {
            // The index that pandas writes counts rows and names nothing.
            int first = columns.size() > 2 && Conventions.isIndex(columns.getFirst()) ? 1 : 0;
            usual = new Ends(columns.get(first), columns.get(first + 1));
        }
        String source = names.source() == null
                ? usual.source()
                : table.column(names.source(), "; " + Setting.SOURCE + " names the column of the edges' source");
        String target = names.target() == null
                ? usual.target()
                : table.column(names.target(), "; " + Setting.TARGET + " names the column of the edges' target");
        if (source.equals(target) && names.source() == null) {
            source = columns.get(0).equals(target) ? columns.get(1) : columns.get(0);
        }
        if (source.equals(target) && names.target() == null) {
            target = columns.get(1).equals(source) ? columns.get(0) : columns.get(1);
        }
        if (source.equals(target)) {
            throw new InvalidInputException(
                    table.title() + ": expected two different columns for source and target, got " + source + " twice");
        }
        return new Ends(source, target);
    }

    private static void checkScalar(Table table, String column) {
        String type = String.valueOf(table.columns().get(column));
        if (type.startsWith("STRUCT") || type.startsWith("MAP") || type.endsWith("]")) {
            throw new InvalidInputException(table.title() + ": expected ids in column " + column
                    + ", got lists or objects; " + Setting.SOURCE + " and " + Setting.TARGET + " name other columns");
        }
    }

    List<String> notices() {
        return notices;
    }

    List<String> irregularities() {
        return irregularities;
    }

    long given() {
        return given;
    }

    /** Reads the edges into a table of their own, for what needs them more than once. */
    private void keep() throws IOException {
        session.execute("CREATE OR REPLACE TABLE " + EDGES + " AS SELECT * FROM " + ends());
        takeRejected();
    }

    private boolean isKept() throws IOException {
        return !session.texts("SELECT 1 FROM duckdb_tables() WHERE table_name = '" + EDGES + "'")
                .isEmpty();
    }

    /** Adds the ids that only edges name to the nodes, in the order in which they appear. */
    void addUnknownNodes(NodeTable nodes, IdRule rule) throws IOException {
        keep();
        String key = IdRules.key(rule, "id::VARCHAR");
        String named = "(SELECT source AS id, 2 * rowid AS place FROM " + EDGES
                + " UNION ALL SELECT target, 2 * rowid + 1 FROM " + EDGES + ")";
        String unknown = "SELECT TRY_CAST(arg_min(id, place) AS " + nodes.idType()
                + ") AS id, min(place) AS place FROM " + named + " WHERE id IS NOT NULL AND " + key
                + " NOT IN (SELECT " + IdRules.key(rule, name(nodes.id()) + "::VARCHAR") + " FROM " + NodeTable.TABLE
                + " WHERE " + name(nodes.id()) + " IS NOT NULL) GROUP BY " + key;
        if (session.numbers("SELECT count(*) FROM (" + unknown + ") WHERE id IS NULL")[0] > 0) {
            throw new InvalidInputException(table.title() + ": expected ids of type " + nodes.idType()
                    + " as the nodes have, to keep unknown nodes (" + Setting.KEEP_UNKNOWN_NODES + "), got others");
        }
        long added = nodes.addUnknown(unknown);
        if (added > 0) {
            notices.add("nodes that only edges name: " + added + ", kept without attributes");
        }
    }

    /** The ids that edges name, in the order in which they appear, as a table of nodes. */
    void makeNodes() throws IOException {
        keep();
        session.execute("CREATE OR REPLACE TABLE " + NodeTable.TABLE
                + " AS SELECT id FROM (SELECT source AS id, 2 * rowid AS place FROM " + EDGES
                + " UNION ALL SELECT target, 2 * rowid + 1 FROM " + EDGES
                + ") WHERE id IS NOT NULL GROUP BY id ORDER BY min(place)");
        if (session.numbers("SELECT count(*) FROM " + NodeTable.TABLE)[0] == 0) {
            throw new InvalidInputException(table.title() + ": expected 1 edge or more, got 0");
        }
    }

    /** The type that the ids of {@link #makeNodes} have. */
    String idType() throws IOException {
        return String.valueOf(session.columns(NodeTable.TABLE).get("id"));
    }

    private String ends() {
        boolean text = weight != null
                && ColumnProfile.isText(String.valueOf(table.columns().get(weight)));
        String value = weight == null ? "1::DOUBLE" : text ? table.asText(weight) : name(weight);
        String missing = text ? MissingMarkers.without(value) : value;
        if (weightForm != null) {
            missing = "coalesce(" + weightForm.parsed("(" + missing + ")") + ", " + missing + ")";
        }
        return "(SELECT " + end(source, target) + " AS source, " + end(target, source) + " AS target, " + missing
                + " AS weight FROM " + table.relation() + ")";
    }

    /** An end in a type that the other end has, too. */
    private String end(String column, String other) {
        String type = String.valueOf(table.columns().get(column));
        String otherType = String.valueOf(table.columns().get(other));
        boolean alike = type.equals(otherType) || (NodeTable.isWhole(type) && NodeTable.isWhole(otherType));
        return alike && !type.equals("JSON") ? name(column) : table.asText(column);
    }

    /**
     * Builds the graph.
     *
     * @param id column of the nodes' ids
     * @param idType its SQL type
     * @param rule when an id of the edges is that of a node
     * @param lost what is done where most edges find no nodes
     */
    Graph graph(String id, String idType, int nodes, IdRule rule, Lost lost) throws IOException {
        session.execute("CREATE OR REPLACE TABLE " + IDS + " AS SELECT " + name(id)
                + " AS id, rowid::INTEGER AS node FROM " + NodeTable.TABLE);
        boolean kept = isKept();
        String edges = kept ? EDGES : ends();
        Map<String, String> types = session.columns(edges);
        String key = key(idType, String.valueOf(types.get("source")), "id", rule);
        String from = key(String.valueOf(types.get("source")), idType, "source", rule);
        String to = key(String.valueOf(types.get("target")), idType, "target", rule);
        GraphBuilder builder = new GraphBuilder(nodes, options.direction(), GraphBuilder.SelfLoops.DROP);
        LeftOut left = new LeftOut();
        String sql =
                "SELECT s.node, t.node, e.source IS NULL OR e.target IS NULL, TRY_CAST(e.weight AS DOUBLE), e.weight IS NULL FROM "
                        + edges
                        + " e LEFT JOIN (SELECT " + key + " AS id, node FROM " + IDS + ") s ON s.id = " + from
                        + " LEFT JOIN (SELECT " + key + " AS id, node FROM " + IDS
                        + ") t ON t.id = " + to;
        if (weight != null) {
            // Weights of duplicates are added up: always in the same order, for the same bits.
            sql += " ORDER BY ALL";
        }
        session.chunks(sql, chunk -> {
            DuckDBReadableVector sources = chunk.vector(0);
            DuckDBReadableVector targets = chunk.vector(1);
            DuckDBReadableVector weights = chunk.vector(3);
            for (long i = 0; i < chunk.rowCount(); i++) {
                if (sources.isNull(i) || targets.isNull(i)) {
                    if (chunk.vector(2).getBoolean(i)) {
                        left.blank++;
                    } else {
                        left.unknown++;
                    }
                } else if (weight == null) {
                    builder.add(sources.getInt(i), targets.getInt(i));
                } else if (weights.isNull(i)) {
                    if (chunk.vector(4).getBoolean(i)) {
                        left.unweighted++;
                    } else {
                        left.malformed++;
                    }
                } else {
                    float value = (float) weights.getDouble(i);
                    if (value > 0 && value < Float.POSITIVE_INFINITY) {
                        builder.add(sources.getInt(i), targets.getInt(i), value);
                    } else {
                        left.badWeight++;
                    }
                }
            }
            given += chunk.rowCount();
        });
        if (!kept) {
            takeRejected();
        }
        takeMalformedWeights(left.malformed);
        long without = left.blank + left.unknown;
        InvalidInputException error = 2 * without > given ? lost.of(without, given) : null;
        if (error != null) {
            throw error;
        }
        if (rule != IdRule.EXACT) {
            notices.add(
                    "ids of edges and nodes are matched " + IdRules.described(rule) + " (" + Setting.MATCHING + ")");
        }
        Graph graph = builder.build();
        report(left, builder.report(), graph, unknown(left.unknown, edges, key, from, to));
        return graph;
    }

    /** What was left out, and why. */
    private static final class LeftOut {
        long blank;
        long unknown;
        long unweighted;
        long malformed;
        long badWeight;
    }

    private static String key(String type, String other, String column, IdRule rule) {
        if (rule != IdRule.EXACT) {
            return IdRules.key(rule, column + "::VARCHAR");
        }
        boolean alike = type.equals(other) || (NodeTable.isWhole(type) && NodeTable.isWhole(other));
        return alike ? column : column + "::VARCHAR";
    }

    private void takeRejected() throws IOException {
        List<BadRow> bad = table.csv() == null ? List.of() : table.csv().rejected();
        rejects.take(bad, "; " + Setting.SKIP_BAD_ROWS + " leaves such rows out");
        count(bad.size() + table.badLines(), "malformed rows of edges left out", "");
    }

    private void takeMalformedWeights(long malformed) throws IOException {
        if (malformed == 0 || weight == null) {
            return;
        }
        List<BadRow> bad = new ArrayList<>();
        if (table.csv() != null && weightForm != null) {
            bad.addAll(table.csv()
                    .rowsWhere(
                            weight,
                            "NOT " + MissingMarkers.isOneOf(name(weight), MissingMarkers.ALL) + " AND "
                                    + weightForm.parsed(name(weight)) + " IS NULL",
                            weightForm.described()));
        } else if (table.csv() != null) {
            session.numbers(
                    "SELECT count(" + name(weight) + ") FROM " + table.csv().relation(Map.of(weight, "DOUBLE")));
            bad.addAll(table.csv().rejectedValues());
        } else {
            String value = table.asText(weight);
            for (List<String> row : session.texts("SELECT n, w FROM (SELECT row_number() OVER () AS n, " + value
                    + " AS w FROM " + table.relation() + ") WHERE w IS NOT NULL AND TRY_CAST(w AS DOUBLE) IS NULL")) {
                bad.add(new BadRow(table.title(), Long.parseLong(row.get(0)), weight, "a number", row.get(1)));
            }
        }
        rejects.take(bad, "; " + Setting.SKIP_BAD_ROWS + " leaves such rows out");
        count(malformed, "malformed rows of edges left out", "");
    }

    private String unknown(long edges, String relation, String key, String from, String to) throws IOException {
        if (edges == 0) {
            return "";
        }
        String ids = "(SELECT " + from + " AS id FROM " + relation + " e UNION SELECT " + to + " FROM " + relation
                + " e) u ANTI JOIN (SELECT " + key + " AS id FROM " + IDS + ") k ON u.id = k.id WHERE u.id IS NOT NULL";
        long count = session.numbers("SELECT count(*) FROM " + ids)[0];
        String examples = session.texts("SELECT u.id::VARCHAR FROM " + ids + " ORDER BY 1 LIMIT 3").stream()
                .map(List::getFirst)
                .collect(Collectors.joining(", "));
        return "nodes that only edges name: " + count + " (" + examples + "); edges to them left out: " + edges;
    }

    private void report(LeftOut left, GraphBuilder.Report built, Graph graph, String unknown) {
        if (!unknown.isEmpty()) {
            irregularities.add(unknown);
        }
        count(left.blank, "edges without source or target left out", "");
        count(left.unweighted, "edges without a weight left out", "");
        count(left.badWeight, "edges whose weight is not finite and above 0 left out", "");
        count(built.selfLoops(), "self-loops left out", "");
        count(built.duplicates(), "duplicate edges merged", weight == null ? "" : ", their weights added");
        long isolated = 0;
        Graph ends = graph.isSymmetric() ? graph : graph.transpose().graph();
        for (int i = 0; i < graph.nodes(); i++) {
            if (graph.degree(i) == 0 && ends.degree(i) == 0) {
                isolated++;
            }
        }
        count(isolated, "isolated nodes", "");
    }

    private void count(long count, String what, String more) {
        if (count > 0) {
            irregularities.add(what + ": " + count + more);
        }
    }
}
