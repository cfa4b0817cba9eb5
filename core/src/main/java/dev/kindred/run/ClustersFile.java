package dev.kindred.run;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.io.CsvText;
import dev.kindred.train.Clustering;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run's clusters.csv, written and read back. */
public final class ClustersFile {
    private static final int MOST_SHOWN = 80;
    private static final String HEADER = "id,cluster,confidence,second,margin";

    /**
     * The file as it is.
     *
     * @param ids as text, in the order of the file
     * @param clusters {@code [n]}
     * @param confidence {@code [n]} the cluster's share of the soft assignment
     * @param second {@code [n]} the runner-up cluster
     * @param margin {@code [n]} confidence less the runner-up's share
     */
    public record Rows(List<String> ids, int[] clusters, float[] confidence, int[] second, float[] margin) {}

    /** Columns that a user has beside the clusters, as text. */
    public interface MoreColumns {
        /** What they are called. */
        List<String> names();

        /**
         * A value.
         *
         * @param column its place among {@link #names}
         * @return null where it is missing
         */
        @Nullable
        String value(int column, int node);
    }

    private ClustersFile() {}

    /** Takes a row. */
    private interface Taker {
        void take(String[] fields, int line);
    }

    /** Finds the node that an id names. */
    private interface Nodes {
        int named(String[] fields, int line);
    }

    /** Writes a row for each node, ids as they came. */
    public static void write(Path file, NodeIds ids, Clustering result) throws IOException {
        write(file, ids, result, null);
    }

