package dev.kindred.explain;

import dev.kindred.explain.Column.Kind;
import dev.kindred.graph.DenseRows;
import dev.kindred.graph.Features;
import dev.kindred.graph.SparseRows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Attributes read back from a feature matrix: {@code scale x + center} gives a number in the user's units, a value other than 0 the category, the flag or the term.
 * Sparse features are kept by column as well, which takes {@code 8} bytes a stored value.
 */
public final class FeatureColumns implements ColumnValues {
    /**
     * How one column stands in the matrix.
     *
     * @param column what it is
     * @param center of a number, in the user's units
     * @param scale of a number: what 1 in the matrix is in the user's units
     * @param missing the column of the matrix that says that a node has no value, -1 where there is none
     */
    public record Source(Column column, double center, double scale, int missing) {
        /** Values as they stand in the matrix, none missing. */
        public static Source asStored(Column column) {
            return new Source(column, 0, 1, -1);
        }
    }

    private final Features features;
    private final List<Source> sources;
    private final List<Column> columns;
    private final Entries entries;

    private FeatureColumns(Features features, List<Source> sources) {
        this.features = features;
        this.sources = List.copyOf(sources);
        this.columns = sources.stream().map(Source::column).toList();
        this.entries = features instanceof SparseRows sparse ? Entries.of(sparse) : Entries.NONE;
        for (Column column : columns) {
            if (column.firstFeature() + column.features() > features.columns()) {
                throw new IllegalArgumentException("column " + column.name() + ": expected features up to "
                        + features.columns() + " (columns of the matrix), got up to "
                        + (column.firstFeature() + column.features()));
            }
        }
    }

    /** Columns that the caller knows. */
    public static FeatureColumns of(Features features, List<Source> sources) {
        return new FeatureColumns(features, sources);
    }

    /**
     * A matrix without names: its columns are called by their numbers. Where it is sparse, or holds but one value besides 0, a column is something that a node has
     * or has not; otherwise it is a number.
     */
    public static FeatureColumns unnamed(Features features) {
        int d = features.columns();
        if (d == 0) {
            return of(features, List.of());
        }
        boolean binary = features instanceof DenseRows dense ? hasOneValue(dense) : true;
        if (binary) {
            List<String> names =
                    IntStream.range(0, d).mapToObj(Integer::toString).toList();
            return of(features, List.of(Source.asStored(new Column("column", Kind.TERMS, names, 0, d))));
        }
        return of(
                features,
                IntStream.range(0, d)
                        .mapToObj(c -> Source.asStored(new Column("column " + c, Kind.NUMBER, List.of(), c, 1)))
                        .toList());
    }

    private static boolean hasOneValue(DenseRows dense) {
        float[] only = {0};
        boolean[] another = {false};
        dense.forEachRow((row, values, from) -> {
            for (int c = from; c < from + dense.columns(); c++) {
                if (values[c] != 0 && values[c] != only[0]) {
                    another[0] |= only[0] != 0;
                    only[0] = values[c];
                }
            }
        });
        return !another[0];
    }

