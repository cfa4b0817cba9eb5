package dev.kindred.cli;

import dev.kindred.eval.LabelMetrics;
import dev.kindred.eval.StructureMetrics;
import dev.kindred.eval.Verdict;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.io.Npy;
import dev.kindred.io.OutputFolder;
import dev.kindred.io.OutputFolder.Contents;
import dev.kindred.tables.CsvText;
import dev.kindred.train.Clustering;
import dev.kindred.train.ModelFile;
import dev.kindred.train.Repetition;
import dev.kindred.train.Stage;
import dev.kindred.train.TrainingListener;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes the folder of a run, complete or not at all: clusters.csv, embedding.npy, model.safetensors, run.json. */
final class RunFiles {
    static final String CLUSTERS = "clusters.csv";
    static final String EMBEDDING = "embedding.npy";
    static final String MODEL = "model.safetensors";
    static final String RUN = "run.json";
    static final String ENCODING = "encoding.json";
    static final Contents CONTENTS = new Contents(
            "the results of a run",
            List.of(
                    CLUSTERS,
                    EMBEDDING,
                    MODEL,
                    RUN,
                    ENCODING,
                    "clusters.parquet",
                    "clusters.jsonl",
                    "embedding.parquet",
                    "memberships.csv",
                    "memberships.parquet",
                    "memberships.jsonl"));

    /** Writes more files of a run. */
    interface MoreFiles {
        void write(OutputFolder folder) throws IOException;
    }

    static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * A finished run.
     *
     * @param runs what was trained
     * @param graph that was clustered
     * @param labels for judging, -1 where a node has none, or null
     * @param idOf the user's name of a node
     * @param input what was read: kind, path, bytes, checksum
     * @param inputWarnings what was mended in reading
     * @param preset the config began as
     * @param commandLine as it was typed
     * @param more files than every run has
     */
    record Run(
            Repetition.Result runs,
            AttributedGraph graph,
            int @Nullable [] labels,
            IntFunction<String> idOf,
            Map<String, Object> input,
            List<String> inputWarnings,
            String preset,
            List<String> commandLine,
            MoreFiles more) {
        Clustering result() {
            return runs.first();
        }

        StructureMetrics structure() {
            return StructureMetrics.of(
                    graph.graph(), result().labels(), result().centers().rows());
        }

        Verdict verdict() {
            return Verdict.of(
                    graph,
                    runs.runs().stream()
                            .map(run -> new Verdict.Run(run.seed(), run.pretrainedLabels(), run.labels()))
                            .toList(),
                    result().centers().rows());
        }

        @Nullable
        LabelMetrics labelMetrics() {
            return labels == null ? null : judged(labels, result().labels());
        }
    }

    private RunFiles() {}

    /** Puts the results in their place; the run is finished then. */
    static void write(UnfinishedRun place, Run run, Verdict verdict) throws IOException {
        try (OutputFolder output = OutputFolder.create(place.target(), place.existing(), CONTENTS)) {
            writeClusters(output.file(CLUSTERS), run);
            Clustering result = run.result();
            Npy.write(
                    output.file(EMBEDDING),
                    result.embedding().data(),
                    result.embedding().rows(),
                    result.embedding().columns());
            ModelFile.write(output.file(MODEL), result.model());
            Files.writeString(
                    output.file(RUN),
                    JSON.writeValueAsString(report(place.begun().id(), run, verdict)) + "\n");
            run.more().write(output);
            output.commit();
        }
        place.finished();
    }

    private static void writeClusters(Path file, Run run) throws IOException {
        Clustering result = run.result();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("id,cluster,confidence,second,margin\n");
            for (int i = 0; i < result.labels().length; i++) {
                out.write(CsvText.quoted(run.idOf().apply(i)));
                out.write("," + result.labels()[i] + "," + result.confidence()[i] + "," + result.second()[i] + ","
                        + result.margin()[i] + "\n");
            }
        }
    }

    private static Map<String, Object> report(String id, Run run, Verdict verdict) throws IOException {
        Clustering result = run.result();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("kindred", result.provenance().version());
        report.put("run", id);
        report.put("commandLine", run.commandLine());
        report.put("input", run.input());
        Map<String, Object> graph = new LinkedHashMap<>();
        graph.put("nodes", run.graph().nodes());
        graph.put("entries", run.graph().graph().edges());
        graph.put("symmetric", run.graph().graph().isSymmetric());
        graph.put("features", run.graph().features().columns());
        graph.put("featureDensity", run.graph().features().density());
        report.put("graph", graph);
        report.put("preset", run.preset());
        report.put("seed", result.provenance().config().seed());
        report.put("provenance", result.provenance());
        report.put("timings", timings(result));
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("peakResidentBytes", peakResidentBytes());
        report.put("memory", memory);
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("structure", run.structure());
        LabelMetrics labels = run.labelMetrics();
        if (labels != null) {
            metrics.put("labels", labels);
        }
        report.put("metrics", metrics);
        report.put("verdict", verdict);
        List<String> warnings = new ArrayList<>(run.inputWarnings());
        warnings.addAll(result.warnings());
        warnings.addAll(run.runs().warnings());
        report.put("warnings", warnings);
        report.put("history", history(result));
        return report;
    }

    private static Map<String, Object> timings(Clustering result) {
        Map<String, Object> timings = new LinkedHashMap<>();
        long begun = ManagementFactory.getRuntimeMXBean().getStartTime();
        timings.put("totalSeconds", (System.currentTimeMillis() - begun) / 1000.0);
        for (Stage stage : Stage.values()) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("seconds", result.timings().seconds().getOrDefault(stage, 0.0));
            Double median = result.timings().epochMillisMedian().get(stage);
            if (median != null) {
                part.put("epochMillisMedian", median);
            }
            timings.put(stage.key(), part);
        }
        return timings;
    }

    private static List<Map<String, Object>> history(Clustering result) {
        List<Map<String, Object>> epochs = new ArrayList<>();
        for (TrainingListener.Epoch epoch : result.history()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("stage", epoch.stage().key());
            line.put("epoch", epoch.epoch());
            line.put("total", epoch.losses().total());
            epoch.losses().parts().forEach(part -> line.put(part.name(), part.value()));
            epochs.add(line);
        }
        return epochs;
    }

    /** The process's high-water mark as Linux keeps it; null elsewhere. */
    static @Nullable Long peakResidentBytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return null;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
                String kilobytes =
                        line.substring("VmHWM:".length()).replace("kB", "").strip();
                return Long.parseLong(kilobytes) * 1024;
            }
        }
        return null;
    }

    /**
     * Metrics over the nodes that have a label.
     *
     * @param labels {@code [n]} -1 where there is none
     */
    static LabelMetrics judged(int[] labels, int[] clusters) {
        int[] known =
                IntStream.range(0, labels.length).filter(i -> labels[i] >= 0).toArray();
        return LabelMetrics.of(
                Arrays.stream(known).map(i -> labels[i]).toArray(),
                Arrays.stream(known).map(i -> clusters[i]).toArray());
    }

    /** Name and value of every label metric, in a fixed order. */
    static Map<String, Double> named(LabelMetrics metrics) {
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("accuracy", metrics.accuracy());
        named.put("NMI (arithmetic)", metrics.nmi());
        named.put("AMI (arithmetic)", metrics.ami());
        named.put("ARI", metrics.ari());
        named.put("macro F1", metrics.macroF1());
        named.put("homogeneity", metrics.homogeneity());
        named.put("completeness", metrics.completeness());
        named.put("purity", metrics.purity());
        return named;
    }
}
