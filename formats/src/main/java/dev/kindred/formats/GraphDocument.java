package dev.kindred.formats;

import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import dev.kindred.tables.GraphTables;
import dev.kindred.tables.TableGraph;
import dev.kindred.tables.TableOptions;
import dev.kindred.tables.TableReport;
import dev.kindred.tables.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A graph whose nodes have columns, as it is read from a document: nodes by name, values by column, edges between names that may come before
 * their nodes. It becomes a graph the way tables do, so that encodings, ids and missing values are alike. Memory is in proportion to the document.
 */
final class GraphDocument {
    private static final String ID = "id";
    private static final String SOURCE = "source";
    private static final String TARGET = "target";
    private static final String WEIGHT = "weight";

    private final String where;
    private final NodeIndex nodes = new NodeIndex();
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final Findings findings = new Findings();
    private final List<Edge> edges = new ArrayList<>();
    private boolean weighted;
    private @Nullable String displayNames;

    /** @param where the file that messages name */
    GraphDocument(String where) {
        this.where = where;
    }

    /** An edge by the names of its ends. */
    private record Edge(String from, String to, double weight, boolean directed) {}

    /** The values of a column; a node without one has null. */
    private static final class Column {
        final List<@Nullable Object> values = new ArrayList<>();

        void set(int node, Object value) {
            while (values.size() <= node) {
                values.add(null);
            }
            values.set(node, value);
        }

        @Nullable
        Object get(int node) {
            return node < values.size() ? values.get(node) : null;
        }

        /** Values of one type: whole numbers among others as these, numbers and flags among text as text. */
        void unify() {
            Class<?> common = null;
            for (Object value : values) {
                if (value != null && common != value.getClass()) {
                    common = common == null ? value.getClass() : common(common, value.getClass());
                }
            }
            for (int i = 0; i < values.size(); i++) {
                Object value = values.get(i);
                if (value != null && common != null) {
                    values.set(i, as(common, value));
                }
            }
        }

        private static Class<?> common(Class<?> one, Class<?> other) {
            return Number.class.isAssignableFrom(one) && Number.class.isAssignableFrom(other)
                    ? Double.class
                    : String.class;
        }

        private static Object as(Class<?> type, Object value) {
            if (type == Double.class && value instanceof Number number) {
                return number.doubleValue();
            }
            return type == String.class ? value.toString() : value;
        }
    }

    String where() {
        return where;
    }

    Findings findings() {
        return findings;
    }

    /**
     * Adds a node.
     *
     * @return its number, or that of the node that had the name before
     */
    int node(String name) {
        nodes.add(name);
        return nodes.of(name);
    }

    boolean hasNode(String name) {
        return nodes.of(name) >= 0;
    }

    /** @param value a String, Long, Double, Boolean, list of texts or double array */
    void set(int node, String column, Object value) {
        columns.computeIfAbsent(column, name -> new Column()).set(node, value);
    }

    /** That a column has names for people to read: no feature, unless it is asked for. */
    void namesAreIn(String column) {
        displayNames = column;
    }

    void edge(String from, String to, double weight, boolean directed) {
        weighted |= weight != 1;
        edges.add(new Edge(from, to, weight, directed));
    }

    /** Gives nodes without a value in a column that of the column's default. */
    void setMissing(Map<String, Object> defaults) {
        defaults.forEach((name, value) -> {
            Column column = columns.computeIfAbsent(name, unknown -> new Column());
            for (int node = 0; node < nodes.size(); node++) {
                if (column.get(node) == null) {
                    column.set(node, value);
                }
            }
        });
    }

    OpenedGraph opened(Recognized file, TableOptions options) throws IOException {
        if (nodes.size() == 0) {
            throw new InvalidInputException(where + ": expected 1 node or more, got 0");
        }
        columns.values().forEach(Column::unify);
        List<String> ignored = new ArrayList<>(options.ignored());
        List<String> names = new ArrayList<>(columns.keySet());
        dropDisplayNames(options, ignored, names);
        // The user may name another column than the document's own id: edges then name its values.
        TableOptions.Names chosen = options.names();
        String key = chosen.id() == null ? freeName(names) : named(chosen.id(), names);
        List<Object> keys = keys(key, names);
        List<String> header = new ArrayList<>(List.of(key));
        names.stream().filter(name -> !name.equals(key)).forEach(header::add);
        TableOptions own = options.withListener(notice -> {}) // who is told of all at the end
                .withIgnored(ignored)
                .withNames(new TableOptions.Names(key, SOURCE, TARGET, weighted ? WEIGHT : null, chosen.label()));
        try {
            TableGraph table = GraphTables.read(
                    TableSource.rows(
                            header, IntStream.range(0, nodes.size()).mapToObj(node -> row(node, header, keys))),
                    TableSource.rows(
                            weighted ? List.of(SOURCE, TARGET, WEIGHT) : List.of(SOURCE, TARGET),
                            edges.stream().flatMap(edge -> rows(edge, keys, options.direction()))),
                    own);
            return opened(file, table);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(where + ": " + e.getMessage(), e);
        }
    }

