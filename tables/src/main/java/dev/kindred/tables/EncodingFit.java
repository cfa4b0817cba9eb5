package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.tables.ColumnEncoding.Categories;
import dev.kindred.tables.ColumnEncoding.Flag;
import dev.kindred.tables.ColumnEncoding.Numbers;
import dev.kindred.tables.ColumnEncoding.Terms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBReadableVector;

/**
 * Fits an encoding to the nodes of a table. Sums run over the rows in their order, in Java: DuckDB's depend on how its threads share the rows,
 * and the same input must give the same bits.
 */
final class EncodingFit {
    private final TableSession session;
    private final String table;
    private final TableOptions.Limits limits;
    private final List<String> notices = new ArrayList<>();

    EncodingFit(TableSession session, String table, TableOptions.Limits limits) {
        this.session = session;
        this.table = table;
        this.limits = limits;
    }

    /** What was cut off, a sentence each. */
    List<String> notices() {
        return notices;
    }

    ColumnEncoding fit(ColumnProfile profile, ColumnKind kind) throws IOException {
        return switch (kind) {
            case NUMBER, ROBUST, DATE, VECTOR -> numbers(profile, kind);
            case BOOLEAN -> new Flag(profile.column(), profile.present() < profile.rows());
            case CATEGORY -> categories(profile);
            case WORDS, TFIDF, TOKENS -> terms(profile, kind);
            case IGNORE -> throw new IllegalArgumentException("kind of column: expected one with features, got ignore");
        };
    }

    private Numbers numbers(ColumnProfile profile, ColumnKind kind) throws IOException {
        int length = kind == ColumnKind.VECTOR ? length(profile) : 1;
        List<String> expressions = Numbers.expressions(profile.column(), profile.type(), kind, length);
        int m = expressions.size();
        if (kind == ColumnKind.ROBUST) {
            String x = expressions.getFirst();
            double[] robust = session.fractions("SELECT median(" + x + "), quantile_cont(" + x
                    + ", 0.75) - quantile_cont(" + x + ", 0.25), count(*) - count(" + x + ") FROM " + table);
            return new Numbers(
                    profile.column(),
                    kind,
                    new double[] {Double.isNaN(robust[0]) ? 0 : robust[0]},
                    new double[] {robust[1] > 0 ? robust[1] : 1},
                    robust[2] > 0);
        }
        Moments moments = new Moments(m);
        session.chunks("SELECT " + String.join(", ", expressions) + " FROM " + table + " ORDER BY rowid", chunk -> {
            for (int c = 0; c < m; c++) {
                DuckDBReadableVector values = chunk.vector(c);
                for (long i = 0; i < chunk.rowCount(); i++) {
                    moments.add(c, values.getDouble(i, Double.NaN));
                }
            }
        });
        double[] centers = new double[m];
        double[] scales = new double[m];
        for (int c = 0; c < m; c++) {
            // Sine and cosine are on one scale already.
            boolean circle = kind == ColumnKind.DATE && c > 0;
            centers[c] = circle ? 0 : moments.mean(c);
            scales[c] = circle ? 1 : moments.deviation(c);
        }
        return new Numbers(profile.column(), kind, centers, scales, moments.missing[0] > 0);
    }

    private int length(ColumnProfile profile) throws IOException {
        long[] lengths =
                session.numbers("SELECT coalesce(min(len(x)), 0), coalesce(max(len(x)), 0) FROM (SELECT TRY_CAST("
                        + name(profile.column()) + " AS DOUBLE[]) AS x FROM " + table + ")");
        if (lengths[0] != lengths[1] || lengths[0] == 0) {
            throw new InvalidInputException(
                    "column " + profile.column() + ": expected lists of numbers of one length, got " + lengths[0]
                            + " to " + lengths[1] + " numbers; --column " + profile.column() + "=ignore leaves it out");
        }
        return Math.toIntExact(lengths[0]);
    }

