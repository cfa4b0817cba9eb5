package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;
import static dev.kindred.tables.TableSession.text;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table that DuckDB can read.
 *
 * @param title for messages
 * @param relation what stands after FROM
 * @param columns SQL type by name, in order; all VARCHAR where the file has text alone
 * @param csv the files, where they are CSV
 * @param badLines malformed rows found and left out so far
 * @param told what else is to be said, a sentence each
 */
record Table(
        String title,
        String relation,
        Map<String, String> columns,
        @Nullable CsvFiles csv,
        long badLines,
        List<String> told) {
    Table(String title, String relation, Map<String, String> columns, @Nullable CsvFiles csv, long badLines) {
        this(title, relation, columns, csv, badLines, List.of());
    }

    private static final String BOTH_KINDS = "nodes and relationships in one file, as APOC exports them";

    /** How a file is read, by the ending of its name; any other is looked into. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("csv", "text"),
            Map.entry("tsv", "text"),
            Map.entry("tab", "text"),
            Map.entry("txt", "text"),
            Map.entry("dat", "text"),
            Map.entry("edges", "text"),
            Map.entry("edgelist", "text"),
            Map.entry("el", "text"),
            Map.entry("jsonl", "json"),
            Map.entry("ndjson", "json"),
            Map.entry("json", "json"),
            Map.entry("parquet", "parquet"),
            Map.entry("pq", "parquet"));

    /**
     * Opens a source.
     *
     * @param role {@code nodes} or {@code edges}: what the source is, and the name of the table it is put into where DuckDB cannot read it itself
     * @throws InvalidInputException where there is no such table, with the fix
     */
    static Table open(
            TableSession session, TableSource source, String role, TableOptions.TextFormat format, RejectsFile rejects)
            throws IOException {
        return switch (source) {
            case TableSource.Files files -> openFiles(session, files.pattern(), role, format, rejects);
            case TableSource.Projection projection -> ProjectedEdges.open(session, projection, format, rejects);
            case TableSource.Query query -> staged(session, source, role, RowTable.fill(session, role, query));
            case TableSource.Results results ->
                staged(session, source, role, RowTable.fill(session, role, results.rows()));
            case TableSource.Rows rows -> staged(session, source, role, RowTable.fill(session, role, rows));
        };
    }

    private static Table staged(TableSession session, TableSource source, String role, String table)
            throws IOException {
        return new Table(role + " from " + source, table, session.columns(table), null, 0);
    }

    private static Table openFiles(
            TableSession session, String pattern, String role, TableOptions.TextFormat format, RejectsFile rejects)
            throws IOException {
        List<String> files = list(session, pattern);
        String plain = pattern.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst)$", "");
        String ending = plain.substring(plain.lastIndexOf('.') + 1);
        String kind = KINDS.getOrDefault(ending, "");
        return switch (kind.isEmpty() ? FileKind.of(files.getFirst(), ending) : kind) {
            case "text" -> {
                if (role.equals("edges") && files.size() == 1 && NeighborLists.mayBe(files.getFirst())) {
                    TextFile whole = TextFile.open(session, files.getFirst(), format.charset());
                    if (NeighborLists.is(whole)) {
                        yield NeighborLists.open(session, whole);
                    }
                }
                boolean tabs = ending.equals("tsv") || ending.equals("tab");
                CsvFiles csv = CsvFiles.open(session, files, tabs, role, format);
                if (csv.isMatrix() && role.equals("edges")) {
                    yield ofMatrix(session, pattern, csv, rejects);
                }
                yield new Table(pattern, csv.relation(Map.of()), csv.columns(), csv, 0).ofOneKind(role);
            }
            case "json" ->
                JsonLines.open(session, pattern, files, role, rejects)
                        .ofOneKind(role)
                        .ofApocLines(session, role);
            default ->
                typed(session, pattern, "read_parquet(" + TableSession.list(files) + ", union_by_name = true)", 0)
                        .ofOneKind(role);
        };
    }

    /** The nodes or the edges of a table that APOC exported, which has both; any other table as it is. */
    private Table ofOneKind(String role) {
        if (!Conventions.isApoc(columns.keySet()) || !(role.equals("nodes") || role.equals("edges"))) {
            return this;
        }
        boolean nodes = role.equals("nodes");
        Map<String, String> own = new LinkedHashMap<>(columns);
        own.keySet().removeAll(nodes ? List.of("_start", "_end", "_type") : List.of("_id", "_labels"));
        String key = nodes ? "_id" : "_start";
        return new Table(
                title,
                "(SELECT " + own.keySet().stream().map(TableSession::name).collect(Collectors.joining(", ")) + " FROM "
                        + relation + " WHERE nullif(" + name(key) + "::VARCHAR, '') IS NOT NULL)",
                own,
                csv,
                badLines,
                csv == null && !nodes ? List.of(BOTH_KINDS) : List.of());
    }

    /** The nodes or the edges of lines that APOC exported as JSON, whose properties become columns; any other table as it is. */
    private Table ofApocLines(TableSession session, String role) throws IOException {
        boolean nodes = role.equals("nodes");
        boolean exported = columns.keySet().containsAll(Set.of("type", "id", "properties"))
                && String.valueOf(columns.get("start")).matches("STRUCT\\((.*, )?\"?id\"? .*")
                && String.valueOf(columns.get("end")).matches("STRUCT\\((.*, )?\"?id\"? .*");
        if (!exported || !(nodes || role.equals("edges"))) {
            return this;
        }
        String properties = String.valueOf(columns.get("properties")).startsWith("STRUCT") ? ", properties.*" : "";
        String own = nodes
                ? "id AS _id, labels AS _labels" + properties + " FROM " + relation + " WHERE type = 'node'"
                : "struct_extract(" + name("start") + ", 'id') AS _start, struct_extract(" + name("end")
                        + ", 'id') AS _end, label AS _type" + properties + " FROM " + relation
                        + " WHERE type = 'relationship'";
        String selected = "(SELECT " + own + ")";
        return new Table(
                title, selected, session.columns(selected), null, badLines, nodes ? List.of() : List.of(BOTH_KINDS));
    }

    /** Whether the file holds nodes and edges, as APOC exports them. */
    boolean holdsBoth() {
        return Conventions.isApoc(all()) || told.contains(BOTH_KINDS);
    }

    /** The edges of a matrix: a row for each of its cells that is not 0. */
    private static Table ofMatrix(TableSession session, String pattern, CsvFiles csv, RejectsFile rejects)
            throws IOException {
        String rowName = name(csv.columns().keySet().iterator().next());
        session.execute("CREATE OR REPLACE TABLE kindred_matrix AS SELECT " + rowName
                + " AS source, name AS target, value AS weight FROM (UNPIVOT (SELECT * FROM " + csv.relation(Map.of())
                + ") ON COLUMNS(* EXCLUDE (" + rowName
                + ")) INTO NAME name VALUE value) WHERE coalesce(TRY_CAST(value AS DOUBLE) <> 0, true)");
        rejects.take(csv.rejected(), "; " + Setting.SKIP_BAD_ROWS + " leaves such rows out");
        return new Table(pattern, "kindred_matrix", session.columns("kindred_matrix"), null, 0);
    }

    /** A relation whose types DuckDB knows. */
    static Table typed(TableSession session, String title, String relation, long badLines) throws IOException {
        try {
            return new Table(title, relation, session.columns(relation), null, badLines);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(
                    title + ": expected a file in the format of its name, got one that is not: "
                            + String.valueOf(e.getMessage()).replaceFirst("^tables: ", ""),
                    e);
        }
    }

    private static List<String> list(TableSession session, String pattern) throws IOException {
        if (Files.exists(Path.of(pattern))) {
            checkRegular(pattern);
            return List.of(pattern);
        }
        List<String> files = session.texts("SELECT file FROM glob(" + text(pattern) + ") ORDER BY file").stream()
                .map(List::getFirst)
                .toList();
        if (files.isEmpty()) {
            throw new InvalidInputException(pattern + ": expected a file, got nothing there");
        }
        return files;
    }

    /** Tables are read more than once: a pipe would be waited for without end. */
    private static void checkRegular(String file) {
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new InvalidInputException(file + ": expected a file, got a folder; a pattern, as in "
                    + path.resolve("*.csv") + ", names those in it");
        }
        if (!Files.isRegularFile(path)) {
            throw new InvalidInputException(
                    file + ": expected a regular file, got something else, as a pipe is; write it to a file first");
        }
    }

    /** All columns of the file, those included that are of the other kind in a table of nodes and edges. */
    Set<String> all() {
        return csv == null ? columns.keySet() : csv.columns().keySet();
    }

    /** What is unusual about the files, a sentence each. */
    List<String> notices() {
        return csv == null ? told : csv.notices();
    }

    /** A column's value as text, in SQL. */
    String asText(String column) {
        // A JSON string would keep its quotation marks.
        return "JSON".equals(columns.get(column)) ? "(" + name(column) + " ->> '$')" : name(column) + "::VARCHAR";
    }

    /** The name as the table has it, whatever its case. */
    String column(String wanted, String hint) {
        return columns.keySet().stream()
                .filter(wanted::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(title + ": expected a column " + wanted + ", got "
                        + String.join(", ", columns.keySet()) + hint));
    }
}
