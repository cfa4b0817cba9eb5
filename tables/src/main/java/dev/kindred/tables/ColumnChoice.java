package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.tables.Conventions.Ends;
import dev.kindred.tables.TableOptions.IdRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which column of the nodes is their id and which columns of the edges are their ends, where the user named none: names that programs of the field use
 * come first, then the place of the columns, and either is held against the values of the first edges. Where they do not agree, the columns are chosen
 * by the values: a column of the nodes without repetitions, and two columns of the edges that hold its values.
 */
final class ColumnChoice {
    /** Edges looked at. */
    static final int SAMPLE = 20_000;

    /** A choice finds at least this share of the edges' ends. */
    static final double ENOUGH = .5;

    /** Columns looked at of either table: more are no table of edges, and ids stand in front. */
    static final int MOST_COLUMNS = 40;

    static final String SAMPLED = "kindred_sample";

    /**
     * Columns and how their values are matched.
     *
     * @param share of the edges looked at that find both ends
     * @param byValues whether the values and not the names decided
     */
    record Choice(String id, Ends ends, IdRule rule, double share, boolean byValues) {}

    private final TableSession session;
    private final Table nodes;
    private final Table edges;
    private final TableOptions options;
    private final List<String> edgeColumns;
    private final Map<String, String> loaded;

    /**
     * Reads the first edges.
     *
     * @param loaded types of the columns of the nodes that stand in {@link NodeTable#TABLE}
     */
    ColumnChoice(TableSession session, Table nodes, Map<String, String> loaded, Table edges, TableOptions options)
            throws IOException {
        this.session = session;
        this.nodes = nodes;
        this.loaded = loaded;
        this.edges = edges;
        this.options = options;
        edgeColumns = edges.columns().keySet().stream().limit(MOST_COLUMNS).toList();
        sample(session, edges, edgeColumns);
    }

    static void sample(TableSession session, Table edges, List<String> columns) throws IOException {
        session.execute("CREATE OR REPLACE TEMP TABLE " + SAMPLED + " AS SELECT "
                + columns.stream()
                        .map(column -> edges.asText(column) + " AS " + name(column))
                        .collect(Collectors.joining(", "))
                + " FROM " + edges.relation() + " LIMIT " + SAMPLE);
        if (edges.csv() != null) {
            edges.csv().forget();
        }
    }

    /** Types of the columns of the nodes. */
    Map<String, String> loaded() {
        return loaded;
    }

    /** The columns of the edges that are looked at. */
    List<String> edgeColumns() {
        return edgeColumns;
    }

    /** The choice; by names alone where no values agree. */
    Choice choose() throws IOException {
        TableOptions.Names names = options.names();
        String id = names.id() != null ? named(nodes, names.id(), "id", "ids") : conventionalId(nodes);
        Ends ends = EdgeTable.conventionalEnds(edges, names);
        IdRule asked = options.matching().rule();
        List<IdRule> rules = asked == IdRule.AUTO ? IdRules.UNASKED : List.of(asked);
        for (IdRule rule : rules) {
            double share = share(id, ends, rule);
            if (share >= ENOUGH && isMostlyUnique(id)) {
                return new Choice(id, ends, rule, share, false);
            }
        }
        Choice found = search(names, rules, id, ends);
        if (found != null) {
            return found;
        }
        Ends named = names.source() == null && names.target() == null ? oneSide(id, rules, ends) : ends;
        return new Choice(id, named, rules.getFirst(), 0, false);
    }

    /** The column that holds ids where only one does, as in customers and products, beside the first other that may hold nodes; else the usual ends. */
    private Ends oneSide(String id, List<IdRule> rules, Ends usual) throws IOException {
        for (IdRule rule : rules) {
            Map<String, Double> shares = shares(id, rule);
            shares.values().removeIf(share -> share < ENOUGH);
            if (shares.size() == 1) {
                String own = shares.keySet().iterator().next();
                List<String> others = new ArrayList<>(EndColumns.possible(session, edgeColumns));
                others.remove(own);
                boolean usualIsOne = (own.equals(usual.source()) && others.contains(usual.target()))
                        || (own.equals(usual.target()) && others.contains(usual.source()));
                return usualIsOne || others.isEmpty() ? usual : EdgesAlone.ordered(edgeColumns, own, others.getFirst());
            }
        }
        return usual;
    }

    private static String named(Table table, String name, String flag, String what) {
        return table.column(name, "; --" + flag + " names the column of the " + what);
    }

    /** The column that a table's ids stand in, by its name or else the first that is no index. */
    static String conventionalId(Table nodes) {
        List<String> columns = List.copyOf(nodes.columns().keySet());
        List<String> named = Conventions.ids(columns);
        if (!named.isEmpty()) {
            return named.getFirst();
        }
        return columns.getFirst();
    }

    private boolean isMostlyUnique(String id) throws IOException {
        long[] counts = session.numbers(
                "SELECT count(" + name(id) + "), count(DISTINCT " + name(id) + ") FROM " + NodeTable.TABLE);
        return 2 * counts[1] > counts[0];
    }

    /** Share of the sampled edges that find both ends; 0 where the rule would make nodes the same. */
    double share(String id, Ends ends, IdRule rule) throws IOException {
        String keys = keys(id, rule);
        if (keys.isEmpty()) {
            return 0;
        }
        long[] counts =
                session.numbers("SELECT count(*), count(*) FILTER (WHERE s.k IS NOT NULL AND t.k IS NOT NULL) FROM "
                        + SAMPLED + " e LEFT JOIN " + keys + " s ON s.k = "
                        + IdRules.key(rule, "e." + name(ends.source()))
                        + " LEFT JOIN " + keys + " t ON t.k = " + IdRules.key(rule, "e." + name(ends.target()))
                        + " WHERE e."
                        + name(ends.source()) + " IS NOT NULL AND e." + name(ends.target()) + " IS NOT NULL");
        return counts[0] == 0 ? 0 : (double) counts[1] / counts[0];
    }

