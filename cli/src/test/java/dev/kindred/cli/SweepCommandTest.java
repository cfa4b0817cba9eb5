package dev.kindred.cli;

import static dev.kindred.cli.CommandLineRun.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code kindred sweep} and {@code -k auto}. */
class SweepCommandTest {
    private static final List<String> RESULTS =
            List.of("clusters.csv", "embedding.npy", "model.safetensors", "sweep.json", "sweep.csv");

    @TempDir
    Path folder;

    private static CommandLineRun done(Object... args) {
        CommandLineRun run = CommandLineRun.of(args);
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private Object[] cluster(Path data, Path out, Object... more) {
        List<Object> args = new ArrayList<>(List.of("cluster", "--data", data, "--out", out));
        args.addAll(List.of("--pretrain-epochs", 20, "--finetune-epochs", 10, "--threads", 2, "--quiet"));
        args.addAll(List.of(more));
        return args.toArray();
    }

    private static JsonNode json(Path file) throws IOException {
        return RunReport.JSON.readTree(Files.readString(file));
    }

    private Path planted() throws IOException {
        return PlantedFile.write(folder.resolve("planted.npz"), 300, 3);
    }

    private Path nothing() throws IOException {
        return PlantedFile.writeNothing(folder.resolve("nothing.npz"), 300, 4);
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void findsTheNumberOfPlantedGroups() throws Exception {
        Path out = folder.resolve("sweep");
        CommandLineRun run =
                done("sweep", "--data", planted(), "-k", "2..5", "--pretrain-epochs", 20, "--out", out, "--quiet");
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(7);
        assertThat(lines.getFirst()).contains("agreement (chance)", "modularity (chance)", "evidence (chance)");
        assertThat(lines.get(2)).startsWith("   3 ").endsWith("chosen");
        assertThat(lines.get(5))
                .startsWith("k = 3: a block model of edges and attributes explains most with 3 clusters, ");
        assertThat(lines.get(6)).isEqualTo("results in " + out);
        assertThat(run.err()).isEmpty();
        JsonNode sweep = json(out.resolve("sweep.json"));
        assertThat(sweep.path("choice").path("k").asInt()).isEqualTo(3);
        assertThat(sweep.path("choice").path("sentence").asString()).isEqualTo(lines.get(5));
        assertThat(sweep.path("rows")).hasSize(4);
        List<String> table = Files.readAllLines(out.resolve("sweep.csv"));
        assertThat(table).hasSize(5);
        assertThat(table.getFirst())
                .startsWith(
                        "k,choice,occupied,largest,agreement,agreementChanceLow,agreementChanceMean,agreementChanceHigh,");
        assertThat(table.get(2)).startsWith("3,chosen,3,");
    }

    @Test
    void printsJsonAndKeepsEarlierResults() throws Exception {
        Path out = folder.resolve("sweep");
        Object[] args = {
            "sweep", "--data", planted(), "-k", "2,3", "--method", "leiden", "--out", out, "--json", "--quiet"
        };
        CommandLineRun run = done(args);
        assertThat(run.out()).isEqualTo(Files.readString(out.resolve("sweep.json")));
        assertFails(1, out + ": already exists; pass --overwrite to replace the results of a sweep", args);
    }

    @Test
    void saysThatThereIsNoClearStructure() throws Exception {
        Path out = folder.resolve("sweep");
        CommandLineRun run =
                done("sweep", "--data", nothing(), "-k", "2..4", "--pretrain-epochs", 5, "--out", out, "--quiet");
        assertThat(run.out())
                .contains(
                        "no clear structure: neither edges nor attributes differ from chance" + System.lineSeparator());
        assertThat(json(out.resolve("sweep.json")).path("choice").path("k").asInt())
                .isZero();
    }

    @Test
    void autoRefusesToClusterWhereThereIsNothing() throws Exception {
        Path data = nothing();
        Path out = folder.resolve("out");
        assertFails(
                1,
                "-k auto: no clear structure: neither edges nor attributes differ from chance; nothing was written. kindred sweep shows"
                        + " the scores, -k N clusters all the same, and kindred inspect tells what the columns and edges hold",
                cluster(data, out, "-k", "auto", "--k-range", "2..4"));
        assertThat(left()).containsExactly("nothing.npz");
    }

    @Test
    void autoClustersWithTheNumberThatItFound() throws Exception {
        Path data = planted();
        Path auto = folder.resolve("auto");
        Path given = folder.resolve("given");
        done(cluster(data, auto, "-k", "auto", "--k-range", "2..5"));
        done(cluster(data, given, "-k", 3));
        for (String name : RESULTS.subList(0, 3)) {
            assertThat(Files.mismatch(auto.resolve(name), given.resolve(name)))
                    .as(name)
                    .isEqualTo(-1);
        }
        JsonNode run = json(auto.resolve("run.json"));
        assertThat(run.path("sweep")).isEqualTo(json(auto.resolve("sweep.json")));
        assertThat(run.path("sweep").path("choice").path("k").asInt()).isEqualTo(3);
        assertThat(json(given.resolve("run.json")).has("sweep")).isFalse();
        assertThat(auto.resolve("sweep.csv")).exists();
        assertThat(left()).containsExactly("auto", "given", "planted.npz");
    }

    @Test
    void mistakesInNumbersOfClustersAreNamed() throws Exception {
        Path data = planted();
        Path out = folder.resolve("out");
        String range = "expected two or more numbers of clusters, each 2 or more, as in 2..20 or 2,4,8, got ";
        assertFails(2, "-k: expected a number or auto, got 2..5", cluster(data, out, "-k", "2..5"));
        assertFails(
                2, "--k-range: expected -k auto beside it, got -k 3", cluster(data, out, "-k", 3, "--k-range", "2..5"));
        assertFails(2, "--k-range: expected -k auto beside it, got no -k", cluster(data, out, "--k-range", "2..5"));
        assertFails(2, "--k-range: " + range + "5..2", cluster(data, out, "-k", "auto", "--k-range", "5..2"));
        assertFails(
                2, "-k: expected at most 300 (nodes), got 400", cluster(data, out, "-k", "auto", "--k-range", "2,400"));
        assertFails(2, "-k: " + range + "3", "sweep", "--data", data, "-k", 3);
        assertFails(2, "-k: " + range + "1..3", "sweep", "--data", data, "-k", "1..3");
        assertFails(
                2,
                "-k: expected the number of clusters, got auto; kindred sweep finds one",
                "compare",
                "--data",
                data,
                "-k",
                "auto");
        assertThat(left()).containsExactly("planted.npz");
    }

    @Test
    void estimatesARunThatFindsItsNumber() throws Exception {
        Path data = planted();
        CommandLineRun auto = done("estimate", "--data", data, "-k", "auto", "--k-range", "2..9", "--threads", 2);
        assertThat(auto.out())
                .containsPattern("\\d\\.\\d MB {4}sweep\\n")
                .containsPattern("\\d\\.\\d MB {6}draws of chance\\n")
                .containsPattern("about \\d+\\.\\d s for the sweep over 2\\.\\.9 with 2 threads, then\\n")
                .containsPattern("about \\d+\\.\\d s with 2 threads, without reading and writing\\n");
    }
}
