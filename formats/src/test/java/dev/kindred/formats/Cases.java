package dev.kindred.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.tables.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** The small inputs that lie beside the checkout, and what is asserted of graphs. */
final class Cases {
    private static final Path FOLDER = Path.of("..", "..", "shared", "cases");

    private Cases() {}

    /** A file or folder of the cases; the test is skipped where they are not on this machine. */
    static Path require(String name) {
        String named = System.getenv("KINDRED_SHARED");
        for (Path folder : List.of(
                named == null ? FOLDER : Path.of(named, "cases"), Path.of("..").resolve(FOLDER))) {
            if (Files.exists(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        assumeTrue(false, "skipped: no ../shared/cases/" + name);
        throw new AssertionError();
    }

    static OpenedGraph open(Path path) throws IOException {
        return GraphFiles.read(path, TableOptions.defaults());
    }

    static OpenedGraph openDirected(Path path) throws IOException {
        return GraphFiles.read(path, TableOptions.defaults().withDirection(Direction.DIRECTED));
    }

    /** Edges as {@code a-b}, each once, or {@code a>b} of a directed graph; with weights where there are any. */
    static String edges(OpenedGraph opened) {
        Graph graph = opened.graph().graph();
        TreeSet<String> edges = new TreeSet<>();
        float[] weights = graph.weights();
        for (int i = 0; i < graph.nodes(); i++) {
            for (int e = (int) graph.rowOffsets()[i]; e < graph.rowOffsets()[i + 1]; e++) {
                int to = graph.columns()[e];
                if (!graph.isSymmetric() || i < to) {
                    edges.add(opened.ids().text(i)
                            + (graph.isSymmetric() ? "-" : ">")
                            + opened.ids().text(to)
                            + (weights == null ? "" : ":" + weights[e]));
                }
            }
        }
        return String.join(" ", edges);
    }

    /** The rows of the features, as text. */
    static List<String> rows(OpenedGraph opened) {
        List<String> rows = new ArrayList<>();
        Features features = opened.graph().features();
        Features dense = features instanceof SparseFeatures sparse ? sparse.toDense() : features;
        float[] values = ((DenseFeatures) dense).values();
        for (int i = 0; i < features.rows(); i++) {
            List<String> row = new ArrayList<>();
            for (int c = 0; c < features.columns(); c++) {
                row.add(Float.toString(values[i * features.columns() + c]).replaceFirst("\\.0$", ""));
            }
            rows.add(String.join(" ", row));
        }
        return rows;
    }

    /** The graph of the cases: 30 nodes in three groups of 10 and 80 edges; age 24.9 of the first, and its city as one of three. */
    static void assertCase(OpenedGraph opened) {
        assertThat(opened.graph().nodes()).isEqualTo(30);
        assertThat(opened.graph().graph().edges()).isEqualTo(160);
        assertThat(opened.graph().graph().degree(0)).isEqualTo(6);
        assertThat(opened.graph().graph().columns()).startsWith(1, 4, 5, 6, 9, 14);
        assertThat(opened.report().irregularities()).isEmpty();
    }

    static void assertCaseFeatures(OpenedGraph opened) {
        assertThat(rows(opened))
                .startsWith("24.9 1 0 0", "24 1 0 0")
                .endsWith("60 0 0 1")
                .hasSize(30);
    }

    static void assertCaseLabels(OpenedGraph opened) {
        int[] labels = Objects.requireNonNull(opened.labels());
        assertThat(labels).hasSize(30).containsOnly(0, 1, 2);
        for (int i = 0; i < labels.length; i++) {
            assertThat(labels[i]).isEqualTo(labels[i / 10 * 10]);
        }
    }
}
