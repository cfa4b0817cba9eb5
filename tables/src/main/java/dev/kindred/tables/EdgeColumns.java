package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.notice.Setting;
import dev.kindred.tables.Conventions.Ends;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the columns of the edges beside their ends hold, found from the first edges: the form of the weights, and numbers that may be weights. */
final class EdgeColumns {
    private final @Nullable TextForm weightForm;
    private final List<String> notices = new ArrayList<>();

    /** Looks at the edges in {@link ColumnChoice#SAMPLED}. */
    EdgeColumns(TableSession session, Table edges, Ends ends, @Nullable String weight) throws IOException {
        weightForm = weight == null || !"VARCHAR".equals(edges.columns().get(weight))
                ? null
                : weightForm(session, weight, edges.csv() != null && edges.csv().delimiter() == ';');
        if (weightForm != null) {
            notices.add("column " + weight + " read as " + weightForm.described());
        }
        if (weight != null) {
            return;
        }
        List<String> unused = new ArrayList<>();
        for (String column : session.columns(ColumnChoice.SAMPLED).keySet()) {
            boolean known = column.equals(ends.source()) || column.equals(ends.target()) || Conventions.isIndex(column);
            if (!known && !Conventions.isTime(column) && isMeasure(session, column)) {
                unused.add(column);
            }
        }
        if (!unused.isEmpty()) {
            notices.add(
                    "numeric edge columns not used: " + unused.stream().limit(5).collect(Collectors.joining(", "))
                            + (unused.size() > 5 ? ", .." : "") + " (" + Setting.WEIGHT.to(unused.getFirst()) + ")");
        }
    }

    private static @Nullable TextForm weightForm(TableSession session, String weight, boolean semicolons)
            throws IOException {
        String value = "(" + MissingMarkers.without(name(weight)) + ")";
        long[] counts = session.numbers("SELECT count(" + value + "), count(TRY_CAST(" + value + " AS DOUBLE)), count("
                + TextForm.DECIMAL_POINT.parsed(value) + "), count(" + TextForm.DECIMAL_COMMA.parsed(value) + ") FROM "
                + ColumnChoice.SAMPLED);
        double enough = ColumnProfile.NEARLY_ALL * counts[0];
        if (counts[0] == 0 || counts[1] >= enough || Math.max(counts[2], counts[3]) < enough) {
            return null;
        }
        return counts[3] > counts[2] || (counts[3] == counts[2] && semicolons)
                ? TextForm.DECIMAL_COMMA
                : TextForm.DECIMAL_POINT;
    }

    /** Whether a column holds different numbers, other than a count of the rows. */
    private static boolean isMeasure(TableSession session, String column) throws IOException {
        String value = "(" + MissingMarkers.without(name(column)) + ")";
        String number = "TRY_CAST(" + value + " AS DOUBLE)";
        long[] counts = session.numbers("SELECT count(" + value + "), count(" + number + "), count(DISTINCT " + number
                + "), count(DISTINCT " + number + ") FILTER (WHERE floor(" + number + ") = " + number
                + "), coalesce(max(TRY_CAST(" + value
                + " AS BIGINT)) - min(TRY_CAST(" + value + " AS BIGINT)) + 1, 0)::BIGINT FROM " + ColumnChoice.SAMPLED);
        boolean counter = counts[3] == counts[0] && counts[4] == counts[0];
        return counts[0] > 0 && counts[1] == counts[0] && counts[2] > 1 && !counter;
    }

    /** The form of the weights, or null where SQL reads them by itself. */
    @Nullable
    TextForm weightForm() {
        return weightForm;
    }

    List<String> notices() {
        return notices;
    }
}
