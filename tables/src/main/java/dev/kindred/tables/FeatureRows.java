package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Features;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.tables.ColumnEncoding.Categories;
import dev.kindred.tables.ColumnEncoding.Flag;
import dev.kindred.tables.ColumnEncoding.Numbers;
import dev.kindred.tables.ColumnEncoding.Terms;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the nodes of a table, column by column, and puts the columns together, sparse or dense by how full they are. Holds {@code 4 n}
 * bytes for each number and category and 8 for each term while the rows, 8 for each value, are made.
 */
final class FeatureRows {
    private static final String TERMS = "kindred_terms";

    /**
     * Features of one column of the table.
     *
     * @param first its first feature
     * @param width numbers a row, where every row has all
     * @param rows of each entry, or null where the entries are those of all rows
     * @param codes of each entry, the feature less {@code first}, -1 where there is none; null where every row has all
     * @param values of each entry, or null where all are 1
     */
    private record Block(
            int first, int width, int @Nullable [] rows, int @Nullable [] codes, float @Nullable [] values) {
        int entries() {
            if (codes != null) {
                return codes.length;
            }
            return values == null ? 0 : values.length;
        }

        int row(int entry) {
            if (rows != null) {
                return rows[entry];
            }
            return codes != null ? entry : entry / width;
        }

        /** The entry's feature, or -1. */
        int feature(int entry) {
            if (codes == null) {
                return first + entry % width;
            }
            return codes[entry] < 0 ? -1 : first + codes[entry];
        }

        float value(int entry) {
            return values == null ? 1 : values[entry];
        }

        /** Entries sorted by feature, so that rows filled from them ascend: a join gives them in any order. */
        Block byFeature(int features) {
            if (rows == null || codes == null) {
                return this;
            }
            int[] next = new int[features + 1];
            for (int code : codes) {
                next[code + 1]++;
            }
            for (int i = 0; i < features; i++) {
                next[i + 1] += next[i];
            }
            int[] sortedRows = new int[rows.length];
            int[] sortedCodes = new int[rows.length];
            float[] sortedValues = values == null ? null : new float[rows.length];
            for (int e = 0; e < rows.length; e++) {
                int to = next[codes[e]]++;
                sortedRows[to] = rows[e];
                sortedCodes[to] = codes[e];
                if (sortedValues != null && values != null) {
                    sortedValues[to] = values[e];
                }
            }
            return new Block(first, width, sortedRows, sortedCodes, sortedValues);
        }
    }

    private final TableSession session;
    private final String table;
    private final Map<String, String> types;
    private final int rows;
    private final List<Block> blocks = new ArrayList<>();

    /**
     * @param table its rowids are the nodes
     * @param types of its columns
     */
    FeatureRows(TableSession session, String table, Map<String, String> types, int rows) {
        this.session = session;
        this.table = table;
        this.types = types;
        this.rows = rows;
    }

    Features encode(FeatureEncoding encoding) throws IOException {
        int first = 0;
        for (ColumnEncoding column : encoding.columns()) {
            String type = types.get(column.column());
            if (type == null) {
                throw new InvalidInputException("nodes: expected a column " + column.column()
                        + ", which the encoding has, got " + String.join(", ", types.keySet()));
            }
            int missing = first + column.features().size() - 1;
            switch (column) {
                case Numbers numbers -> numbers(numbers, type, first, missing);
                case Flag flag -> flag(flag, first, missing);
                case Categories categories -> categories(categories, type, first);
                case Terms terms -> terms(terms, type, first);
            }
            first += column.features().size();
        }
        return assembled(first);
    }

    private void numbers(Numbers encoding, String type, int first, int missingFeature) throws IOException {
        double[] centers = encoding.centers();
        double[] scales = encoding.scales();
        int width = centers.length;
        List<String> expressions = Numbers.expressions(encoding.column(), type, encoding.kind(), width);
        float[] values = new float[Math.multiplyExact(rows, width)];
        Entries missing = new Entries();
        session.chunks("SELECT rowid, " + String.join(", ", expressions) + " FROM " + table, chunk -> {
            DuckDBReadableVector row = chunk.vector(0);
            for (int c = 0; c < width; c++) {
                DuckDBReadableVector numbers = chunk.vector(c + 1);
                for (long i = 0; i < chunk.rowCount(); i++) {
                    int node = (int) row.getLong(i);
                    double value = numbers.getDouble(i, Double.NaN);
                    if (Double.isNaN(value)) {
                        if (c == 0) {
                            missing.add(node, 0);
                        }
                    } else {
                        values[node * width + c] = (float) ((value - centers[c]) / scales[c]);
                    }
                }
            }
        });
        blocks.add(new Block(first, width, null, null, values));
        if (encoding.missing()) {
            blocks.add(missing.block(missingFeature, null));
        }
    }

    private void flag(Flag encoding, int first, int missingFeature) throws IOException {
        Entries yes = new Entries();
        Entries missing = new Entries();
        session.chunks("SELECT rowid, TRY_CAST(" + name(encoding.column()) + " AS BOOLEAN) FROM " + table, chunk -> {
            for (long i = 0; i < chunk.rowCount(); i++) {
                int node = (int) chunk.vector(0).getLong(i);
                if (chunk.vector(1).isNull(i)) {
                    missing.add(node, 0);
                } else if (chunk.vector(1).getBoolean(i)) {
                    yes.add(node, 0);
                }
            }
        });
        blocks.add(yes.block(first, null));
        if (encoding.missing()) {
            blocks.add(missing.block(missingFeature, null));
        }
    }

