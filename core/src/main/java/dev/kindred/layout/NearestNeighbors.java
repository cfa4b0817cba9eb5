package dev.kindred.layout;

import dev.kindred.cluster.KMeans;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The nearest other rows of each row of a matrix, by Euclidean distance. {@link #exact} compares all pairs, {@code O(n^2 h)}, as one blocked product;
 * {@link #byCells} compares a row with the rows of cells near its own, {@code O(n^1.5 h)}, and misses a few. Both walk over blocks of columns packed as the
 * product reads them and keep nothing but the nearest. Of rows at equal distances those come first that stand behind the row itself, so that identical rows do not
 * all name the same few.
 *
 * @param count neighbors of each row, k
 * @param rows {@code [n x k]} nearest first
 * @param squaredDistances {@code [n x k]} to them
 */
record NearestNeighbors(int count, int[] rows, float[] squaredDistances) {
    /** Columns of a block: {@code 4 (h + 1)} bytes each, to stay in the second-level cache with a tile of distances. */
    private static final int BLOCK = 512;

    /** Rows of a tile of distances, a multiple of the product's own. */
    private static final int TILE = 8 * Kernels.TILE_ROWS;

    /** Cells that a cell's rows are compared with, its own among them. */
    private static final int PROBES = 32;

    /** Rows that the cells' centers are fitted to. */
    private static final int FITTED = 20_000;

    /**
     * All pairs compared.
     *
     * @param wanted neighbors of each row; fewer where there are no more rows
     */
    static NearestNeighbors exact(Compute compute, Matrix x, int wanted) {
        int n = x.rows();
        int[] order = IntStream.range(0, n).toArray();
        int blocks = Math.max(1, (n + BLOCK - 1) / BLOCK);
        int[] bounds = new int[blocks + 1];
        Arrays.setAll(bounds, b -> Math.min(n, b * BLOCK));
        Search search = new Search(compute, x, order, bounds, Math.min(wanted, Math.max(0, n - 1)));
        Chunks chunks = Chunks.ofRows(n, 2L * n * x.columns(), TILE);
        compute.workers().forEach(chunks.count(), (chunk, worker) -> {
            int own = chunks.from(chunk) / BLOCK;
            for (int b = 0; b < blocks; b++) {
                search.compare(chunks.from(chunk), chunks.to(chunk), (own + b) % blocks, worker);
            }
        });
        return search.result(compute);
    }

    /**
     * Rows are dealt into cells by k-means, and compared with those of the nearest cells.
     *
     * @param wanted neighbors of each row; a row of few has none beyond, told by -1
     * @param seed of the cells
     */
    static NearestNeighbors byCells(Compute compute, Matrix x, int wanted, long seed) {
        int n = x.rows();
        int cells = (int) Math.sqrt(n);
        Matrix centers = centers(compute, x, cells, seed);
        int[] cellOf = nearestCells(compute, x, centers);
        int[] bounds = new int[cells + 1];
        for (int cell : cellOf) {
            bounds[cell + 1]++;
        }
        Arrays.parallelPrefix(bounds, Integer::sum);
        int[] next = bounds.clone();
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[next[cellOf[i]]++] = i;
        }
        Search search = new Search(compute, x, order, bounds, Math.min(wanted, Math.max(0, n - 1)));
        NearestNeighbors near = exact(compute, centers, PROBES - 1);
        compute.workers().forEach(cells, (cell, worker) -> {
            search.compare(bounds[cell], bounds[cell + 1], cell, worker);
            for (int p = 0; p < near.count; p++) {
                search.compare(bounds[cell], bounds[cell + 1], near.rows[cell * near.count + p], worker);
            }
        });
        return search.result(compute);
    }

    private static Matrix centers(Compute compute, Matrix x, int cells, long seed) {
        int fitted = Math.min(x.rows(), Math.max(FITTED, 8 * cells));
        Matrix sample = Matrix.zeros(fitted, x.columns());
        for (int i = 0; i < fitted; i++) {
            int row = (int) ((long) i * x.rows() / fitted);
            System.arraycopy(x.data(), row * x.columns(), sample.data(), i * x.columns(), x.columns());
        }
        return new KMeans(cells, 1, 8, 1e-3).fit(compute, sample, seed).centers();
    }

    private static int[] nearestCells(Compute compute, Matrix x, Matrix centers) {
        int cells = centers.rows();
        int width = x.columns();
        int[] nearest = new int[x.rows()];
        Chunks chunks = Chunks.ofRows(x.rows(), 2L * cells * width);
        float[] scratch = new float[compute.threads() * cells];
        compute.workers().forEach(chunks.count(), (chunk, worker) -> {
            int at = worker * cells;
            for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                compute.kernels()
                        .squaredDistances(x.data(), i * width, width, centers.data(), 0, width, cells, scratch, at);
                int best = 0;
                for (int c = 1; c < cells; c++) {
                    best = scratch[at + c] < scratch[at + best] ? c : best;
                }
                nearest[i] = best;
            }
        });
        return nearest;
    }

    /** Rows and columns made ready for the product, and the nearest found so far. */
    private static final class Search {
        private final Kernels kernels;
        private final int n;
        private final int inner;
        private final int count;
        private final int[] order;
        private final int[] bounds;

        /** {@code [n x (h + 1)]} {@code -2 x, 1} in the given order. */
        private final float[] left;

        /** Block after block, {@code [(h + 1) x columns of the block]}: {@code x; |x|^2}. */
        private final float[] right;

        private final float[] squares;
        private final int[] rows;
        private final float[] distances;
        private final float[] tiles;
        private final int longest;

        Search(Compute compute, Matrix x, int[] order, int[] bounds, int count) {
            this.kernels = compute.kernels();
            this.n = x.rows();
            this.inner = x.columns() + 1;
            this.count = count;
            this.order = order;
            this.bounds = bounds;
            this.left = new float[Math.multiplyExact(n, inner)];
            this.right = new float[left.length];
            this.squares = new float[n];
            this.rows = new int[Math.multiplyExact(n, count)];
            this.distances = new float[rows.length];
            this.longest = IntStream.range(1, bounds.length)
                    .map(b -> bounds[b] - bounds[b - 1])
                    .max()
                    .orElse(0);
            this.tiles = new float[Math.multiplyExact(compute.threads() * TILE, longest)];
            Arrays.fill(rows, -1);
            Arrays.fill(distances, Float.POSITIVE_INFINITY);
            for (int b = 0; b + 1 < bounds.length; b++) {
                pack(x, b);
            }
        }

        private void pack(Matrix x, int block) {
            int width = bounds[block + 1] - bounds[block];
            int base = bounds[block] * inner;
            for (int p = bounds[block]; p < bounds[block + 1]; p++) {
                int from = order[p] * x.columns();
                int column = base + p - bounds[block];
                for (int c = 0; c < x.columns(); c++) {
                    float value = x.data()[from + c];
                    left[p * inner + c] = -2 * value;
                    right[column + c * width] = value;
                }
                left[p * inner + inner - 1] = 1;
                squares[p] = kernels.dot(x.data(), from, x.data(), from, x.columns());
                right[column + (inner - 1) * width] = squares[p];
            }
        }

        /** Compares rows {@code from .. to - 1}, in the given order, with a block's columns. */
        void compare(int from, int to, int block, int worker) {
            int first = bounds[block];
            int width = bounds[block + 1] - first;
            int tile = worker * TILE * longest;
            for (int at = from; width > 0 && at < to; at += TILE) {
                int height = Math.min(TILE, to - at);
                kernels.multiply(
                        left,
                        at * inner,
                        inner,
                        1,
                        height,
                        inner,
                        right,
                        first * inner,
                        width,
                        tiles,
                        tile,
                        width,
                        width,
                        false);
                for (int r = 0; r < height && count > 0; r++) {
                    int own = at + r - first;
                    int split = own >= 0 && own < width ? own : 0;
                    keepNearest(at + r, tile + r * width, first, split, width);
                    keepNearest(at + r, tile + r * width, first, 0, split);
                }
            }
        }

        /** Looks at columns {@code from .. to - 1} of a row of the tile. */
        private void keepNearest(int p, int tile, int first, int from, int to) {
            int last = p * count + count - 1;
            float worst = distances[last];
            for (int c = from; c < to; c++) {
                float distance = tiles[tile + c];
                if (distance < worst && first + c != p) {
                    int at = last;
                    while (at > last - count + 1 && distances[at - 1] > distance) {
                        distances[at] = distances[at - 1];
                        rows[at] = rows[at - 1];
                        at--;
                    }
                    distances[at] = distance;
                    rows[at] = first + c;
                    worst = distances[last];
                }
            }
        }

        /** From positions in the given order to rows, and whole distances. */
        NearestNeighbors result(Compute compute) {
            int[] found = new int[rows.length];
            float[] squared = new float[rows.length];
            Chunks chunks = Chunks.ofRows(n, 4L * count);
            compute.workers().forEach(chunks.count(), (chunk, worker) -> {
                for (int p = chunks.from(chunk); p < chunks.to(chunk); p++) {
                    for (int c = 0; c < count; c++) {
                        int from = p * count + c;
                        int to = order[p] * count + c;
                        found[to] = rows[from] < 0 ? -1 : order[rows[from]];
                        squared[to] = Math.max(0, distances[from] + squares[p]);
                    }
                }
            });
            return new NearestNeighbors(count, found, squared);
        }
    }
}
