package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import dev.kindred.tables.Conventions.Ends;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Edges between the nodes of one side of a two-sided table, as customers and products are: two nodes are joined where they share something, by an edge that weighs as
 * much as they share. What very many share says little of any two of them and would join all to all: it is left out.
 */
final class ProjectedEdges {
    private static final String BOTH = "kindred_both_sides";
    private static final String SHARED = "kindred_shared";
    /** The table of the edges that are made. */
    static final String EDGES = "kindred_projected";

    /** Fewer on a side are no two sides. */
    private static final int FEW = 3;

    private static final int EXAMPLES = 3;

    /** Columns in which the other side is looked for. */
    private static final int MOST_COLUMNS = 40;

    private static final Pattern ID_OF = Pattern.compile("(\\p{L}{2,}?)[ _-]?[Ii][Dd]");

    private ProjectedEdges() {}

    static Table open(
            TableSession session,
            TableSource.Projection projection,
            TableOptions.TextFormat format,
            RejectsFile rejects)
            throws IOException {
        Table edges = Table.open(session, projection.edges(), "edges", format, rejects);
        String node =
                edges.column(projection.node(), "; " + Setting.PROJECT + " names the column whose values are joined");
        String shared = shared(session, edges, node, projection.shared());
        session.execute("CREATE OR REPLACE TABLE " + BOTH + " AS SELECT DISTINCT " + value(edges, node) + " AS node, "
                + value(edges, shared) + " AS shared FROM " + edges.relation() + " WHERE " + name(node)
                + " IS NOT NULL AND " + name(shared) + " IS NOT NULL");
        if (edges.csv() != null) {
            rejects.take(edges.csv().rejected(), "; " + Setting.SKIP_BAD_ROWS + " leaves such rows out");
        }
        session.execute("CREATE OR REPLACE TABLE " + SHARED + " AS SELECT shared, count(*) AS nodes FROM " + BOTH
                + " GROUP BY shared");
        session.execute("CREATE OR REPLACE TABLE " + EDGES
                + " AS SELECT a.node AS source, b.node AS target, count(*)::DOUBLE AS weight FROM " + BOTH
                + " a JOIN " + SHARED + " s USING (shared) JOIN " + BOTH
                + " b USING (shared) WHERE s.nodes <= " + projection.most()
                + " AND a.node < b.node GROUP BY ALL ORDER BY ALL");
        List<String> notices = new ArrayList<>(edges.notices());
        notices.addAll(said(session, edges.title(), node, shared, projection.most()));
        return new Table(edges.title(), EDGES, session.columns(EDGES), null, edges.badLines(), notices);
    }

    private static String value(Table edges, String column) {
        return "JSON".equals(edges.columns().get(column)) ? edges.asText(column) : name(column);
    }

    /** The other side: the column that was named, or the other end by the usual names, or the first other column that may hold nodes. */
    private static String shared(TableSession session, Table edges, String node, @Nullable String named)
            throws IOException {
        if (named != null) {
            return edges.column(named, "; it names the column of what is shared");
        }
        List<String> columns = List.copyOf(edges.columns().keySet());
        Ends usual = Conventions.ends(columns);
        if (usual != null && (usual.source().equals(node) || usual.target().equals(node))) {
            return usual.source().equals(node) ? usual.target() : usual.source();
        }
        List<String> others =
                new ArrayList<>(columns.stream().limit(MOST_COLUMNS).toList());
        ColumnChoice.sample(session, edges, others);
        List<String> possible = EndColumns.possible(session, others);
        others.remove(node);
        possible.remove(node);
        if (others.isEmpty()) {
            throw new InvalidInputException(
                    edges.title() + ": expected two columns or more, one of them " + node + ", got it alone");
        }
        return possible.isEmpty() ? others.getFirst() : possible.getFirst();
    }

