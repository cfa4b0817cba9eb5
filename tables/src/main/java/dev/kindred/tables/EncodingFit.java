package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import dev.kindred.tables.ColumnEncoding.Categories;
import dev.kindred.tables.ColumnEncoding.Flag;
import dev.kindred.tables.ColumnEncoding.Numbers;
import dev.kindred.tables.ColumnEncoding.Terms;
import dev.kindred.tables.ColumnEncoding.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBReadableVector;

/**
 * Fits an encoding to the nodes of a table. Sums run over the rows in their order, in Java: DuckDB's depend on how its threads share the rows,
 * and the same input must give the same bits.
 */
final class EncodingFit {
    /** Numbers of one query. */
    private static final int AT_ONCE = 256;

    /** More columns of categories are counted by one query. */
    private static final int MANY = 16;

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

    /**
     * Fits encodings.
     *
     * @param kinds of the columns, by name
     * @return by column, in the order of the profiles
     */
    Map<String, ColumnEncoding> fit(List<ColumnProfile> profiles, Map<String, ColumnKind> kinds) throws IOException {
        Map<String, ColumnEncoding> found = new HashMap<>();
        List<Spread> spreads = new ArrayList<>();
        List<ColumnProfile> categories = new ArrayList<>();
        List<ColumnProfile> plain = profiles.stream()
                .filter(profile -> profile.type().equals("VARCHAR") && kinds.get(profile.column()) == ColumnKind.NUMBER)
                .toList();
        if (!plain.isEmpty() && WideCells.suit(plain.size(), plain.getFirst().rows())) {
            wideNumbers(plain, found);
        }
        for (ColumnProfile profile : profiles) {
            ColumnKind kind = kinds.getOrDefault(profile.column(), ColumnKind.IGNORE);
            if (found.containsKey(profile.column())) {
                continue;
            }
            switch (kind) {
                case NUMBER, DATE, VECTOR -> spreads.add(spread(profile, kind));
                case ROBUST -> found.put(profile.column(), robust(profile));
                case BOOLEAN ->
                    found.put(profile.column(), new Flag(profile.column(), profile.present() < profile.rows()));
                case CATEGORY -> categories.add(profile);
                case WORDS, TFIDF, TOKENS -> found.put(profile.column(), terms(profile, kind));
                case VALUES -> found.put(profile.column(), values(profile));
                case IGNORE ->
                    throw new IllegalArgumentException("kind of column: expected one with features, got ignore");
            }
        }
        numbers(spreads, found);
        categories(categories, found);
        Map<String, ColumnEncoding> ordered = new LinkedHashMap<>();
        for (ColumnProfile profile : profiles) {
            ColumnEncoding encoding = found.get(profile.column());
            if (encoding != null) {
                ordered.put(profile.column(), encoding);
            }
        }
        return ordered;
    }

    private Numbers robust(ColumnProfile profile) throws IOException {
        String number = Numbers.expressions(profile.column(), profile.type(), ColumnKind.ROBUST, 1)
                .getFirst();
        String x = "CASE WHEN isfinite(" + number + ") THEN " + number + " END";
        double[] robust = session.fractions("SELECT median(" + x + "), quantile_cont(" + x + ", 0.75) - quantile_cont("
                + x + ", 0.25), count(*) - count(" + x + ") FROM " + table);
        return new Numbers(
                profile.column(),
                ColumnKind.ROBUST,
                new double[] {Double.isNaN(robust[0]) ? 0 : robust[0]},
                new double[] {robust[1] > 0 ? robust[1] : 1},
                robust[2] > 0);
    }

    /** The numbers that a column gives, in SQL. */
    private record Spread(String column, ColumnKind kind, List<String> expressions) {}

    private Spread spread(ColumnProfile profile, ColumnKind kind) throws IOException {
        int length = kind == ColumnKind.VECTOR ? length(profile) : 1;
        return new Spread(profile.column(), kind, Numbers.expressions(profile.column(), profile.type(), kind, length));
    }

    /** Numbers in columns of text. */
    private void wideNumbers(List<ColumnProfile> columns, Map<String, ColumnEncoding> found) throws IOException {
        List<String> names = columns.stream().map(ColumnProfile::column).toList();
        Moments moments = new Moments(names.size());
        WideCells.read(
                session,
                table,
                names,
                "TRY_CAST(value AS DOUBLE)",
                (row, column, number) -> moments.add(column, number));
        for (int c = 0; c < names.size(); c++) {
            moments.missing[c] = columns.get(c).rows() - moments.count[c];
            found.put(names.get(c), numbers(new Spread(names.get(c), ColumnKind.NUMBER, List.of("")), moments, c));
        }
    }

