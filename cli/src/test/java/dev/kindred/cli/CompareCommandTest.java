package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CompareCommandTest {
    @TempDir
    Path folder;

    private Object[] tables(Object... more) throws IOException {
        Random random = new Random(1);
        StringBuilder nodes = new StringBuilder("id,size,height,group\n");
        StringBuilder edges = new StringBuilder("source,target\n");
        for (int i = 0; i < 90; i++) {
            nodes.append("n%d,%.3f,%.3f,g%d\n"
                    .formatted(i, i % 3 * 4 + random.nextGaussian(), i % 2 + random.nextGaussian(), i % 3));
            for (int e = 0; e < 3; e++) {
                edges.append("n%d,n%d\n".formatted(i, (i + 3 * (1 + random.nextInt(28))) % 90));
            }
        }
        List<Object> args = new java.util.ArrayList<>(List.of(
                "compare",
                "--nodes",
                Files.writeString(folder.resolve("nodes.csv"), nodes),
                "--edges",
                Files.writeString(folder.resolve("edges.csv"), edges),
                "--label",
                "group",
                "-k",
                3,
                "--quiet",
                "--pretrain-epochs",
                3,
                "--finetune-epochs",
                2));
        args.addAll(List.of(more));
        return args.toArray();
    }

    @Test
    void everyMethodAndSeedIsARow() throws Exception {
        Path table = folder.resolve("methods.json");
        CommandLineRun run = CommandLineRun.of(tables("--seeds", 2, "--table", table));
        assertThat(run.code()).as(run.err()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines.getFirst().split("\\s+"))
                .containsExactly(
                        "method",
                        "seed",
                        "clusters",
                        "modularity",
                        "coverage",
                        "edge",
                        "bits",
                        "attr",
                        "bits",
                        "agreement",
                        "seconds",
                        "MB",
                        "NMI",
                        "ARI");
        assertThat(lines).hasSize(1 + 14 + 1 + 1 + 7);
        assertThat(lines.get(15)).isEqualTo("agreement between methods (NMI, first seed)");
        JsonNode json = RunReport.JSON.readTree(Files.readString(table));
        assertThat(json.path("runs").size()).isEqualTo(14);
        assertThat(json.at("/runs/0/method").asString()).isEqualTo("auto");
        assertThat(json.at("/runs/0/taken").asString()).isEqualTo("blocks");
        assertThat(json.at("/runs/0/ari").asDouble()).isEqualTo(1);
        assertThat(json.at("/agreement/leiden/leiden").asDouble()).isEqualTo(1);
    }

    @Test
    void aMethodThatFailsIsARowThatSaysWhy() throws Exception {
        Object[] args = tables("--methods", "leiden,kmeans", "--table", folder.resolve("methods.csv"));
        Files.writeString(folder.resolve("edges.csv"), "source,target\n");
        CommandLineRun run = CommandLineRun.of(args);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines().toList().get(1))
                .isEqualTo("leiden        0  failed: method leiden: needs edges, and the graph has none");
        List<String> csv = Files.readAllLines(folder.resolve("methods.csv"));
        assertThat(csv.getFirst())
                .isEqualTo(
                        "method,seed,taken,clusters,largest,modularity,coverage,edgeBits,attributeBits,agreement,seconds,"
                                + "peakHeapBytes,accuracy,nmi,ari,macroF1,failure");
        assertThat(csv.get(1)).endsWith(",\"method leiden: needs edges, and the graph has none\"");
        assertThat(csv.get(2)).startsWith("kmeans,0,kmeans,3,");
    }

    @Test
    void refusesWhatItCannotWrite() throws Exception {
        CommandLineRun.assertFails(
                2, "--table: expected a file named .csv or .json, got t.txt", tables("--table", "t.txt"));
        Path there = Files.writeString(folder.resolve("there.csv"), "");
        CommandLineRun.assertFails(
                2, "--table: " + there + " already exists; pass --overwrite", tables("--table", there));
    }
}
