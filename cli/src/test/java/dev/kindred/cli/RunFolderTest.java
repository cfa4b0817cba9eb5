package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.run.ClustersFile;
import dev.kindred.tensor.Matrix;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    Path folder;

    private Path results() throws Exception {
        Path data = PlantedFile.write(folder.resolve("planted.npz"), 40, 3);
        Path out = folder.resolve("out");
        CommandLineRun run = CommandLineRun.of(
                "cluster",
                "--data",
                data,
                "-k",
                3,
                "--seed",
                5,
                "--out",
                out,
                "--quiet",
                "--pretrain-epochs",
                3,
                "--finetune-epochs",
                2,
                "--hidden",
                "8,4");
        assertThat(run.code()).as(run.err()).isZero();
        return out;
    }

    private static void assertRefused(String message, ThrowingCallable reading) {
        assertThatThrownBy(reading).isInstanceOf(InvalidInputException.class).hasMessage(message);
    }

    @Test
    void everyFileIsReadBack() throws Exception {
        RunFolder run = RunFolder.open(results());
        ClustersFile.Rows rows = run.clusters();
        assertThat(rows.ids()).hasSize(40).startsWith("0", "1");
        assertThat(rows.clusters()).hasSize(40).containsOnly(0, 1, 2);
        for (int i = 0; i < 40; i++) {
            assertThat(rows.confidence()[i]).isBetween(1 / 3f, 1f);
            assertThat(rows.second()[i]).isNotEqualTo(rows.clusters()[i]);
            assertThat(rows.margin()[i]).isBetween(0f, 1f);
        }
        Matrix embedding = run.embedding();
        assertThat(embedding.rows()).isEqualTo(40);
        assertThat(embedding.columns()).isEqualTo(4);
        assertThat(run.model().steps()).isEqualTo(2);
        assertThat(run.encoding()).isNull();
        RunFolder.Report report = run.report();
        assertThat(report.seed()).isEqualTo(5);
        assertThat(report.judged()).isTrue();
        assertThat(report.commandLine()).startsWith("cluster", "--data");
        assertThat(report.id()).hasSize(36);
    }

    @Test
    void whatIsMissingOrDamagedIsNamed() throws Exception {
        Path none = folder.resolve("none");
        assertRefused(none + ": expected a folder of results, got nothing there", () -> RunFolder.open(none));
        assertRefused(
                folder + ": expected a folder of results, got one without clusters.csv and run.json",
                () -> RunFolder.open(folder));
        Path out = results();
        RunFolder run = RunFolder.open(out);
        assertRefused(
                out.resolve("run.json") + ": expected a folder of results, got a file",
                () -> RunFolder.open(out.resolve("run.json")));
        Files.writeString(out.resolve("run.json"), "{}");
        assertRefused(
                out.resolve("run.json") + ": expected the report of a run, got JSON without the key run", run::report);
        Files.writeString(out.resolve("clusters.csv"), "id,cluster,confidence,second,margin\n0,1,much,0,1\n");
        assertRefused(out.resolve("clusters.csv") + ", line 2: expected a number, got much", run::clusters);
        Files.writeString(out.resolve("clusters.csv"), "id,cluster,confidence,second,margin\n0,1,1\n");
        assertRefused(
                out.resolve("clusters.csv")
                        + ", line 2: expected 5 fields (id,cluster,confidence,second,margin), got 3",
                run::clusters);
        Files.delete(out.resolve("embedding.npy"));
        assertRefused(
                out.resolve("embedding.npy") + ": expected the embedding of a run, got nothing there", run::embedding);
        Files.delete(out.resolve("model.safetensors"));
        assertRefused(
                out.resolve("model.safetensors") + ": expected the model of a run, got nothing there", run::model);
    }
}