    /** Several columns at once: a query takes longer than the sums of a small table. */
    private void numbers(List<Spread> spreads, Map<String, ColumnEncoding> found) throws IOException {
        for (int from = 0, to; from < spreads.size(); from = to) {
            List<String> expressions = new ArrayList<>(spreads.get(from).expressions());
            for (to = from + 1; to < spreads.size() && expressions.size() < AT_ONCE; to++) {
                expressions.addAll(spreads.get(to).expressions());
            }
            Moments moments = new Moments(expressions.size());
            session.chunks("SELECT " + String.join(", ", expressions) + " FROM " + table + " ORDER BY rowid", chunk -> {
                for (int c = 0; c < expressions.size(); c++) {
                    DuckDBReadableVector values = chunk.vector(c);
                    for (long i = 0; i < chunk.rowCount(); i++) {
                        moments.add(c, values.getDouble(i, Double.NaN));
                    }
                }
            });
            int first = 0;
            for (Spread spread : spreads.subList(from, to)) {
                found.put(spread.column(), numbers(spread, moments, first));
                first += spread.expressions().size();
            }
        }
    }

    private static Numbers numbers(Spread spread, Moments moments, int first) {
        int m = spread.expressions().size();
        double[] centers = new double[m];
        double[] scales = new double[m];
        for (int c = 0; c < m; c++) {
            // Sine and cosine are on one scale already.
            boolean circle = spread.kind() == ColumnKind.DATE && c > 0;
            centers[c] = circle ? 0 : moments.mean(first + c);
            scales[c] = circle ? 1 : moments.deviation(first + c);
        }
        return new Numbers(spread.column(), spread.kind(), centers, scales, moments.missing[first] > 0);
    }

    private int length(ColumnProfile profile) throws IOException {
        long[] lengths =
                session.numbers("SELECT coalesce(min(len(x)), 0), coalesce(max(len(x)), 0) FROM (SELECT TRY_CAST("
                        + name(profile.column()) + " AS DOUBLE[]) AS x FROM " + table + ")");
        if (lengths[0] != lengths[1] || lengths[0] == 0) {
            throw new InvalidInputException("column " + profile.column()
                    + ": expected lists of numbers of one length, got " + lengths[0] + " to " + lengths[1]
                    + " numbers; " + Setting.IGNORE.to(profile.column()) + " leaves it out");
        }
        return Math.toIntExact(lengths[0]);
    }

    private void categories(List<ColumnProfile> profiles, Map<String, ColumnEncoding> found) throws IOException {
        Map<String, List<String>> values = new HashMap<>();
        List<String> plain = profiles.stream()
                .filter(profile -> profile.type().equals("VARCHAR"))
                .map(ColumnProfile::column)
                .toList();
        if (plain.size() > MANY) {
            for (List<String> row : session.texts("SELECT name, value FROM (SELECT name, value, row_number() OVER "
                    + "(PARTITION BY name ORDER BY count(*) DESC, value) AS place FROM (UNPIVOT (SELECT "
                    + String.join(", ", plain.stream().map(TableSession::name).toList()) + " FROM " + table
                    + ") ON COLUMNS(*) INTO NAME name VALUE value) GROUP BY name, value) WHERE place <= "
                    + limits.categories() + " ORDER BY name, place")) {
                values.computeIfAbsent(row.get(0), name -> new ArrayList<>()).add(row.get(1));
            }
        }
        for (ColumnProfile profile : profiles) {
            List<String> kept = values.get(profile.column());
            found.put(profile.column(), categories(profile, kept == null ? mostFrequent(profile) : kept));
        }
    }

    private List<String> mostFrequent(ColumnProfile profile) throws IOException {
        List<String> values = new ArrayList<>();
        for (List<String> row : session.texts("SELECT value FROM (SELECT " + asText(profile) + " AS value FROM " + table
                + ") WHERE value IS NOT NULL GROUP BY value ORDER BY count(*) DESC, value LIMIT "
                + limits.categories())) {
            values.add(row.getFirst());
        }
        return values;
    }

    private Categories categories(ColumnProfile profile, List<String> values) {
        NaturalOrder.sort(values);
        boolean other = profile.distinct() > values.size();
        if (other) {
            notices.add("column " + profile.column() + ": the " + values.size() + " most frequent of "
                    + profile.distinct() + " categories kept, the others made one (" + Setting.MOST_CATEGORIES + ")");
        }
        return new Categories(profile.column(), values, other, profile.present() < profile.rows());
    }

    private Values values(ColumnProfile profile) throws IOException {
        List<String> names = new ArrayList<>();
        for (List<String> row : session.texts("SELECT e.key, count(*) AS rows FROM (SELECT unnest("
                + Values.expression(profile.column()) + ") AS e FROM " + table + ") GROUP BY e.key HAVING rows >= "
                + limits.leastRows() + " ORDER BY rows DESC, e.key LIMIT " + (limits.terms() + 1L))) {
            names.add(row.getFirst());
        }
        if (names.size() > limits.terms()) {
            names.removeLast();
            notices.add("column " + profile.column() + ": the " + names.size()
                    + " names in most rows kept, the others left out (" + Setting.MOST_TERMS + ")");
        }
        NaturalOrder.sort(names);
        return new Values(profile.column(), names);
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
                    + session.numbers("SELECT count(*) FROM " + counted)[0] + " (" + Setting.MOST_TERMS + ")");
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

    /** Mean and deviation of several columns; what is not finite is left out. Values are taken less the column's first one, so that little is cancelled. */
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
            if (!Double.isFinite(value)) {
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