    private static List<String> said(TableSession session, String title, String node, String shared, int most)
            throws IOException {
        long[] counts = session.numbers("SELECT (SELECT count(DISTINCT node) FROM " + BOTH
                + "), count(*) FILTER (WHERE nodes BETWEEN 2 AND " + most + "), count(*) FILTER (WHERE nodes > " + most
                + "), count(*), (SELECT count(*) FROM " + EDGES + ") FROM " + SHARED);
        String hubs = counts[2] == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "left out: %,d of column %s that more than %,d share (%s; " + Setting.PROJECT_CAP + ")",
                        counts[2],
                        shared,
                        most,
                        largest(session, most));
        if (counts[4] == 0) {
            throw new InvalidInputException(title + ": expected values of column " + shared
                    + " that two or more of column " + node + " share, got none of " + counts[3]
                    + (hubs.isEmpty() ? "" : "; " + hubs));
        }
        List<String> said = new ArrayList<>();
        said.add(String.format(
                Locale.ROOT,
                "edges join values of column %s that share values of column %s, and weigh as many as are shared: %,d edges of %,d shared values",
                node,
                shared,
                counts[4],
                counts[1]));
        if (!hubs.isEmpty()) {
            said.add(hubs);
        }
        long joined = session.numbers("SELECT count(*) FROM (SELECT source FROM " + EDGES + " UNION SELECT target FROM "
                + EDGES + ")")[0];
        if (joined < counts[0]) {
            said.add(String.format(
                    Locale.ROOT,
                    "values of column %s that share nothing: %,d of %,d",
                    node,
                    counts[0] - joined,
                    counts[0]));
        }
        return said;
    }

    private static String largest(TableSession session, int most) throws IOException {
        return session
                .texts("SELECT shared::VARCHAR FROM " + SHARED + " WHERE nodes > " + most
                        + " ORDER BY nodes DESC, shared LIMIT " + EXAMPLES)
                .stream()
                .map(List::getFirst)
                .collect(Collectors.joining(", "));
    }

    /**
     * Whether no value stands on both sides of the edges and some are shared: a sentence that offers a projection, or empty.
     * {@link ColumnChoice#SAMPLED} holds the first edges.
     */
    static String offered(TableSession session, Table edges, Ends ends) throws IOException {
        if (sides(session, ColumnChoice.SAMPLED, name(ends.source()), name(ends.target())) == null) {
            return "";
        }
        long[] sides = sides(session, edges.relation(), edges.asText(ends.source()), edges.asText(ends.target()));
        if (edges.csv() != null) {
            edges.csv().forget();
        }
        return sides == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "edges run between two kinds of nodes: %,d in column %s and %,d in column %s, none in both; %s joins those that"
                                + " share values of %s, %s the others",
                        sides[0],
                        ends.source(),
                        sides[1],
                        ends.target(),
                        Setting.PROJECT.to(ends.source()),
                        ends.target(),
                        Setting.PROJECT.to(ends.target()));
    }

    /**
     * A warning where the names of the columns speak of two kinds of nodes, whose numbers are the same, as user 17 and movie 17 are; else empty. For ends that nobody
     * named.
     */
    static String twoKinds(Ends ends) {
        String source = kind(ends.source());
        String target = kind(ends.target());
        if (source.isEmpty()
                || target.isEmpty()
                || source.contains(target)
                || target.contains(source)
                || Conventions.ends(List.of(ends.source(), ends.target())) != null) {
            return "";
        }
        return "columns " + ends.source() + " and " + ends.target()
                + " may number two kinds of nodes, and equal values are read as one node: "
                + Setting.PROJECT.to(ends.source()) + " joins those that share values of " + ends.target()
                + ", " + Setting.SOURCE.to(ends.source()) + " " + Setting.TARGET.to(ends.target())
                + " keeps one kind without this warning";
    }

    /** What a name such as {@code userId} or {@code movie_id} says ids are of; empty where it says nothing. */
    private static String kind(String column) {
        Matcher named = ID_OF.matcher(column.strip());
        return named.matches() ? named.group(1).toLowerCase(Locale.ROOT) : "";
    }

    /** Different values on either side, or null where a value stands on both, or none is shared. */
    private static long @Nullable [] sides(TableSession session, String relation, String source, String target)
            throws IOException {
        String pairs = "(SELECT DISTINCT " + source + " AS a, " + target + " AS b FROM " + relation + " WHERE " + source
                + " IS NOT NULL AND " + target + " IS NOT NULL)";
        long[] counts = session.numbers(
                "WITH pairs AS MATERIALIZED " + pairs
                        + " SELECT count(DISTINCT a), count(DISTINCT b), count(*), (SELECT count(*) FROM (SELECT a FROM pairs INTERSECT SELECT b FROM pairs)) FROM pairs");
        boolean two =
                counts[3] == 0 && Math.min(counts[0], counts[1]) >= FEW && counts[2] > Math.max(counts[0], counts[1]);
        return two ? counts : null;
    }
}
