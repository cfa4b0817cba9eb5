package dev.kindred.tables;

import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Features;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.notice.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The features of a table column by column, put together as rows, sparse or dense by how full they are. */
final class FeatureEntries {
    /**
     * Features of one column of the table.
     *
     * @param first its first feature
     * @param width numbers a row, where every row has all
     * @param rows of each entry, or null where the entries are those of all rows
     * @param codes of each entry, the feature less {@code first}, -1 where there is none; null where every row has all
     * @param values of each entry, or null where all are 1
     */
    record Block(int first, int width, int @Nullable [] rows, int @Nullable [] codes, float @Nullable [] values) {
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

    private final List<Block> blocks = new ArrayList<>();

    /** Adds the features of one more column. */
    void add(Block block) {
        blocks.add(block);
    }

    /**
     * Puts the blocks together and lets them go.
     *
     * @param width features in all
     */
    Features assembled(int rows, int width) {
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
                    + "; leave out columns (" + Setting.IGNORE + ") or keep less of them (" + Setting.MOST_CATEGORIES
                    + ", " + Setting.MOST_TERMS + ")");
        }
        return dense ? dense(rows, width) : sparse(rows, width, offsets);
    }

    private DenseFeatures dense(int rows, int width) {
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

    private SparseFeatures sparse(int rows, int width, long[] offsets) {
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

    /** Row and code of entries, as many as there come. */
    static final class Entries {
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