    private Categories categories(ColumnProfile profile) throws IOException {
        String value = asText(profile);
        List<String> values = new ArrayList<>();
        for (List<String> row : session.texts("SELECT value FROM (SELECT " + value + " AS value FROM " + table
                + ") WHERE value IS NOT NULL GROUP BY value ORDER BY count(*) DESC, value LIMIT "
                + limits.categories())) {
            values.add(row.getFirst());
        }
        NaturalOrder.sort(values);
        boolean other = profile.distinct() > values.size();
        if (other) {
            notices.add("column " + profile.column() + ": the " + values.size() + " most frequent of "
                    + profile.distinct() + " categories kept, the others made one (--max-categories)");
        }
        return new Categories(profile.column(), values, other, profile.present() < profile.rows());
    }

    private static String asText(ColumnProfile profile) {
        return profile.type().equals("JSON")
                ? "(" + name(profile.column()) + " ->> '$')"
                : name(profile.column()) + "::VARCHAR";
    }

    private Terms terms(ColumnProfile profile, ColumnKind kind) throws IOException {
        String list = Terms.expression(profile.column(), profile.type(), kind);
        String counted = "(SELECT term, count(*) AS rows FROM (SELECT unnest(list_distinct(" + list + ")) AS term FROM "
                + table + ") WHERE term <> '' GROUP BY term HAVING count(*) >= " + limits.leastRows() + ")";
        Map<String, Long> rowsOf = new HashMap<>();
        for (List<String> row : session.texts(
                "SELECT term, rows FROM " + counted + " ORDER BY rows DESC, term LIMIT " + (limits.terms() + 1L))) {
            rowsOf.put(row.get(0), Long.parseLong(row.get(1)));
        }
        List<String> terms = new ArrayList<>(rowsOf.keySet());
        if (terms.size() > limits.terms()) {
            terms.sort(
                    Comparator.<String>comparingLong(rowsOf::get).reversed().thenComparing(Comparator.naturalOrder()));
            terms = new ArrayList<>(terms.subList(0, limits.terms()));
            notices.add("column " + profile.column() + ": the " + terms.size() + " terms in most rows kept of "
                    + session.numbers("SELECT count(*) FROM " + counted)[0] + " (--max-terms)");
        }
        NaturalOrder.sort(terms);
        double[] weights = new double[terms.size()];
        Arrays.setAll(weights, i -> 1);
        if (kind == ColumnKind.TFIDF) {
            for (int i = 0; i < weights.length; i++) {
                // As scikit-learn has it: as if one more row held every term.
                weights[i] = Math.log((1.0 + profile.rows()) / (1.0 + rowsOf.getOrDefault(terms.get(i), 0L))) + 1;
            }
        }
        return new Terms(profile.column(), kind, terms, weights);
    }

    /** Mean and deviation of several columns, NaN left out. Values are taken less the column's first one, so that little is cancelled. */
    private static final class Moments {
        final long[] missing;
        private final long[] count;
        private final double[] first;
        private final double[] sum;
        private final double[] squares;

        Moments(int columns) {
            missing = new long[columns];
            count = new long[columns];
            first = new double[columns];
            sum = new double[columns];
            squares = new double[columns];
        }

        void add(int column, double value) {
            if (Double.isNaN(value)) {
                missing[column]++;
                return;
            }
            if (count[column]++ == 0) {
                first[column] = value;
            }
            double x = value - first[column];
            sum[column] += x;
            squares[column] += x * x;
        }

        double mean(int column) {
            return count[column] == 0 ? 0 : first[column] + sum[column] / count[column];
        }

        /** The standard deviation of the population; 1 where all values are equal. */
        double deviation(int column) {
            if (count[column] == 0) {
                return 1;
            }
            double mean = sum[column] / count[column];
            double variance = squares[column] / count[column] - mean * mean;
            return variance > 1e-12 * Math.max(1, mean * mean) ? Math.sqrt(variance) : 1;
        }
    }
}
