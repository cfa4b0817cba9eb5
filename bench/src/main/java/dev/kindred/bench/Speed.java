package dev.kindred.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speed and memory of whole {@code kindred cluster} processes: medians over several runs of each workload, beside the figures recorded in
 * {@code bench/recorded.tsv}. A figure more than a quarter above the recorded one is marked, and named at the end; machines differ and
 * are noisy, so a mark is a place to look. The same figures go to {@code bench/target/measured.tsv}, ready to be recorded.
 *
 * <p>Usage: {@code Speed HOME DATA-FOLDER RUNS ROW ..}; rows are workloads, or {@code all}.
 */
public final class Speed {
    private static final double SLOWER = 1.25;
    private static final List<String> FIGURES = List.of("pretrain ms", "finetune ms", "process s", "peak MB");

    private Speed() {}

    /** See the class. */
    public static void main(String[] args) {
        Arguments.run("Speed HOME DATA-FOLDER RUNS ROW ..", 4, args, () -> {
            Path home = Path.of(args[0]);
            Path data = Path.of(args[1]);
            int runs = Arguments.whole("runs", args[2], 1);
            compare(home, data, runs, Workload.named(Arrays.asList(args).subList(3, args.length)));
        });
    }

    private static void compare(Path home, Path data, int runs, List<Workload> workloads)
            throws IOException, InterruptedException {
        Map<String, double[]> recorded = recorded(home.resolve("bench").resolve("recorded.tsv"));
        StringBuilder measured = new StringBuilder("# row\t" + String.join("\t", FIGURES) + "\n");
        List<String> slower = new ArrayList<>();
        System.out.printf("medians of %d runs (recorded)%n%-16s", runs, "row");
        FIGURES.forEach(figure -> System.out.printf(" %20s", figure));
        System.out.println();
        for (Workload workload : workloads) {
            double[] figures = medians(home, data, workload, runs);
            double[] before = recorded.getOrDefault(workload.name(), new double[0]);
            print(workload.name(), figures, before);
            measured.append(workload.name());
            for (int i = 0; i < figures.length; i++) {
                measured.append(String.format(Locale.ROOT, "\t%.2f", figures[i]));
                if (isSlower(figures, before, i)) {
                    slower.add(String.format(
                            Locale.ROOT, "%s %s %.2f times", workload.name(), FIGURES.get(i), figures[i] / before[i]));
                }
            }
            measured.append('\n');
        }
        System.out.println(
                slower.isEmpty()
                        ? "nothing is more than a quarter above what is recorded"
                        : "above what is recorded: " + String.join("; ", slower));
        Path file = home.resolve("bench").resolve("target").resolve("measured.tsv");
        Files.writeString(file, measured);
        System.out.println("written: " + file);
    }

    private static double[] medians(Path home, Path data, Workload workload, int runs)
            throws IOException, InterruptedException {
        double[][] figures = new double[FIGURES.size()][runs];
        for (int run = 0; run < runs; run++) {
            Path folder = Files.createTempDirectory("kindred-bench");
            List<String> command = new ArrayList<>(List.of(
                    home.resolve("kindred").toString(),
                    "cluster",
                    "--quiet",
                    "--data",
                    workload.in(data).toString(),
                    "--out",
                    folder.resolve("out").toString()));
            command.addAll(workload.flags());
            Path log = folder.resolve("log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(workload.name() + ": expected exit code 0, got " + process.exitValue()
                        + " from " + String.join(" ", command) + "; its output is in " + log);
            }
            JsonNode report =
                    JsonMapper.builder().build().readTree(folder.resolve("out").resolve("run.json"));
            figures[0][run] = report.at("/timings/pretrain/epochMillisMedian").asDouble();
            figures[1][run] = report.at("/timings/finetune/epochMillisMedian").asDouble();
            figures[2][run] = report.at("/timings/totalSeconds").asDouble();
            figures[3][run] = report.at("/memory/peakResidentBytes").asDouble() / 1e6;
        }
        return Arrays.stream(figures).mapToDouble(Training::median).toArray();
    }

    private static boolean isSlower(double[] figures, double[] before, int figure) {
        return before.length > figure && figures[figure] > SLOWER * before[figure];
    }

    private static void print(String name, double[] figures, double[] before) {
        StringBuilder line = new StringBuilder(String.format("%-16s", name));
        for (int i = 0; i < figures.length; i++) {
            String recorded = before.length > i
                    ? String.format(Locale.ROOT, "(%.2f)%s", before[i], isSlower(figures, before, i) ? "!" : " ")
                    : "(none) ";
            line.append(String.format(Locale.ROOT, " %9.2f %10s", figures[i], recorded));
        }
        System.out.println(line);
    }

    /** Figures by row, from lines of a name and {@link #FIGURES}, tabs between; lines that begin with # are notes. */
    static Map<String, double[]> recorded(Path file) throws IOException {
        Map<String, double[]> recorded = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank() || lines.get(i).startsWith("#")) {
                continue;
            }
            String[] fields = lines.get(i).split("\t", -1);
            String expected = file + ", line " + (i + 1) + ": expected a row and " + FIGURES.size()
                    + " numbers with tabs between (copy lines of bench/target/measured.tsv), got " + lines.get(i);
            if (fields.length != FIGURES.size() + 1) {
                throw new IllegalStateException(expected);
            }
            try {
                recorded.put(
                        fields[0],
                        Arrays.stream(fields)
                                .skip(1)
                                .mapToDouble(Double::parseDouble)
                                .toArray());
            } catch (NumberFormatException e) {
                throw new IllegalStateException(expected, e);
            }
        }
        return recorded;
    }
}
