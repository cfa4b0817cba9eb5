package dev.kindred.cli;

import dev.kindred.eval.LabelMetrics;
import dev.kindred.io.AtomicFile;
import dev.kindred.io.CsvText;
import dev.kindred.select.MethodScores;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compared runs as tables: for people, CSV and JSON.
 *
 * @param runs in the order in which they ran
 * @param labeled whether there are scores against labels
 */
record ComparisonTable(List<ComparedRun> runs, boolean labeled) {
    ComparisonTable {
        runs = List.copyOf(runs);
    }

    /** One line a run, then how far methods agree. */
    void print(PrintWriter out) {
        out.printf(
                "%-9s %5s %8s %10s %8s %9s %9s %9s %8s %7s%s  %s%n",
                "method",
                "seed",
                "clusters",
                "modularity",
                "coverage",
                "edge bits",
                "attr bits",
                "agreement",
                "seconds",
                "MB",
                labeled ? "    NMI    ARI" : "",
                "");
        for (ComparedRun run : runs) {
            out.println(line(run).stripTrailing());
        }
        List<ComparedRun> first = firstOfEach();
        if (first.size() > 1) {
            out.println("agreement between methods (NMI, first seed)");
            out.print(" ".repeat(9));
            first.forEach(run -> out.printf(" %8s", run.method()));
            out.println();
            for (ComparedRun row : first) {
                out.printf("%-9s", row.method());
                first.forEach(column -> out.printf(Locale.ROOT, " %8.3f", agreement(row, column)));
                out.println();
            }
        }
    }

    private String line(ComparedRun run) {
        MethodScores scores = run.scores();
        if (scores == null) {
            return String.format(Locale.ROOT, "%-9s %5d  failed: %s", run.method(), run.seed(), run.failure());
        }
        Double seeds = betweenSeeds(run);
        LabelMetrics labels = run.labels();
        return String.format(
                Locale.ROOT,
                "%-9s %5d %8d %10.3f %8.3f %9.2f %9.2f %9s %8.2f %7d%s  %s",
                run.method(),
                run.seed(),
                scores.clusters(),
                scores.modularity(),
                scores.coverage(),
                scores.edgeBits(),
                scores.attributeBits(),
                seeds == null ? "" : String.format(Locale.ROOT, "%.3f", seeds),
                run.seconds(),
                run.peakBytes() / 1_000_000,
                labels == null ? "" : String.format(Locale.ROOT, " %6.3f %6.3f", labels.nmi(), labels.ari()),
                run.taken().equals(run.method()) ? "" : "took " + run.taken());
    }

    /** Mean agreement of a run with the same method's other seeds; null where there are none. */
    private @Nullable Double betweenSeeds(ComparedRun run) {
        double sum = 0;
        int count = 0;
        for (ComparedRun other : runs) {
            if (other.seed() != run.seed() && other.method().equals(run.method()) && other.clusters() != null) {
                sum += agreement(run, other);
                count++;
            }
        }
        return count == 0 ? null : sum / count;
    }

    private List<ComparedRun> firstOfEach() {
        Map<String, ComparedRun> first = new LinkedHashMap<>();
        runs.stream().filter(run -> run.clusters() != null).forEach(run -> first.putIfAbsent(run.method(), run));
        return new ArrayList<>(first.values());
    }

    private static double agreement(ComparedRun one, ComparedRun other) {
        int[] a = one.clusters();
        int[] b = other.clusters();
        return a == null || b == null ? Double.NaN : LabelMetrics.normalizedMutualInformation(a, b);
    }

    /** Writes all runs: a row each as CSV; as JSON, the agreement between methods, too. */
    void write(Path file) throws IOException {
        String text = file.toString().endsWith(".csv") ? csv() : RunReport.JSON.writeValueAsString(json()) + "\n";
        AtomicFile.write(file, whole -> Files.writeString(whole, text));
    }

    private String csv() {
        StringBuilder text = new StringBuilder();
        for (ComparedRun run : runs) {
            Map<String, @Nullable Object> row = row(run);
            if (text.isEmpty()) {
                text.append(String.join(",", row.keySet())).append('\n');
            }
            List<String> cells = new ArrayList<>();
            row.values().forEach(value -> cells.add(value == null ? "" : CsvText.quoted(value.toString())));
            text.append(String.join(",", cells)).append('\n');
        }
        return text.toString();
    }

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("runs", rows());
        Map<String, Object> matrix = new LinkedHashMap<>();
        List<ComparedRun> first = firstOfEach();
        for (ComparedRun one : first) {
            Map<String, Object> line = new LinkedHashMap<>();
            first.forEach(other -> line.put(other.method(), agreement(one, other)));
            matrix.put(one.method(), line);
        }
        json.put("agreement", matrix);
        return json;
    }

    private List<Map<String, @Nullable Object>> rows() {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        runs.forEach(run -> rows.add(row(run)));
        return rows;
    }

    private Map<String, @Nullable Object> row(ComparedRun run) {
        MethodScores scores = run.scores();
        LabelMetrics labels = run.labels();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("method", run.method());
        row.put("seed", run.seed());
        row.put("taken", run.taken());
        row.put("clusters", scores == null ? null : scores.clusters());
        row.put("largest", scores == null ? null : scores.largest());
        row.put("modularity", scores == null ? null : scores.modularity());
        row.put("coverage", scores == null ? null : scores.coverage());
        row.put("edgeBits", scores == null ? null : scores.edgeBits());
        row.put("attributeBits", scores == null ? null : scores.attributeBits());
        row.put("agreement", scores == null ? null : betweenSeeds(run));
        row.put("seconds", scores == null ? null : run.seconds());
        row.put("peakHeapBytes", scores == null ? null : run.peakBytes());
        if (labeled) {
            row.put("accuracy", labels == null ? null : labels.accuracy());
            row.put("nmi", labels == null ? null : labels.nmi());
            row.put("ari", labels == null ? null : labels.ari());
            row.put("macroF1", labels == null ? null : labels.macroF1());
        }
        row.put("failure", run.failure());
        return row;
    }
}