    private OpenedGraph opened(Recognized file, TableGraph table) {
        List<String> notices = new ArrayList<>(findings.notices());
        notices.addAll(table.report().notices());
        List<String> irregularities = new ArrayList<>(findings.irregularities());
        irregularities.addAll(table.report().irregularities());
        return new OpenedGraph(
                file.format(),
                file.files(),
                table.graph(),
                table.ids(),
                table.labels(),
                table.labelNames(),
                table.encoding(),
                new TableReport(
                        table.report().nodes(),
                        table.report().edges(),
                        table.report().columns(),
                        notices,
                        irregularities));
    }

    /** Names for people tell no groups apart; but whoever asks for the column has it. */
    private void dropDisplayNames(TableOptions options, List<String> ignored, List<String> names) {
        String column = displayNames;
        if (column == null || !names.contains(column)) {
            return;
        }
        boolean asked = column.equalsIgnoreCase(options.names().id())
                || column.equalsIgnoreCase(options.names().label())
                || options.kinds().keySet().stream().anyMatch(column::equalsIgnoreCase)
                || ignored.stream().anyMatch(column::equalsIgnoreCase);
        if (!asked) {
            names.remove(column);
            findings.notice(
                    "names of nodes: " + column + ", no feature (" + Setting.ID.to(column) + " has them as ids)");
        }
    }

    private static String freeName(List<String> names) {
        String name = ID;
        while (names.stream().anyMatch(name::equalsIgnoreCase)) {
            name = "node_" + name;
        }
        return name;
    }

    private String named(String wanted, List<String> names) {
        if (wanted.equalsIgnoreCase(ID) && names.stream().noneMatch(ID::equalsIgnoreCase)) {
            return ID;
        }
        return names.stream()
                .filter(wanted::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(where + ": expected a column " + wanted + ", got "
                        + String.join(", ", names) + "; " + Setting.ID + " names the column of the ids"));
    }

    private List<Object> keys(String key, List<String> names) {
        if (names.contains(key)) {
            Column column = columns.getOrDefault(key, new Column());
            return IntStream.range(0, nodes.size())
                    .<Object>mapToObj(node -> Objects.requireNonNullElse(column.get(node), ""))
                    .toList();
        }
        // Ends that no node has go the way of unknown ids, which may be of any kind: as text.
        boolean whole = nodes.names().stream().allMatch(name -> name.matches("0|-?[1-9]\\d{0,17}"))
                && edges.stream().allMatch(edge -> hasNode(edge.from) && hasNode(edge.to));
        return nodes.names().stream()
                .<Object>map(name -> whole ? (Object) Long.valueOf(name) : name)
                .toList();
    }

    private @Nullable Object[] row(int node, List<String> header, List<Object> keys) {
        @Nullable Object[] row = new @Nullable Object[header.size()];
        row[0] = keys.get(node);
        for (int c = 1; c < row.length; c++) {
            row[c] = columns.getOrDefault(header.get(c), new Column()).get(node);
        }
        return row;
    }

    private Stream<@Nullable Object[]> rows(Edge edge, List<Object> keys, Direction direction) {
        @Nullable Object[] there = row(edge.from, edge.to, edge.weight, keys);
        boolean both = !edge.directed && direction == Direction.DIRECTED && !edge.from.equals(edge.to);
        return both
                ? Stream.of(there, row(edge.to, edge.from, edge.weight, keys))
                : Stream.<@Nullable Object[]>of(there);
    }

    private @Nullable Object[] row(String from, String to, double weight, List<Object> keys) {
        Object source = key(from, keys);
        Object target = key(to, keys);
        return weighted ? new @Nullable Object[] {source, target, weight} : new @Nullable Object[] {source, target};
    }

    /** A name that no node has goes the way of unknown ids, as long as it can be of the ids' type. */
    private @Nullable Object key(String name, List<Object> keys) {
        int node = nodes.of(name);
        if (node >= 0) {
            return keys.get(node);
        }
        if (keys.getFirst() instanceof String) {
            return name;
        }
        throw new InvalidInputException(
                where + ": expected edges between nodes of the file, got one that names " + TextReader.shown(name));
    }

    /** A value as it is written: a number, a flag, or text. */
    static Object guessed(String text) {
        if (text.matches("[+-]?\\d{1,18}") && !text.matches("[+-]?0\\d+")) {
            return Long.valueOf(text);
        }
        if (text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?")) {
            return Double.valueOf(text);
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> text;
        };
    }
}
