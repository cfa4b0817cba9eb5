package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.graph.Features;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.tables.ColumnEncoding.Categories;
import dev.kindred.tables.ColumnEncoding.Flag;
import dev.kindred.tables.ColumnEncoding.Numbers;
import dev.kindred.tables.ColumnEncoding.Terms;
import dev.kindred.tables.ColumnEncoding.Values;
import dev.kindred.tables.FeatureEntries.Block;
import dev.kindred.tables.FeatureEntries.Entries;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;

/**
 * Encodes the nodes of a table, column by column, and puts the columns together, sparse or dense by how full they are. Holds {@code 4 n}
 * bytes for each number and category and 8 for each term while the rows, 8 for each value, are made.
 */
final class FeatureRows {
    /** Values of one query and row. */
    private static final int AT_ONCE = 256;

    private static final String TERMS = "kindred_terms";

    private final TableSession session;
    private final String table;
    private final Map<String, String> types;
    private final int rows;
    private final FeatureEntries blocks = new FeatureEntries();

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

    /**
     * Encodes the nodes.
     *
     * @param encoding that the table was held against ({@link NodeFeatures})
     */
    Features encode(FeatureEncoding encoding) throws IOException {
        List<Placed> placed = new ArrayList<>();
        int first = 0;
        for (ColumnEncoding column : encoding.columns()) {
            String type = types.get(column.column());
            if (type == null) {
                throw new InvalidInputException("nodes: expected a column " + column.column()
                        + ", which the encoding has, got " + String.join(", ", types.keySet()));
            }
            placed.add(new Placed(column, type, first));
            first += column.features().size();
        }
        List<Placed> wide = placed.stream().filter(Placed::isPlain).toList();
        Map<Integer, Cells> read = WideCells.suit(wide.size(), rows) ? wide(wide) : Map.of();
        // Columns of which each gives an array of its own, many by one query.
        for (int from = 0, to; from < placed.size(); from = to) {
            Cells cells = read.get(placed.get(from).first());
            if (cells != null) {
                cells.add(blocks);
                to = from + 1;
                continue;
            }
            to = from + 1;
            if (placed.get(from).expressions().isEmpty()) {
                lists(placed.get(from));
                continue;
            }
            int expressions = placed.get(from).expressions().size();
            while (to < placed.size()
                    && expressions < AT_ONCE
                    && !read.containsKey(placed.get(to).first())
                    && !placed.get(to).expressions().isEmpty()) {
                expressions += placed.get(to++).expressions().size();
            }
            cells(placed.subList(from, to));
        }
        return blocks.assembled(rows, first);
    }

    /** An encoding, the type of its column, and its first feature. */
    private record Placed(ColumnEncoding encoding, String type, int first) {
        /** SQL of one value each; none where a row has any number of them. */
        List<String> expressions() {
            return switch (encoding) {
                case Numbers numbers ->
                    Numbers.expressions(numbers.column(), type, numbers.kind(), numbers.centers().length);
                case Flag flag -> List.of("TRY_CAST(" + name(flag.column()) + " AS BOOLEAN)");
                case Categories categories ->
                    List.of(
                            type.equals("JSON")
                                    ? "(" + name(categories.column()) + " ->> '$')"
                                    : name(categories.column()) + "::VARCHAR");
                case Terms terms -> List.of();
                case Values values -> List.of();
            };
        }

        /** Whether the column is text of which each value gives one number, or a yes or no. */
        boolean isPlain() {
            boolean one = encoding instanceof Flag
                    || (encoding instanceof Numbers numbers
                            && numbers.kind() != ColumnKind.DATE
                            && numbers.kind() != ColumnKind.VECTOR);
            return one && type.equals("VARCHAR");
        }

        int missing() {
            return first + encoding.features().size() - 1;
        }
    }

