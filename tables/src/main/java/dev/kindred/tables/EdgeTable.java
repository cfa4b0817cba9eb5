package dev.kindred.tables;

import static dev.kindred.tables.TableSession.list;
import static dev.kindred.tables.TableSession.name;

import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.tables.RejectsFile.BadRow;
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
    private static final List<String> SOURCES = List.of("source", "src", "from", "start");
    private static final List<String> TARGETS = List.of("target", "dst", "to", "end");

    private final TableSession session;
    private final TableOptions options;
    private final Table table;
    private final RejectsFile rejects;
    private final String source;
    private final String target;
    private final @Nullable String weight;
    private final List<String> notices = new ArrayList<>();
    private final List<String> irregularities = new ArrayList<>();
    private long given;

    EdgeTable(TableSession session, TableOptions options, Table table, RejectsFile rejects) {
        this.session = session;
        this.options = options;
        this.table = table;
        this.rejects = rejects;
        List<String> columns = List.copyOf(table.columns().keySet());
        if (columns.size() < 2) {
            throw new InvalidInputException(table.title() + ": expected two columns or more, source and target, got "
                    + String.join(", ", columns));
        }
        TableOptions.Names names = options.names();
        source = end(names.source(), SOURCES, columns.get(0), "source");
        target =
                end(names.target(), TARGETS, columns.get(1).equals(source) ? columns.get(0) : columns.get(1), "target");
        if (source.equals(target)) {
            throw new InvalidInputException(
                    table.title() + ": expected two different columns for source and target, got " + source + " twice");
        }
        weight = weight(names.weight());
        if (names.source() == null || names.target() == null) {
            notices.add("edges: from column " + source + " to column " + target
                    + (weight == null ? "" : ", weighted by column " + weight)
                    + " (--source, --target, --weight name others)");
        }
    }

    private String end(@Nullable String named, List<String> usual, String otherwise, String flag) {
        if (named != null) {
            return table.column(named, "; --" + flag + " names the column of the edges' " + flag);
        }
        return usual.stream()
                .flatMap(name -> table.columns().keySet().stream().filter(name::equalsIgnoreCase))
                .findFirst()
                .orElse(otherwise);
    }

    private @Nullable String weight(@Nullable String named) {
        if (named != null) {
            return table.column(named, "; --weight names the column of the edges' weights");
        }
        return table.columns().keySet().stream()
                .filter("weight"::equalsIgnoreCase)
                .findFirst()
                .orElse(null);
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

    /** The ids that edges name, in the order in which they appear, as a table of nodes. */
    void makeNodes() throws IOException {
        session.execute("CREATE OR REPLACE TABLE " + EDGES + " AS SELECT * FROM " + ends());
        takeRejected();
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
        String missing = text
                ? "CASE WHEN trim(" + value + ") NOT IN "
                        + list(CsvFiles.MISSING).replace('[', '(').replace(']', ')') + " THEN " + value + " END"
                : value;
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
     */
    Graph graph(String id, String idType, int nodes) throws IOException {
        session.execute("CREATE OR REPLACE TABLE " + IDS + " AS SELECT " + name(id)
                + " AS id, rowid::INTEGER AS node FROM " + NodeTable.TABLE);
        boolean kept = !session.texts("SELECT 1 FROM duckdb_tables() WHERE table_name = '" + EDGES + "'")
                .isEmpty();
        String edges = kept ? EDGES : ends();
        Map<String, String> types = session.columns(edges);
        String key = key(idType, String.valueOf(types.get("source")), "id");
        String from = key(String.valueOf(types.get("source")), idType, "source");
        String to = key(String.valueOf(types.get("target")), idType, "target");
        GraphBuilder builder = new GraphBuilder(nodes, options.direction(), GraphBuilder.SelfLoops.DROP);
        Left left = new Left();
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
        Graph graph = builder.build();
        report(left, builder.report(), graph, unknown(left.unknown, edges, key, from, to));
        return graph;
    }

    /** What was left out, and why. */
    private static final class Left {
        long blank;
        long unknown;
        long unweighted;
        long malformed;
        long badWeight;
    }

    private static String key(String type, String other, String column) {
        boolean alike = type.equals(other) || (NodeTable.isWhole(type) && NodeTable.isWhole(other));
        return alike ? column : column + "::VARCHAR";
    }

    private void takeRejected() throws IOException {
        List<BadRow> bad = table.csv() == null ? List.of() : table.csv().rejected();
        rejects.take(bad, "; --skip-bad-rows FILE leaves such rows out");
        count(bad.size() + table.badLines(), "malformed rows of edges left out", "");
    }

    private void takeMalformedWeights(long malformed) throws IOException {
        if (malformed == 0 || weight == null) {
            return;
        }
        List<BadRow> bad = new ArrayList<>();
        if (table.csv() != null) {
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
        rejects.take(bad, "; --skip-bad-rows FILE leaves such rows out");
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

    private void report(Left left, GraphBuilder.Report built, Graph graph, String unknown) {
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
