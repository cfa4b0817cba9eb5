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
 * Speed and memory of whole {@code kindred cluster} processes: medians over several runs of each row, beside the figures recorded in
 * {@code bench/recorded.tsv}. A row that takes more than a quarter longer than recorded is marked; machines differ and are noisy, so a
 * mark is a place to look.
 *
 * <p>Usage: {@code Speed HOME DATA-FOLDER RUNS [ROW ..]}; rows are named as in the table.
 */
public final class Speed {
    private static final double SLOWER = 1.25;
    private static final List<String> FIGURES = List.of("pretrain ms", "finetune ms", "process s", "peak MB");

    /** Row name, data file, arguments. */
    private record Row(String name, String file, List<String> arguments) {}

    private static final List<Row> ROWS = List.of(
            row("cora-seed", "cora.npz", "-k 7 --preset seed"),
            row("photo-seed", "photo.npz", "-k 8 --preset seed --hidden 256"),
            row("physics-seed", "physics.npz", "-k 5 --preset seed --hidden 256,256"),
            row("cora-default", "cora.npz", "-k 7"),
            row("photo-default", "photo.npz", "-k 8"),
            row("physics-default", "physics.npz", "-k 5"),
            row("cora-paper", "cora.npz", "-k 7 --preset paper"));

    private Speed() {}

    private static Row row(String name, String file, String arguments) {
        return new Row(name, file, Arrays.asList(arguments.split(" ", -1)));
    }

    /** See the class. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path home = Path.of(args[0]);
        Path data = Path.of(args[1]);
        int runs = Integer.parseInt(args[2]);
        List<String> wanted = Arrays.asList(args).subList(3, args.length);
        Map<String, double[]> recorded = recorded(home.resolve("bench").resolve("recorded.tsv"));
        System.out.printf(
                "medians of %d runs (recorded)%n%-16s %20s %20s %20s %20s%n",
                runs, "row", FIGURES.get(0), FIGURES.get(1), FIGURES.get(2), FIGURES.get(3));
        for (Row row : ROWS) {
            if (wanted.isEmpty() || wanted.contains(row.name)) {
                print(row.name, medians(home, data, row, runs), recorded.getOrDefault(row.name, new double[0]));
            }
        }
    }

    private static double[] medians(Path home, Path data, Row row, int runs) throws IOException, InterruptedException {
        double[][] figures = new double[FIGURES.size()][runs];
        for (int run = 0; run < runs; run++) {
            Path folder = Files.createTempDirectory("kindred-bench");
            List<String> command =
                    new ArrayList<>(List.of(home.resolve("kindred").toString(), "cluster", "--quiet", "--overwrite"));
            command.addAll(List.of(
                    "--data",
                    data.resolve(row.file).toString(),
                    "--out",
                    folder.resolve("out").toString()));
            command.addAll(row.arguments);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        row.name + ": expected exit code 0, got " + process.exitValue() + " from " + command);
            }
            JsonNode report =
                    JsonMapper.builder().build().readTree(folder.resolve("out").resolve("run.json"));
            figures[0][run] = report.at("/timings/pretrain/epochMillisMedian").asDouble();
            figures[1][run] = report.at("/timings/finetune/epochMillisMedian").asDouble();
            figures[2][run] = report.at("/timings/totalSeconds").asDouble();
            figures[3][run] = report.at("/memory/peakResidentBytes").asDouble() / 1e6;
        }
        return Arrays.stream(figures).mapToDouble(Speed::median).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void print(String name, double[] figures, double[] before) {
        StringBuilder line = new StringBuilder(String.format("%-16s", name));
        for (int i = 0; i < figures.length; i++) {
            boolean slower = before.length > i && figures[i] > SLOWER * before[i];
            String recorded = before.length > i
                    ? String.format(Locale.ROOT, "(%.2f)%s", before[i], slower ? "!" : " ")
                    : "(none) ";
            line.append(String.format(Locale.ROOT, " %9.2f %10s", figures[i], recorded));
        }
        System.out.println(line);
    }

    private static Map<String, double[]> recorded(Path file) throws IOException {
        Map<String, double[]> recorded = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split("\t", -1);
            if (!line.startsWith("#") && fields.length > 1) {
                recorded.put(
                        fields[0],
                        Arrays.stream(fields)
                                .skip(1)
                                .mapToDouble(Double::parseDouble)
                                .toArray());
            }
        }
        return recorded;
    }
}