    /** Reads plain columns; what they hold by the columns' first features. */
    private Map<Integer, Cells> wide(List<Placed> columns) throws IOException {
        Map<Integer, Cells> read = new HashMap<>();
        List<NumberCells> numbers = new ArrayList<>();
        List<FlagCells> flags = new ArrayList<>();
        for (Placed column : columns) {
            if (column.encoding() instanceof Numbers encoding) {
                numbers.add(new NumberCells(encoding, column, rows));
                read.put(column.first(), numbers.getLast());
            } else if (column.encoding() instanceof Flag encoding) {
                flags.add(new FlagCells(encoding, column));
                read.put(column.first(), flags.getLast());
            }
        }
        wide(
                numbers.stream().map(cells -> cells.column.encoding().column()).toList(),
                "TRY_CAST(value AS DOUBLE)",
                (row, column, number) -> numbers.get(column).take(row, 0, number),
                numbers);
        wide(
                flags.stream().map(cells -> cells.column.encoding().column()).toList(),
                "TRY_CAST(value AS BOOLEAN)::DOUBLE",
                (row, column, number) -> flags.get(column).take(row, number != 0),
                flags);
        return read;
    }

    private void wide(List<String> columns, String number, WideCells.Taker taker, List<? extends Cells> cells)
            throws IOException {
        if (columns.isEmpty()) {
            return;
        }
        List<BitSet> taken = columns.stream().map(column -> new BitSet(rows)).toList();
        WideCells.read(session, table, columns, number, (row, column, value) -> {
            taken.get(column).set(row);
            taker.take(row, column, value);
        });
        for (int c = 0; c < columns.size(); c++) {
            for (int row = taken.get(c).nextClearBit(0);
                    row < rows;
                    row = taken.get(c).nextClearBit(row + 1)) {
                cells.get(c).miss(row);
            }
        }
    }

    /** Takes the values of one column as they come. */
    private interface Cells {
        /** Takes the values of some rows; the column's first is vector {@code from}. */
        void read(DuckDBDataChunkReader chunk, int from) throws SQLException;

        /** Notes that a row has no value. */
        void miss(int node);

        /** Adds the blocks, when all rows are read. */
        void add(FeatureEntries blocks);
    }

    private void cells(List<Placed> columns) throws IOException {
        List<String> expressions = new ArrayList<>();
        List<Cells> cells = new ArrayList<>();
        List<Integer> from = new ArrayList<>();
        for (Placed column : columns) {
            from.add(expressions.size() + 1);
            expressions.addAll(column.expressions());
            cells.add(
                    switch (column.encoding()) {
                        case Numbers numbers -> new NumberCells(numbers, column, rows);
                        case Flag flag -> new FlagCells(flag, column);
                        case Categories categories -> new CategoryCells(categories, column, rows);
                        case Terms terms -> throw new IllegalStateException("terms: expected lists, got cells");
                        case Values values -> throw new IllegalStateException("values: expected lists, got cells");
                    });
        }
        session.chunks("SELECT rowid, " + String.join(", ", expressions) + " FROM " + table, chunk -> {
            for (int c = 0; c < cells.size(); c++) {
                cells.get(c).read(chunk, from.get(c));
            }
        });
        cells.forEach(each -> each.add(blocks));
    }

    private static final class NumberCells implements Cells {
        private final Numbers encoding;
        private final Placed column;
        private final float[] values;
        private final Entries missing = new Entries();

        NumberCells(Numbers encoding, Placed column, int rows) {
            this.encoding = encoding;
            this.column = column;
            values = new float[Math.multiplyExact(rows, encoding.centers().length)];
        }

        @Override
        public void read(DuckDBDataChunkReader chunk, int from) throws SQLException {
            DuckDBReadableVector row = chunk.vector(0);
            for (int c = 0; c < encoding.centers().length; c++) {
                DuckDBReadableVector numbers = chunk.vector(from + c);
                for (long i = 0; i < chunk.rowCount(); i++) {
                    take((int) row.getLong(i), c, numbers.getDouble(i, Double.NaN));
                }
            }
        }

        private void take(int node, int c, double value) {
            double[] centers = encoding.centers();
            if (Double.isFinite(value)) {
                values[node * centers.length + c] = (float) ((value - centers[c]) / encoding.scales()[c]);
            } else if (c == 0) {
                miss(node);
            }
        }

