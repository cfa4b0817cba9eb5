package dev.kindred.autograd;

import static dev.kindred.autograd.Gradients.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.DenseRows;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.graph.SparseRows;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.store.GraphStore;
import dev.kindred.store.StoredGraph;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products and sums with features that are loaded in many pieces, against those that lie on the heap: the same bits. */
class MappedFeaturesTest {
    @TempDir
    Path folder;

    private Features mapped(Features features) throws IOException {
        Path store = folder.resolve("store");
        Graph edges = Graph.of(Graph.Direction.DIRECTED, new long[features.rows() + 1], new int[0], null);
        GraphStore.write(
                store,
                Existing.OVERWRITE,
                new StoredGraph(new AttributedGraph(edges, features), null, null, null, List.of()));
        return GraphStore.read(store).graph().features();
    }

    private static int[] shuffled(int size) {
        int[] order = new int[size];
        Random random = new Random(7);
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    /** Value and gradient of a step's only operation, at several numbers of threads. */
    private static List<float[]> run(Matrix weight, BiFunction<Tape, Variable, Variable> operation) {
        List<float[]> results = new ArrayList<>();
        for (int threads : new int[] {1, 3}) {
            try (Compute compute = Compute.create(threads)) {
                Tape tape = new Tape(compute);
                for (int step = 0; step < 2; step++) {
                    tape.begin(Tape.Mode.TRAIN, 5, step);
                    Variable w = tape.input(weight);
                    Variable y = operation.apply(tape, w);
                    Matrix dy = random(y.rows(), y.columns(), 3);
                    System.arraycopy(dy.data(), 0, y.gradient().data(), 0, dy.data().length);
                    tape.backward();
                    results.add(y.value().data().clone());
                    results.add(w.finishedGradient().data().clone());
                }
            }
        }
        return results;
    }

    private static void assertSame(List<float[]> actual, List<float[]> expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(Arrays.mismatch(actual.get(i), expected.get(i)))
                    .as("result %d: first element that differs", i)
                    .isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "37, 5, 3", "1200, 4001, 70", "2100, 130, 64"})
    void linear(int rows, int inner, int width) throws Exception {
        DenseFeatures heap =
                new DenseFeatures(rows, inner, random(rows, inner, 1).data());
        int[] order = shuffled(rows);
        Matrix weight = random(inner, width, 2);
        DenseRows mapped = (DenseRows) mapped(heap).select(order).normalized(Features.Normalization.L2);
        DenseInput ordered = new DenseInput(heap.select(order).normalized(Features.Normalization.L2));
        for (double dropout : new double[] {0, .4}) {
            assertSame(
                    run(weight, (tape, w) -> Linear.apply(tape, new DenseInput(mapped), dropout, w)),
                    run(weight, (tape, w) -> Linear.apply(tape, ordered, dropout, w)));
        }
    }

    /** Any rows, some twice and some not at all, of all four kinds of features, before and after scaling. */
    @Test
    void anyRowsAreSelected() throws Exception {
        DenseFeatures dense = new DenseFeatures(40, 3, random(40, 3, 5).data());
        SparseFeatures sparse = sparse(40, 9, 6);
        int[] rows = {39, 0, 7, 7, 0, 21, 39, 39};
        for (Features given : List.of(dense, sparse)) {
            for (Features features : List.of(given, mapped(given))) {
                for (Features.Normalization kind : Features.Normalization.values()) {
                    Features selected = features.normalized(kind).select(rows);
                    assertThat(selected.rows()).isEqualTo(rows.length);
                    assertThat(selected.columns()).isEqualTo(given.columns());
                    assertThat(selected.isMapped()).isEqualTo(features.isMapped());
                    float[] all = cells(given.normalized(kind));
                    float[] some = cells(selected);
                    for (int i = 0; i < rows.length; i++) {
                        int columns = given.columns();
                        assertThat(Arrays.copyOfRange(some, i * columns, (i + 1) * columns))
                                .isEqualTo(Arrays.copyOfRange(all, rows[i] * columns, (rows[i] + 1) * columns));
                    }
                    assertThat(cells(selected.select(new int[] {2, 2})))
                            .isEqualTo(cells(features.normalized(kind).select(new int[] {7, 7})));
                    assertThat(selected.select(new int[0]).rows()).isZero();
                }
                for (int wrong : new int[] {-1, 40}) {
                    assertThatThrownBy(() -> features.select(new int[] {3, wrong}))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage("selected rows: expected 0 to 39, got " + wrong + " at 1");
                }
            }
        }
    }

    private static float[] cells(Features features) {
        int columns = features.columns();
        float[] cells = new float[features.rows() * columns];
        switch (features) {
            case DenseRows d ->
                d.forEachRow((row, values, from) -> System.arraycopy(values, from, cells, row * columns, columns));
            case SparseRows s ->
                s.forEachRow((row, indices, values, from, to) -> {
                    for (int e = from; e < to; e++) {
                        cells[row * columns + indices[e]] += values[e];
                    }
                });
        }
        return cells;
    }

    @Test
    void sum() throws Exception {
        DenseFeatures heap = new DenseFeatures(900, 700, random(900, 700, 1).data());
        DenseRows mapped = (DenseRows) mapped(heap);
        Matrix x = random(900, 700, 2);
        assertSame(
                run(x, (tape, v) -> Add.apply(tape, v, new DenseInput(mapped))),
                run(x, (tape, v) -> Add.apply(tape, v, new DenseInput(heap))));
    }

    private static SparseFeatures sparse(int rows, int columns, int most) {
        Random random = new Random(4);
        long[] offsets = new long[rows + 1];
        int[] indices = new int[rows * most];
        for (int i = 0; i < rows; i++) {
            int count = random.nextInt(most + 1);
            for (int e = 0; e < count; e++) {
                // Column 0 has an entry of nearly every row, and some columns have none.
                indices[(int) offsets[i] + e] = e == 0 ? 0 : random.nextInt(columns);
            }
            offsets[i + 1] = offsets[i] + count;
        }
        float[] values = random((int) offsets[rows], 1, 6).data();
        return new SparseFeatures(columns, offsets, Arrays.copyOf(indices, values.length), values);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "50, 7, 4", "50000, 40, 100", "3, 9, 100000"})
    void sparseLinear(int rows, int columns, int most) throws Exception {
        SparseFeatures heap = sparse(rows, columns, most);
        int[] order = shuffled(rows);
        Matrix weight = random(columns, 18, 2);
        SparseRows mapped = (SparseRows) mapped(heap).select(order).normalized(Features.Normalization.ROW_SUM);
        SparseInput fromFile = new SparseInput(mapped);
        SparseInput ordered = new SparseInput(heap.select(order).normalized(Features.Normalization.ROW_SUM));
        for (double dropout : new double[] {0, .4}) {
            assertSame(
                    run(weight, (tape, w) -> SparseLinear.apply(tape, fromFile, dropout, w)),
                    run(weight, (tape, w) -> SparseLinear.apply(tape, ordered, dropout, w)));
        }
    }
}
