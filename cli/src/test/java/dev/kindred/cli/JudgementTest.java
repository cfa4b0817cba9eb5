package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.eval.LabelMetrics;
import dev.kindred.eval.LabelMetrics.Matching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Judging never costs a run: the results are in place before, whatever becomes of the metrics. */
class JudgementTest {
    @TempDir
    Path folder;

    private Object[] cluster(String labelOf, Object... more) throws IOException {
        StringBuilder nodes = new StringBuilder("id,size,status\n");
        StringBuilder edges = new StringBuilder("source,target\n");
        for (int i = 0; i < 40; i++) {
            nodes.append("n%d,%d,%s\n".formatted(i, i / 20 * 50 + i % 7, labelOf.replace("#", String.valueOf(i))));
            edges.append("n%d,n%d\n".formatted(i, i / 20 * 20 + (i + 1) % 20));
        }
        List<Object> args = new ArrayList<>(List.of("cluster", "--nodes"));
        args.add(Files.writeString(folder.resolve("nodes.csv"), nodes));
        args.addAll(List.of("--edges", Files.writeString(folder.resolve("edges.csv"), edges)));
        args.addAll(List.of("--label", "status", "-k", 2, "--out", folder.resolve("out"), "--quiet"));
        args.addAll(List.of("--pretrain-epochs", 3, "--finetune-epochs", 2));
        args.addAll(List.of(more));
        return args.toArray();
    }

    @Test
    void aLabelColumnWithoutValuesIsAWarning() throws Exception {
        CommandLineRun run = CommandLineRun.of(cluster(""));
        String warning = "labels: no node has one, the result will not be compared with them";
        assertThat(run.err().lines()).contains("warning: " + warning);
        assertThat(run.code()).isZero();
        RunFolder results = RunFolder.open(folder.resolve("out"));
        assertThat(results.report().warnings()).contains(warning);
        assertThat(results.report().judged()).isTrue();
        assertThat(results.report().json().at("/metrics/structure/modularity").isNumber())
                .isTrue();
        assertThat(results.report().json().at("/metrics/labels").isMissingNode())
                .isTrue();
        assertThat(results.clusters().ids()).hasSize(40);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("nodes.csv", "edges.csv", "out");
        }
    }

    @Test
    void aLabelForEachNodeIsCompared() throws Exception {
        CommandLineRun run = CommandLineRun.of(cluster("class#"));
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode labels = RunFolder.open(folder.resolve("out")).report().json().at("/metrics/labels");
        assertThat(labels.at("/accuracy").asDouble()).isEqualTo(2. / 40);
        assertThat(labels.at("/matching").asString()).isEqualTo("EXACT");
    }

    @Test
    void whatCannotBeComputedIsMissingAndSaid() {
        Judgement judgement = Judgement.of(
                () -> {
                    throw new IllegalArgumentException("labels: expected 3 (nodes), got 2");
                },
                () -> {
                    throw new OutOfMemoryError("Java heap space");
                },
                () -> null);
        assertThat(judgement)
                .isEqualTo(new Judgement(
                        null,
                        null,
                        null,
                        List.of(
                                "metrics of the edges could not be computed; the results themselves are complete: labels: expected 3"
                                        + " (nodes), got 2",
                                "metrics of the labels could not be computed; the results themselves are complete: memory ran out; allow"
                                        + " more, for example with KINDRED_JAVA_OPTS=-Xmx8g")));
        LabelMetrics bounds = new LabelMetrics(.5, 0, 0, 0, .5, 0, 0, 0, Matching.GREEDY);
        assertThat(Judgement.of(() -> null, () -> bounds, () -> null).warnings())
                .containsExactly(
                        "accuracy and macro F1 are lower bounds: there are too many labels and clusters to match them exactly");
    }

    /** A process that was killed while it judged left results without metrics; they are not trained again. */
    @Test
    void resultsThatWereNotJudgedAreFinished() throws Exception {
        Path out = folder.resolve("out");
        assertThat(CommandLineRun.of(cluster("a")).code()).isZero();
        Map<?, ?> report = RunReport.JSON.readValue(Files.readString(out.resolve("run.json")), Map.class);
        String id = String.valueOf(report.get("run"));
        report.remove("metrics");
        report.remove("verdict");
        Files.writeString(out.resolve("run.json"), RunReport.JSON.writeValueAsString(report));
        Path unfinished = Files.createDirectory(folder.resolve(".out.unfinished"));
        Object[] args = cluster("a");
        List<String> arguments = new ArrayList<>(List.of("--out=" + out));
        IntStream.range(1, args.length)
                .filter(i -> args[i].equals("--nodes") || args[i].equals("--edges") || args[i].equals("-k"))
                .forEach(i -> arguments.add((args[i].equals("-k") ? "--clusters" : args[i]) + "=" + args[i + 1]));
        Files.writeString(
                unfinished.resolve("run.json"),
                RunReport.JSON.writeValueAsString(
                        new UnfinishedRun.Begun(id, "cluster", arguments, List.of("cluster"))));
        assertThat(CommandLineRun.of("resume", out))
                .isEqualTo(new CommandLineRun(
                        0,
                        "the run had finished; results in " + out
                                + "; its metrics are missing, kindred evaluate computes them" + System.lineSeparator(),
                        ""));
        assertThat(unfinished).doesNotExist();
    }
}