    private void categories(Categories encoding, String type, int first) throws IOException {
        fill(encoding.values());
        String value = type.equals("JSON")
                ? "(" + name(encoding.column()) + " ->> '$')"
                : name(encoding.column()) + "::VARCHAR";
        int other = encoding.other() ? encoding.values().size() : -1;
        int missing = encoding.missing() ? encoding.features().size() - 1 : -1;
        int[] codes = new int[rows];
        session.chunks(
                "SELECT n.r, CASE WHEN n.value IS NULL THEN " + missing + " ELSE coalesce(t.code, " + other
                        + ") END::INTEGER FROM (SELECT rowid AS r, " + value + " AS value FROM " + table
                        + ") n LEFT JOIN " + TERMS + " t ON n.value = t.term",
                chunk -> {
                    DuckDBReadableVector row = chunk.vector(0);
                    DuckDBReadableVector code = chunk.vector(1);
                    for (long i = 0; i < chunk.rowCount(); i++) {
                        codes[(int) row.getLong(i)] = code.getInt(i);
                    }
                });
        blocks.add(new Block(first, 0, null, codes, null));
    }

    private void terms(Terms encoding, String type, int first) throws IOException {
        fill(encoding.terms());
        String list = Terms.expression(encoding.column(), type, encoding.kind());
        boolean weighted = encoding.kind() == ColumnKind.TFIDF;
        String terms = weighted ? list : "list_distinct(" + list + ")";
        String matches = "(SELECT rowid AS r, unnest(" + terms + ") AS term FROM " + table + ") n JOIN " + TERMS
                + " t USING (term)";
        String sql = weighted
                ? "SELECT r, code, count(*)::INTEGER FROM " + matches + " GROUP BY r, code"
                : "SELECT r, code FROM " + matches;
        Entries entries = new Entries();
        Counts counts = new Counts();
        session.chunks(sql, chunk -> {
            DuckDBReadableVector row = chunk.vector(0);
            DuckDBReadableVector code = chunk.vector(1);
            for (long i = 0; i < chunk.rowCount(); i++) {
                entries.add((int) row.getLong(i), code.getInt(i));
                if (weighted) {
                    counts.add(chunk.vector(2).getInt(i));
                }
            }
        });
        float[] values = weighted ? new float[entries.size] : null;
        if (values != null) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (counts.values[i] * encoding.weights()[entries.codes[i]]);
            }
        }
        blocks.add(entries.block(first, values).byFeature(encoding.terms().size()));
    }

    /** Numbers the terms, for a join. */
    private void fill(List<String> terms) throws IOException {
        session.execute("CREATE OR REPLACE TEMP TABLE " + TERMS + " (term VARCHAR, code INTEGER)");
        try (DuckDBAppender appender =
                session.connection().createAppender("temp", DuckDBConnection.DEFAULT_SCHEMA, TERMS)) {
            for (int i = 0; i < terms.size(); i++) {
                appender.beginRow();
                appender.append(terms.get(i));
                appender.append(i);
                appender.endRow();
            }
        } catch (SQLException e) {
            throw new IOException("terms into DuckDB: " + TableSession.complaint(e), e);
        }
    }

    private Features assembled(int width) {
        long[] offsets = new long[rows + 1];
        for (Block block : blocks) {
            for (int e = 0; e < block.entries(); e++) {
                if (block.feature(e) >= 0) {
                    offsets[block.row(e) + 1]++;
                }
            }
        }
        for (int i = 0; i < rows; i++) {
            offsets[i + 1] += offsets[i];
        }
        long stored = offsets[rows];
        boolean dense = Features.Layout.of(stored, rows, width) == Features.Layout.DENSE;
        long cells = dense ? (long) rows * width : stored;
        if (cells > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException("features: expected at most 2147483639 values, got " + cells
                    + "; leave out columns (--ignore) or keep less of them (--max-categories, --max-terms)");
        }
        return dense ? dense(width) : sparse(width, offsets);
    }

    private DenseFeatures dense(int width) {
        float[] values = new float[rows * width];
        while (!blocks.isEmpty()) {
            Block block = blocks.removeFirst();
            for (int e = 0; e < block.entries(); e++) {
                if (block.feature(e) >= 0) {
                    values[block.row(e) * width + block.feature(e)] = block.value(e);
                }
            }
        }
        return new DenseFeatures(rows, width, values);
    }

    private SparseFeatures sparse(int width, long[] offsets) {
        int[] next = new int[rows];
        for (int i = 0; i < rows; i++) {
            next[i] = (int) offsets[i];
        }
        int[] columns = new int[(int) offsets[rows]];
        float[] values = new float[columns.length];
        // Blocks in the order of their features, each let go as soon as it is in the rows.
        while (!blocks.isEmpty()) {
            Block block = blocks.removeFirst();
            for (int e = 0; e < block.entries(); e++) {
                if (block.feature(e) >= 0) {
                    int to = next[block.row(e)]++;
                    columns[to] = block.feature(e);
                    values[to] = block.value(e);
                }
            }
        }
        return new SparseFeatures(width, offsets, columns, values);
    }

    /** Whole numbers, as many as there come. */
    private static final class Counts {
        int[] values = new int[1024];
        int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }
    }

    /** Row and code of entries, as many as there come. */
    private static final class Entries {
        int[] rows = new int[1024];
        int[] codes = new int[1024];
        int size;

        void add(int row, int code) {
            if (size == rows.length) {
                rows = Arrays.copyOf(rows, 2 * size);
                codes = Arrays.copyOf(codes, 2 * size);
            }
            rows[size] = row;
            codes[size++] = code;
        }

        Block block(int first, float @Nullable [] values) {
            return new Block(first, 0, Arrays.copyOf(rows, size), Arrays.copyOf(codes, size), values);
        }
    }
}
