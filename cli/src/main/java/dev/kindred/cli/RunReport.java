package dev.kindred.cli;

import dev.kindred.io.AtomicFile;
import dev.kindred.method.Method;
import dev.kindred.run.RunFacts;
import dev.kindred.select.Selected;
import dev.kindred.sweep.Sweep;
import dev.kindred.train.Clustering;
import dev.kindred.train.Repetition;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What run.json says of a run: first without what it is worth, as a part of the results, then replaced by the whole.
 *
 * @param begun how it was begun
 * @param preset the config began as
 * @param input what was clustered
 * @param runs what was trained
 * @param selected where the clusters come from
 * @param sweep that found k; null where k was given
 */
record RunReport(
        UnfinishedRun.Begun begun,
        String preset,
        ClusterInput input,
        Repetition.Result runs,
        Selected selected,
        @Nullable Sweep sweep) {
    static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Writes the report before the results are judged. */
    void write(Path file) throws IOException {
        Files.writeString(file, text(null));
    }

    /** Replaces a report by one with metrics and verdict. */
    void replace(Path file, Judgement judgement) throws IOException {
        AtomicFile.write(file, whole -> Files.writeString(whole, text(judgement)));
    }

    private String text(@Nullable Judgement judgement) throws IOException {
        return JSON.writeValueAsString(content(judgement)) + "\n";
    }

    private Map<String, Object> content(@Nullable Judgement judgement) throws IOException {
        Clustering result = runs.first();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("kindred", result.provenance().version());
        report.put("run", begun.id());
        report.put("commandLine", begun.commandLine());
        report.put("input", input.facts());
        report.put("graph", RunFacts.graph(input.graph(), input.ids()));
        report.put("preset", preset);
        report.put("seed", result.provenance().config().seed());
        report.put("provenance", result.provenance());
        putIfPresent(report, "sweep", sweep);
        report.put("method", RunFacts.method(selected));
        report.put("timings", timings(result));
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("peakResidentBytes", peakResidentBytes());
        report.put("memory", memory);
        List<String> warnings = new ArrayList<>(input.warnings());
        List<String> ofNetwork = new ArrayList<>(result.warnings());
        ofNetwork.addAll(runs.warnings());
        boolean apart = !isNetworks(selected) && !selected.asked().isSimple();
        Map<String, Object> network = new LinkedHashMap<>();
        if (apart) {
            network.put("warnings", ofNetwork);
            report.put("network", network);
        } else {
            warnings.addAll(ofNetwork);
        }
        if (judgement != null) {
            Map<String, Object> metrics = new LinkedHashMap<>();
            putIfPresent(metrics, "structure", judgement.structure());
            putIfPresent(metrics, "labels", judgement.labels());
            report.put("metrics", metrics);
            putIfPresent(apart ? network : report, "verdict", judgement.verdict());
            warnings.addAll(judgement.warnings());
        }
        report.put("warnings", warnings);
        report.put("history", RunFacts.history(result));
        return report;
    }

    /** Whether the clusters are the network's; else what happened to it stands apart. */
    static boolean isNetworks(Selected selected) {
        return selected.taken().equals(Method.DAEGC.key());
    }

    private static void putIfPresent(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    private static Map<String, Object> timings(Clustering result) {
        Map<String, Object> timings = new LinkedHashMap<>();
        long begun = ManagementFactory.getRuntimeMXBean().getStartTime();
        timings.put("totalSeconds", (System.currentTimeMillis() - begun) / 1000.0);
        timings.putAll(RunFacts.timings(result));
        return timings;
    }

    /** The most memory that the process has had, as Linux counts it; null elsewhere. */
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
}