    /** The share of each column of the edges whose values are ids. */
    Map<String, Double> shares(String id, IdRule rule) throws IOException {
        Map<String, Double> shares = new LinkedHashMap<>();
        String keys = keys(id, rule);
        if (keys.isEmpty()) {
            return shares;
        }
        for (String column : edgeColumns) {
            long[] counts = session.numbers(
                    "SELECT count(*), count(k.k) FROM " + SAMPLED + " e LEFT JOIN " + keys + " k ON k.k = "
                            + IdRules.key(rule, "e." + name(column)) + " WHERE e." + name(column) + " IS NOT NULL");
            shares.put(column, counts[0] == 0 ? 0 : (double) counts[1] / counts[0]);
        }
        return shares;
    }

    /** The keys of the nodes, each once, as a relation; empty where different ids would be the same. */
    private String keys(String id, IdRule rule) throws IOException {
        String ids = "(SELECT DISTINCT " + text(id) + " AS id FROM " + NodeTable.TABLE + " WHERE " + name(id)
                + " IS NOT NULL)";
        if (!IdRules.keepsApart(session, ids, "id", rule)) {
            return "";
        }
        return "(SELECT DISTINCT " + IdRules.key(rule, "id") + " AS k FROM " + ids + ")";
    }

    /** A column of the nodes as text, in SQL. */
    String text(String column) {
        // A JSON string would keep its quotation marks.
        return "JSON".equals(loaded.get(column)) ? "(" + name(column) + " ->> '$')" : name(column) + "::VARCHAR";
    }

    /** The columns whose values agree, or null where there are none. */
    @Nullable
    Choice search(TableOptions.Names names, List<IdRule> rules, String id, Ends ends) throws IOException {
        List<String> ids = names.id() != null ? List.of(id) : uniqueColumns();
        Choice best = null;
        for (IdRule rule : rules) {
            for (String candidate : ids) {
                Map<String, Double> shares = shares(candidate, rule);
                shares.values().removeIf(share -> share < ENOUGH);
                Ends found = ends(names, shares, ends);
                if (found == null) {
                    continue;
                }
                double share = share(candidate, found, rule);
                if (share >= ENOUGH && (best == null || share > best.share() + 1e-9)) {
                    best = new Choice(candidate, found, rule, share, true);
                }
            }
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    private @Nullable Ends ends(TableOptions.Names names, Map<String, Double> shares, Ends usual) {
        if (names.source() != null || names.target() != null) {
            String source = names.source() == null ? null : usual.source();
            String target = names.target() == null ? null : usual.target();
            List<String> others = shares.keySet().stream()
                    .filter(column -> !column.equals(source) && !column.equals(target))
                    .toList();
            if ((source == null || target == null) && others.isEmpty()) {
                return null;
            }
            return new Ends(source == null ? others.getFirst() : source, target == null ? others.getFirst() : target);
        }
        if (shares.containsKey(usual.source()) && shares.containsKey(usual.target())) {
            return usual;
        }
        List<String> holding = new ArrayList<>(shares.keySet());
        if (holding.size() < 2) {
            return null;
        }
        Ends named = Conventions.ends(holding);
        if (named != null) {
            return named;
        }
        // Those that hold most ids; among equals the first.
        List<String> sorted = new ArrayList<>(holding);
        sorted.sort((a, b) -> Double.compare(shares.getOrDefault(b, 0.0), shares.getOrDefault(a, 0.0)));
        List<String> two = new ArrayList<>(sorted.subList(0, 2));
        two.sort((a, b) -> Integer.compare(holding.indexOf(a), holding.indexOf(b)));
        return new Ends(two.get(0), two.get(1));
    }

    /** Columns of the nodes in which no value, or next to none, comes twice. */
    List<String> uniqueColumns() throws IOException {
        List<String> columns = loaded.keySet().stream()
                .filter(column -> isScalar(String.valueOf(loaded.get(column))))
                .limit(MOST_COLUMNS)
                .toList();
        List<String> unique = new ArrayList<>();
        if (columns.isEmpty()) {
            return unique;
        }
        long[] counts = session.numbers("SELECT count(*), "
                + columns.stream()
                        .map(column -> "count(" + name(column) + "), count(DISTINCT " + name(column) + ")")
                        .collect(Collectors.joining(", "))
                + " FROM " + NodeTable.TABLE);
        for (int i = 0; i < columns.size(); i++) {
            long given = counts[1 + 2 * i];
            if (given > 0 && 2 * given > counts[0] && counts[2 + 2 * i] >= ColumnProfile.NEARLY_ALL * given) {
                unique.add(columns.get(i));
            }
        }
        List<String> ordered = new ArrayList<>(Conventions.ids(unique));
        unique.stream().filter(column -> !ordered.contains(column)).forEach(ordered::add);
        return ordered;
    }

    private static boolean isScalar(String type) {
        return !type.endsWith("]") && !type.startsWith("STRUCT") && !type.startsWith("MAP") && !type.equals("BLOB");
    }

    /** Checks, where the user named a rule, that it keeps nodes apart. */
    void checkRule(Choice choice) throws IOException {
        IdRule asked = options.matching().rule();
        if (asked != IdRule.AUTO && asked != IdRule.EXACT) {
            IdRules.check(
                    session,
                    "(SELECT DISTINCT " + text(choice.id()) + " AS id FROM " + NodeTable.TABLE + " WHERE "
                            + name(choice.id()) + " IS NOT NULL)",
                    "id",
                    asked);
        }
    }
}
