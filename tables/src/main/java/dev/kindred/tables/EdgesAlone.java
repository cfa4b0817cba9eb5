package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import dev.kindred.tables.Conventions.Ends;
import java.io.IOException;
import java.util.List;

/** Which columns of edges without a table of nodes are their ends: those of usual names, else the two that share most values, else the first two. */
final class EdgesAlone {
    /** Columns that are compared with each other. */
    private static final int MOST_COLUMNS = 12;

    /** The first two columns stay where they share at least this part of the values of one of them. */
    private static final double LITTLE = .1;

    /** Other columns take their place where they share at least this part. */
    private static final double MUCH = .3;

    private EdgesAlone() {}

    /**
     * Columns.
     *
     * @param why what decided, or empty
     */
    record Choice(Ends ends, String why) {}

    static Choice choose(TableSession session, Table edges, TableOptions.Names names) throws IOException {
        Ends usual = EdgeTable.conventionalEnds(edges, names);
        List<String> columns =
                edges.columns().keySet().stream().limit(MOST_COLUMNS).toList();
        ColumnChoice.sample(session, edges, List.copyOf(edges.columns().keySet()));
        boolean named = names.source() != null
                || names.target() != null
                || Conventions.ends(List.copyOf(edges.columns().keySet())) != null;
        if (named || columns.size() < 3 || shared(session, usual) >= LITTLE) {
            return new Choice(usual, "");
        }
        List<String> possible = EndColumns.possible(session, columns);
        if (possible.size() < 2) {
            possible = columns;
        }
        Ends best = usual;
        double most = MUCH;
        for (int i = 0; i < possible.size(); i++) {
            for (int j = i + 1; j < possible.size(); j++) {
                Ends ends = ordered(columns, possible.get(i), possible.get(j));
                double shared = shared(session, ends);
                if (shared > most) {
                    best = ends;
                    most = shared;
                }
            }
        }
        if (!best.equals(usual)) {
            return new Choice(best, ", which share their values");
        }
        Ends two = ordered(columns, possible.get(0), possible.get(1));
        return new Choice(two, two.equals(usual) ? "" : ", the first whose values come again");
    }

    /** Two columns in the order of the table. */
    static Ends ordered(List<String> columns, String one, String other) {
        return columns.indexOf(one) < columns.indexOf(other) ? new Ends(one, other) : new Ends(other, one);
    }

    /** The part of the values of one column that stand in the other, too; of the column where it is larger. 0 where a column says nothing. */
    private static double shared(TableSession session, Ends ends) throws IOException {
        String a = "(SELECT DISTINCT " + name(ends.source()) + " AS v FROM " + ColumnChoice.SAMPLED + ")";
        String b = "(SELECT DISTINCT " + name(ends.target()) + " AS v FROM " + ColumnChoice.SAMPLED + ")";
        long[] counts = session.numbers("SELECT (SELECT count(v) FROM " + a + "), (SELECT count(v) FROM " + b
                + "), (SELECT count(*) FROM " + a + " a JOIN " + b + " b USING (v))");
        long least = Math.min(counts[0], counts[1]);
        return least < 3 ? 0 : (double) counts[2] / least;
    }

    /** An error of most edges lost. */
    static InvalidInputException lost(Table edges, Ends ends, long lost, long given) {
        return new InvalidInputException(edges.title() + ": expected both ends of the edges in columns "
                + ends.source() + " and " + ends.target() + ", got " + lost + " of " + given
                + " edges without; " + Setting.SOURCE + " and " + Setting.TARGET + " name other columns; "
                + Setting.ALLOW_LOST_EDGES + " goes on without such edges");
    }
}
