package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import dev.kindred.tables.ColumnChoice.Choice;
import dev.kindred.tables.Conventions.Ends;
import dev.kindred.tables.TableOptions.IdRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why most edges find no nodes, or most ids are repeated, and which flag mends it: each remedy is tried on the first edges. */
final class EdgeDiagnosis {
    private final TableSession session;
    private final ColumnChoice columns;
    private final Table nodes;
    private final Table edges;
    private final TableOptions options;

    /** @param columns that were chosen from */
    EdgeDiagnosis(TableSession session, ColumnChoice columns, Table nodes, Table edges, TableOptions options) {
        this.session = session;
        this.columns = columns;
        this.nodes = nodes;
        this.edges = edges;
        this.options = options;
    }

    /**
     * Why most edges find no nodes, and what mends it.
     *
     * @param choice that found none
     */
    String diagnosis(Choice choice) throws IOException {
        TableOptions.Names none = new TableOptions.Names(null, null, null, null, null);
        List<IdRule> all = new ArrayList<>(IdRules.UNASKED);
        all.add(IdRule.NUMBER);
        all.add(IdRule.IGNORE_CASE);
        for (IdRule rule : all) {
            if (columns.share(choice.id(), choice.ends(), rule) >= ColumnChoice.ENOUGH) {
                return "the ids are the same " + IdRules.described(rule) + ": " + Setting.MATCHING.to(rule);
            }
        }
        Choice better = columns.search(none, all, choice.id(), choice.ends());
        if (better != null) {
            List<String> settings = new ArrayList<>();
            if (!better.id().equals(choice.id())) {
                settings.add(Setting.ID.to(better.id()));
            }
            if (!better.ends().equals(choice.ends())) {
                settings.add(Setting.SOURCE.to(better.ends().source()));
                settings.add(Setting.TARGET.to(better.ends().target()));
            }
            if (!IdRules.UNASKED.contains(better.rule())) {
                settings.add(Setting.MATCHING.to(better.rule()));
            }
            return "%.0f %% find them with %s".formatted(100 * better.share(), String.join(" ", settings));
        }
        if (areSwapped()) {
            return swapped().substring(2);
        }
        String other = otherSide(choice);
        if (other != null) {
            String own = other.equals(choice.ends().source())
                    ? choice.ends().target()
                    : choice.ends().source();
            return "column " + other + " names nodes that " + nodes.title()
                    + " lacks, as where customers buy products: " + Setting.PROJECT.to(own)
                    + " joins the nodes that share values of " + other
                    + ", " + Setting.KEEP_UNKNOWN_NODES + " keeps the others as nodes without attributes";
        }
        return "the nodes have ids such as " + examples(NodeTable.TABLE, columns.text(choice.id()))
                + ", the edges name "
                + examples(ColumnChoice.SAMPLED, name(choice.ends().source()))
                + " (" + Setting.ID + ", " + Setting.SOURCE + " and " + Setting.TARGET + " name other columns)";
    }

    /** The end that holds other nodes, where one end holds those of the table and the other hardly any; null otherwise. */
    private @Nullable String otherSide(Choice choice) throws IOException {
        Map<String, Double> shares = columns.shares(choice.id(), choice.rule());
        double source = shares.getOrDefault(choice.ends().source(), 0.0);
        double target = shares.getOrDefault(choice.ends().target(), 0.0);
        if (Math.max(source, target) < ColumnChoice.ENOUGH || Math.min(source, target) > .1) {
            return null;
        }
        return source < target ? choice.ends().source() : choice.ends().target();
    }

    /** Whether the table of nodes has two columns that hold the values of a column of the edges without repetitions. */
    private boolean areSwapped() throws IOException {
        List<String> candidates = columns.loaded().keySet().stream()
                .limit(ColumnChoice.MOST_COLUMNS)
                .toList();
        for (String id : columns.edgeColumns()) {
            long[] counts = session.numbers(
                    "SELECT count(" + name(id) + "), count(DISTINCT " + name(id) + ") FROM " + ColumnChoice.SAMPLED);
            if (counts[0] == 0 || counts[0] != counts[1]) {
                continue;
            }
            int holding = 0;
            for (String column : candidates) {
                long[] found = session.numbers("SELECT count(*), count(k.k) FROM (SELECT " + columns.text(column)
                        + " AS v FROM "
                        + NodeTable.TABLE + " LIMIT " + ColumnChoice.SAMPLE + ") n LEFT JOIN (SELECT DISTINCT "
                        + edges.asText(id)
                        + " AS k FROM " + edges.relation() + ") k ON k.k = n.v WHERE n.v IS NOT NULL");
                holding += found[0] > 0 && found[1] >= ColumnChoice.ENOUGH * found[0] ? 1 : 0;
            }
            if (holding >= 2) {
                return true;
            }
        }
        return false;
    }

    /** What mends ids that are repeated in most rows, for messages. */
    String repeated(String id) throws IOException {
        Ends usual = EdgeTable.conventionalEnds(edges, options.names());
        Choice better =
                columns.search(new TableOptions.Names(null, null, null, null, null), IdRules.UNASKED, id, usual);
        if (better != null && !better.id().equals(id)) {
            return "; %.0f %% of the edges find both ends by %s"
                    .formatted(100 * better.share(), Setting.ID.to(better.id()));
        }
        return columns.share(id, usual, IdRule.EXACT) < ColumnChoice.ENOUGH && areSwapped()
                ? swapped()
                : "; " + Setting.ID + " names another column; rows of a node, a feature and a number are read by "
                        + Setting.MORE_FEATURES;
    }

    /** What mends swapped tables, for messages. */
    private String swapped() {
        return "; nodes and edges seem to be swapped: " + Setting.TABLES.to(edges.title(), nodes.title());
    }

    private String examples(String table, String value) throws IOException {
        return session
                .texts("SELECT DISTINCT " + value + " AS v FROM " + table + " WHERE v IS NOT NULL ORDER BY v LIMIT 2")
                .stream()
                .map(List::getFirst)
                .collect(Collectors.joining(", "));
    }

    /** An error of most edges lost. */
    InvalidInputException lost(Choice choice, long lost, long given) throws IOException {
        return new InvalidInputException(edges.title() + ": expected both ends of the edges (columns "
                + choice.ends().source() + " and " + choice.ends().target() + ") among the ids of "
                + nodes.title() + " (column " + choice.id() + "), got " + lost + " of " + given
                + " edges without; " + diagnosis(choice) + "; " + Setting.ALLOW_LOST_EDGES
                + " goes on without such edges");
    }
}
