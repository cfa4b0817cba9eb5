package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.Daegc;
import dev.kindred.eval.Verdict;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.StageConfig;
import dev.kindred.run.SavedRun;
import dev.kindred.tables.FeatureEncoding;
import dev.kindred.tables.GraphTables;
import dev.kindred.tables.TableGraph;
import dev.kindred.tables.TableOptions;
import dev.kindred.tables.TableSource;
import dev.kindred.train.Clustering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder saved from Java is read by the commands, and one that a command wrote by Java. */
class SavedFolderTest {
    @TempDir
    Path folder;

    private Path nodes;
    private Path edges;

    @BeforeEach
    void tables() throws Exception {
        StringBuilder people = new StringBuilder("id,age,city,label\n");
        StringBuilder links = new StringBuilder("source,target\n");
        for (int i = 0; i < 40; i++) {
            people.append("p-" + i + "," + (i < 20 ? 20 + i % 5 : 60 + i % 7) + "," + (i < 20 ? "Rome" : "Oslo") + ","
                    + (i < 20 ? "young" : "old") + "\n");
            for (int step : new int[] {1, 2, 3}) {
                links.append("p-" + i + ",p-" + (i / 20 * 20 + (i + step) % 20) + "\n");
            }
        }
        nodes = Files.writeString(folder.resolve("people.csv"), people);
        edges = Files.writeString(folder.resolve("links.csv"), links);
    }

    private TableGraph read() throws Exception {
        return GraphTables.read(
                TableSource.files(nodes.toString()),
                TableSource.files(edges.toString()),
                TableOptions.defaults().withId("id").withLabel("label"));
    }

    private static CommandLineRun ran(Object... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    @Test
    void commandsReadWhatJavaSaved() throws Exception {
        TableGraph table = read();
        ModelConfig config = Daegc.defaults(2).withStages(new StageConfig(20, .01, 0), new StageConfig(5, .001, 0));
        Clustering result = Daegc.fit(table.graph(), config);
        Path saved = folder.resolve("saved");
        table.run(result).save(saved);

        assertThat(ran("evaluate", "--clusters", saved, "--labels", nodes, "--label-column", "label", "--edges", edges)
                        .out())
                .contains("accuracy", "modularity");
        assertThat(ran("explain", saved).out()).contains("cluster");
        int cluster = SavedRun.load(saved).clusterOf("p-7");
        assertThat(cluster).isEqualTo(result.labels()[7]);
        assertThat(ran("explain", saved, "--node", "p-7").out()).contains("p-7", "cluster " + cluster);
        assertThat(ran("explain", saved, "--cluster", cluster).out()).contains("Rome");
        Path report = saved.resolve("report.html");
        assertThat(ran("report", saved).out()).isEqualTo("report in " + report + "\n");
        assertThat(Files.readString(report)).startsWith("<!doctype html>");
        assertThat(SavedRun.load(saved).clustering()).isEqualTo(result);
    }

    @Test
    void javaReadsWhatTheCommandWrote() throws Exception {
        for (String method : List.of("auto", "daegc", "kmeans")) {
            Path out = folder.resolve("out-" + method);
            ran(
                    "cluster",
                    "--nodes",
                    nodes,
                    "--edges",
                    edges,
                    "--label",
                    "label",
                    "-k",
                    2,
                    "--method",
                    method,
                    "--seed",
                    3,
                    "--pretrain-epochs",
                    6,
                    "--finetune-epochs",
                    3,
                    "--hidden",
                    "8,4",
                    "--out",
                    out,
                    "--quiet");
            SavedRun run = SavedRun.load(out);
            TableGraph table = read();
            assertThat(run.ids()).isEqualTo(table.ids());
            assertThat(FeatureEncoding.of(run)).isEqualTo(table.encoding());
            List<String> rows = Files.readAllLines(out.resolve("clusters.csv"));
            for (int i = 0; i < 40; i++) {
                assertThat(rows.get(i + 1)).startsWith("p-" + i + "," + run.clusterOf("p-" + i) + ",");
                assertThat(run.clustering()
                                .memberships()
                                .get(i, run.clustering().labels()[i]))
                        .isEqualTo(run.clustering().confidence()[i]);
            }
            assertThat(run.hasModel()).isEqualTo(!method.equals("kmeans"));
            assertThat(run.clustering().provenance().config().seed()).isEqualTo(3);
            if (run.hasModel()) {
                assertThat(run.clustering().model().config().clusters()).isEqualTo(2);
                assertThat(run.clustering().history()).hasSize(9);
                assertThat(Verdict.of(table.graph(), run.clustering()).seeds()).containsExactly(3L);
            }
            Path again = folder.resolve("again-" + method);
            run.explainedBy(table.graph(), table.columns()).save(again);
            assertThat(SavedRun.load(again).clustering()).isEqualTo(run.clustering());
            assertThat(ran("explain", again, "--cluster", 0).out())
                    .isEqualTo(ran("explain", out, "--cluster", 0).out());
        }
    }
}