    @Override
    public int nodes() {
        return features.rows();
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public void numbersInto(int column, double[] out) {
        Source source = sources.get(column);
        Arrays.fill(out, 0, nodes(), source.center);
        forEachValue(source.column.firstFeature(), (node, value) -> out[node] = source.center + source.scale * value);
        if (source.missing >= 0) {
            forEachValue(source.missing, (node, value) -> out[node] = Double.NaN);
        }
    }

    @Override
    public void codesInto(int column, int[] out) {
        Source source = sources.get(column);
        boolean flag = source.column.kind() == Kind.FLAG;
        Arrays.fill(out, 0, nodes(), flag ? 0 : -1);
        int codes = flag ? 1 : source.column.values().size();
        for (int code = 0; code < codes; code++) {
            int shown = flag ? 1 : code;
            forEachValue(source.column.firstFeature() + code, (node, value) -> out[node] = shown);
        }
        if (source.missing >= 0) {
            forEachValue(source.missing, (node, value) -> out[node] = -1);
        }
    }

    @Override
    public void forEachTerm(int column, TermVisitor visitor) {
        Column terms = columns.get(column);
        int first = terms.firstFeature();
        if (features instanceof DenseRows dense) {
            dense.forEachRow((row, values, from) -> {
                for (int term = 0; term < terms.values().size(); term++) {
                    if (values[from + first + term] != 0) {
                        visitor.visit(row, term);
                    }
                }
            });
            return;
        }
        for (int term = 0; term < terms.values().size(); term++) {
            int own = term;
            forEachValue(first + term, (node, value) -> visitor.visit(node, own));
        }
    }

    @Override
    public int[] termsOf(int column, int node) {
        Column terms = columns.get(column);
        int first = terms.firstFeature();
        int count = terms.values().size();
        if (features instanceof SparseRows sparse) {
            SparseRows.Block block = new SparseRows.Block();
            sparse.load(node, node + 1, block);
            int from = (int) (sparse.rowOffsets()[node] - block.firstIndex());
            int to = (int) (sparse.rowOffsets()[node + 1] - block.firstIndex());
            int values = block.firstIndex() - block.firstValue();
            return IntStream.range(from, to)
                    .filter(e -> block.values()[e + values] != 0)
                    .map(e -> block.indices()[e] - first)
                    .filter(term -> term >= 0 && term < count)
                    .sorted()
                    .toArray();
        }
        return IntStream.range(0, count)
                .filter(term -> value(node, first + term) != 0)
                .toArray();
    }

    @Override
    public boolean has(int column, int node, int value) {
        Column asked = columns.get(column);
        boolean listed = asked.kind() == Kind.TERMS || asked.kind() == Kind.CATEGORY;
        boolean stored = listed && value >= 0 && sources.get(column).missing < 0;
        return stored ? value(node, asked.firstFeature() + value) != 0 : ColumnValues.super.has(column, node, value);
    }

    @Override
    public double numberOf(int column, int node) {
        Source source = sources.get(column);
        return source.missing >= 0 && value(node, source.missing) != 0
                ? Double.NaN
                : source.center + source.scale * value(node, source.column.firstFeature());
    }

    @Override
    public int codeOf(int column, int node) {
        Source source = sources.get(column);
        if (source.missing >= 0 && value(node, source.missing) != 0) {
            return -1;
        }
        if (source.column.kind() == Kind.FLAG) {
            return value(node, source.column.firstFeature()) != 0 ? 1 : 0;
        }
        for (int code = 0; code < source.column.values().size(); code++) {
            if (value(node, source.column.firstFeature() + code) != 0) {
                return code;
            }
        }
        return -1;
    }

    private float value(int node, int feature) {
        return switch (features) {
            case DenseRows dense -> {
                DenseRows.Block block = new DenseRows.Block();
                dense.load(new DenseRows.Window(node, 1, feature, 1), block);
                yield block.values()[block.offset()];
            }
            case SparseRows sparse -> entries.at(node, feature);
        };
    }

    /** Takes a value other than 0. */
    private interface ValueVisitor {
        void visit(int node, float value);
    }

    private void forEachValue(int feature, ValueVisitor visitor) {
        switch (features) {
            case DenseRows dense -> {
                DenseRows.Block block = new DenseRows.Block();
                int atOnce = DenseRows.VALUES_AT_ONCE;
                for (int from = 0; from < nodes(); from += atOnce) {
                    int rows = Math.min(atOnce, nodes() - from);
                    dense.load(new DenseRows.Window(from, rows, feature, 1), block);
                    for (int r = 0; r < rows; r++) {
                        float value = block.values()[block.offset() + r * block.stride()];
                        if (value != 0) {
                            visitor.visit(from + r, value);
                        }
                    }
                }
            }
            case SparseRows sparse -> {
                for (int e = entries.offsets[feature]; e < entries.offsets[feature + 1]; e++) {
                    if (entries.values[e] != 0) {
                        visitor.visit(entries.rows[e], entries.values[e]);
                    }
                }
            }
        }
    }

    /** Sparse features by column, rows ascending. */
    private record Entries(int[] offsets, int[] rows, float[] values) {
        static final Entries NONE = new Entries(new int[1], new int[0], new float[0]);

        static Entries of(SparseRows sparse) {
            int[] offsets = new int[sparse.columns() + 1];
            sparse.forEachRow((row, columns, values, from, to) -> {
                for (int e = from; e < to; e++) {
                    offsets[columns[e] + 1]++;
                }
            });
            Arrays.parallelPrefix(offsets, Integer::sum);
            int[] next = offsets.clone();
            int[] rows = new int[offsets[sparse.columns()]];
            float[] stored = new float[rows.length];
            sparse.forEachRow((row, columns, values, from, to) -> {
                for (int e = from; e < to; e++) {
                    rows[next[columns[e]]] = row;
                    stored[next[columns[e]]++] = values[e];
                }
            });
            return new Entries(offsets, rows, stored);
        }

        float at(int row, int column) {
            int found = Arrays.binarySearch(rows, offsets[column], offsets[column + 1], row);
            return found < 0 ? 0 : values[found];
        }
    }
}