        @Override
        public void miss(int node) {
            missing.add(node, 0);
        }

        @Override
        public void add(FeatureEntries blocks) {
            blocks.add(new Block(column.first(), encoding.centers().length, null, null, values));
            if (encoding.missing()) {
                blocks.add(missing.block(column.missing(), null));
            }
        }
    }

    private static final class FlagCells implements Cells {
        private final Flag encoding;
        private final Placed column;
        private final Entries yes = new Entries();
        private final Entries missing = new Entries();

        FlagCells(Flag encoding, Placed column) {
            this.encoding = encoding;
            this.column = column;
        }

        @Override
        public void read(DuckDBDataChunkReader chunk, int from) throws SQLException {
            DuckDBReadableVector flags = chunk.vector(from);
            for (long i = 0; i < chunk.rowCount(); i++) {
                int node = (int) chunk.vector(0).getLong(i);
                if (flags.isNull(i)) {
                    miss(node);
                } else {
                    take(node, flags.getBoolean(i));
                }
            }
        }

        private void take(int node, boolean flag) {
            if (flag) {
                yes.add(node, 0);
            }
        }

        @Override
        public void miss(int node) {
            missing.add(node, 0);
        }

        @Override
        public void add(FeatureEntries blocks) {
            blocks.add(yes.block(column.first(), null));
            if (encoding.missing()) {
                blocks.add(missing.block(column.missing(), null));
            }
        }
    }

    private static final class CategoryCells implements Cells {
        private final Placed column;
        private final Map<String, Integer> codeOf = new HashMap<>();
        private final int other;
        private final int missing;
        private final int[] codes;

        CategoryCells(Categories encoding, Placed column, int rows) {
            this.column = column;
            encoding.values().forEach(value -> codeOf.put(value, codeOf.size()));
            other = encoding.other() ? codeOf.size() : -1;
            missing = encoding.missing() ? encoding.features().size() - 1 : -1;
            codes = new int[rows];
        }

        @Override
        public void read(DuckDBDataChunkReader chunk, int from) throws SQLException {
            DuckDBReadableVector values = chunk.vector(from);
            for (long i = 0; i < chunk.rowCount(); i++) {
                codes[(int) chunk.vector(0).getLong(i)] =
                        values.isNull(i) ? missing : codeOf.getOrDefault(values.getString(i), other);
            }
        }

        @Override
        public void miss(int node) {
            codes[node] = missing;
        }

        @Override
        public void add(FeatureEntries blocks) {
            blocks.add(new Block(column.first(), 0, null, codes, null));
        }
    }

    private void lists(Placed column) throws IOException {
        if (column.encoding() instanceof Terms terms) {
            terms(terms, column.type(), column.first());
        } else if (column.encoding() instanceof Values values) {
            values(values, column.first());
        }
    }

    private void values(Values encoding, int first) throws IOException {
        Map<String, Integer> codeOf = new HashMap<>();
        encoding.names().forEach(name -> codeOf.put(name, codeOf.size()));
        Entries entries = new Entries();
        Floats numbers = new Floats();
        session.chunks(
                "SELECT r, e.key::VARCHAR, e.value::DOUBLE FROM (SELECT rowid AS r, unnest("
                        + Values.expression(encoding.column()) + ") AS e FROM " + table + ") ORDER BY ALL",
                chunk -> {
                    for (long i = 0; i < chunk.rowCount(); i++) {
                        int code = codeOf.getOrDefault(chunk.vector(1).getString(i), -1);
                        float value = (float) chunk.vector(2).getDouble(i);
                        // Sparse features keep what is not 0.
                        if (code >= 0 && value != 0 && Float.isFinite(value)) {
                            entries.add((int) chunk.vector(0).getLong(i), code);
                            numbers.add(value);
                        }
                    }
                });
        blocks.add(entries.block(first, Arrays.copyOf(numbers.values, numbers.size))
                .byFeature(encoding.names().size()));
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

    /** Numbers, as many as there come. */
    private static final class Floats {
        float[] values = new float[1024];
        int size;

        void add(float value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }
    }
}