    /**
     * The same, and more behind it.
     *
     * @param more columns, or null
     */
    public static void write(Path file, NodeIds ids, Clustering result, @Nullable MoreColumns more) throws IOException {
        List<String> names = more == null ? List.of() : more.names();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(HEADER);
            for (String name : names) {
                out.write("," + CsvText.quoted(name));
            }
            out.write("\n");
            for (int i = 0; i < result.labels().length; i++) {
                out.write(CsvText.quoted(ids.text(i)));
                out.write("," + result.labels()[i] + "," + result.confidence()[i] + "," + result.second()[i] + ","
                        + result.margin()[i]);
                for (int c = 0; more != null && c < names.size(); c++) {
                    String value = more.value(c, i);
                    out.write("," + (value == null ? "" : CsvText.quoted(value)));
                }
                out.write("\n");
            }
        }
    }

    /**
     * All rows.
     *
     * @param path a run's folder, or the file itself
     * @throws InvalidInputException with file and line where it is not such a file
     */
    public static Rows rows(Path path) throws IOException {
        Path file = in(path);
        List<String> ids = new ArrayList<>();
        List<int[]> clusters = new ArrayList<>();
        List<float[]> shares = new ArrayList<>();
        each(file, (fields, line) -> {
            if (fields.length < 5) {
                throw new InvalidInputException(
                        file + ", line " + line + ": expected 5 fields (" + HEADER + "), got " + fields.length);
            }
            ids.add(fields[0]);
            clusters.add(new int[] {number(fields, 1, Integer.MAX_VALUE, file, line), second(fields, file, line)});
            shares.add(new float[] {share(fields[2], file, line), share(fields[4], file, line)});
        });
        int rows = ids.size();
        Rows all = new Rows(List.copyOf(ids), new int[rows], new float[rows], new int[rows], new float[rows]);
        for (int i = 0; i < rows; i++) {
            all.clusters[i] = clusters.get(i)[0];
            all.second[i] = clusters.get(i)[1];
            all.confidence[i] = shares.get(i)[0];
            all.margin[i] = shares.get(i)[1];
        }
        return all;
    }

    private static float share(String field, Path file, int line) {
        try {
            return Float.parseFloat(field);
        } catch (NumberFormatException e) {
            throw new InvalidInputException(file + ", line " + line + ": expected a number, got " + field, e);
        }
    }

    /**
     * The cluster of each node.
     *
     * @param path a run's folder, or the file itself
     * @throws InvalidInputException with file and line where it does not fit the graph
     */
    public static int[] read(Path path, NodeIds ids) throws IOException {
        if (ids.areRowNumbers()) {
            return read(path, ids.size());
        }
        Path file = in(path);
        Map<String, Integer> nodes = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            nodes.put(ids.text(i), i);
        }
        return read(file, ids.size(), (fields, line) -> {
            Integer node = nodes.get(fields[0]);
            if (node == null) {
                throw new InvalidInputException(
                        file + ", line " + line + ": expected an id of the graph, got " + fields[0]);
            }
            return node;
        });
    }

    /**
     * The cluster of each node, whose id is its row number.
     *
     * @param path a run's folder, or the file itself
     * @throws InvalidInputException with file and line where it does not fit the graph
     */
    public static int[] read(Path path, int nodes) throws IOException {
        Path file = in(path);
        return read(file, nodes, (fields, line) -> number(fields, 0, nodes, file, line));
    }

    private static int[] read(Path file, int nodes, Nodes named) throws IOException {
        int[] clusters = new int[nodes];
        Arrays.fill(clusters, -1);
        int rows = each(file, (fields, line) -> {
            int node = named.named(fields, line);
            if (clusters[node] >= 0) {
                throw new InvalidInputException(
                        file + ", line " + line + ": expected each node once, got " + fields[0] + " again");
            }
            // No more clusters than nodes: what is counted per cluster must not grow with a number in a file.
            clusters[node] = number(fields, 1, nodes, file, line);
        });
        if (rows != nodes) {
            throw new InvalidInputException(file + ": expected " + nodes + " nodes (those of the graph), got " + rows);
        }
        return clusters;
    }

    /** Hands out each row with its line; returns how many there were. */
    private static int each(Path file, Taker taker) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            String header = in.readLine();
            if (header == null || !header.startsWith("id,cluster")) {
                throw new InvalidInputException(file + ", line 1: expected the header id,cluster,.., got "
                        + (header == null ? "nothing" : cut(header)));
            }
            int lines = 1;
            int rows = 0;
            for (String row = row(in); row != null; row = row(in)) {
                lines += 1 + (int) row.chars().filter(c -> c == '\n').count();
                rows++;
                taker.take(CsvText.fields(row, ',').toArray(String[]::new), lines);
            }
            return rows;
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + ": expected UTF-8 text, got other bytes", e);
        }
    }

    /** The text up to a line end outside quotes: quoted ids keep theirs, of whatever kind; null at the end of the file. */
    private static @Nullable String row(BufferedReader in) throws IOException {
        StringBuilder row = new StringBuilder();
        boolean quoted = false;
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (!quoted && (c == '\n' || c == '\r')) {
                if (c == '\r') {
                    skipLineFeed(in);
                }
                return row.toString();
            }
            quoted ^= c == '"';
            row.append((char) c);
        }
        return row.isEmpty() ? null : row.toString();
    }

    private static void skipLineFeed(BufferedReader in) throws IOException {
        in.mark(1);
        if (in.read() != '\n') {
            in.reset();
        }
    }

    /**
     * The file of clusters.
     *
     * @param path a run's folder, or the file itself
     * @throws InvalidInputException where it is not there
     */
    public static Path in(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(RunFiles.CLUSTERS) : path;
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + ": expected the clusters of a run, got nothing there");
        }
        return file;
    }

    /** -1 where there is one cluster only. */
    private static int second(String[] fields, Path file, int line) {
        return fields[3].equals("-1") ? -1 : number(fields, 3, Integer.MAX_VALUE, file, line);
    }

    private static String cut(String header) {
        return header.length() <= MOST_SHOWN ? header : header.substring(0, MOST_SHOWN) + " ..";
    }

    private static int number(String[] fields, int index, int below, Path file, int line) {
        String field = index < fields.length ? fields[index] : "nothing";
        try {
            int value = Integer.parseInt(field);
            if (value >= 0 && value < below) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new InvalidInputException(file + ", line " + line + ": expected a whole number, got " + field, e);
        }
        throw new InvalidInputException(file + ", line " + line + ": expected 0 to " + (below - 1) + ", got " + field);
    }
}
