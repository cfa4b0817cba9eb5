package dev.kindred.formats;

import dev.kindred.notice.Setting;
import dev.kindred.tables.TableOptions;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which column of the edges is their weight, and which others a document has. */
final class EdgeColumns {
    private static final String USUAL = "weight";

    private final String weight;
    private final Set<String> others = new TreeSet<>();
    private boolean met;

    EdgeColumns(TableOptions options) {
        @Nullable String named = options.names().weight();
        weight = named == null ? USUAL : named;
    }

    /** Whether the column is the weight; others are remembered. */
    boolean isWeight(String column) {
        if (column.equalsIgnoreCase(weight)) {
            met = true;
            return true;
        }
        others.add(column);
        return false;
    }

    void report(Findings findings) {
        if (!met && !weight.equals(USUAL)) {
            findings.notice("no column " + weight + " of the edges: all weigh 1");
        }
        if (!others.isEmpty()) {
            findings.notice(String.format(
                    Locale.ROOT,
                    "columns of edges not used: %s (" + Setting.WEIGHT + " names one that is their weight)",
                    String.join(", ", others.stream().limit(8).toList())));
        }
    }
}
