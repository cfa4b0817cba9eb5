package dev.kindred.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kindred.Daegc;
import dev.kindred.eval.LabelMetrics;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.io.NpzGraph;
import dev.kindred.model.ModelConfig;
import dev.kindred.tables.ColumnEncoding.Terms;
import dev.kindred.tables.TableOptions.Names;
import dev.kindred.train.Clustering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Cora as a user's tables is Cora as the benchmark's arrays. */
class CoraTest {
    private static Path require(String name) {
        String named = System.getenv("KINDRED_SHARED");
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        Path file = (named == null ? folder.resolveSibling("shared") : Path.of(named))
                .resolve("data")
                .resolve(name);
        assumeTrue(Files.isRegularFile(file), () -> "skipped: real graphs are not on this machine (" + file + ")");
        return file;
    }

    private static TableGraph read(TableOptions options) throws Exception {
        return GraphTables.read(
                TableSource.files(require("cora-csv/nodes.csv").toString()),
                TableSource.files(require("cora-csv/edges.csv").toString()),
                options.withNames(new Names(null, null, null, null, "label")));
    }

    @Test
    void theWordsThatSomeNodeHasAreFound() throws Exception {
        TableGraph table = read(TableOptions.defaults());
        // w444 is a column of cora.npz that no node has.
        List<String> expected = IntStream.range(0, 1433)
                .filter(i -> i != 444)
                .mapToObj(i -> "words:w" + i)
                .toList();
        assertThat(table.encoding().features()).isEqualTo(expected);
        assertThat(table.report().irregularities()).isEmpty();
    }

    @Test
    void withTheSameEncodingAndSeedTheClustersAreTheSame() throws Exception {
        NpzGraph npz = NpzGraph.read(require("cora.npz"), Direction.SYMMETRIC);
        double[] ones = new double[1433];
        Arrays.fill(ones, 1);
        FeatureEncoding all = new FeatureEncoding(List.of(new Terms(
                "words",
                ColumnKind.WORDS,
                IntStream.range(0, 1433).mapToObj(i -> "w" + i).toList(),
                ones)));
        TableGraph table = read(TableOptions.defaults().encodedBy(all));
        SparseFeatures expected = (SparseFeatures) npz.graph().features();
        SparseFeatures features = (SparseFeatures) table.graph().features();
        assertThat(table.graph().graph().rowOffsets())
                .isEqualTo(npz.graph().graph().rowOffsets());
        assertThat(table.graph().graph().columns())
                .isEqualTo(npz.graph().graph().columns());
        assertThat(features.rowOffsets()).isEqualTo(expected.rowOffsets());
        assertThat(features.columnIndices()).isEqualTo(expected.columnIndices());
        assertThat(features.values()).isEqualTo(expected.values());
        int[] labels = table.labels();
        assertThat(labels).isNotNull().isEqualTo(npz.labels());
        ModelConfig config = Daegc.defaults(7);
        Clustering ours = Daegc.fit(table.graph(), config);
        Clustering theirs = Daegc.fit(npz.graph(), config);
        assertThat(LabelMetrics.adjustedRandIndex(ours.labels(), theirs.labels()))
                .isEqualTo(1);
        assertThat(ours.embedding().data()).isEqualTo(theirs.embedding().data());
    }
}
