package dev.kindred.cli;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.tables.CsvText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a run's clusters.csv back. */
final class ClustersFile {
    private ClustersFile() {}

    /** Finds the node that an id names. */
    private interface Nodes {
        int named(String[] fields, int line);
    }

    /**
     * The cluster of each node.
     *
     * @param path a run's folder, or the file itself
     * @throws InvalidInputException with file and line where it does not fit the graph
     */
    static int[] read(Path path, NodeIds ids) throws IOException {
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
    static int[] read(Path path, int nodes) throws IOException {
        Path file = in(path);
        return read(file, nodes, (fields, line) -> number(fields, 0, nodes, file, line));
    }

    private static int[] read(Path file, int nodes, Nodes named) throws IOException {
        int[] clusters = new int[nodes];
        Arrays.fill(clusters, -1);
        try (BufferedReader in = Files.newBufferedReader(file)) {
            String header = in.readLine();
            if (header == null || !header.startsWith("id,cluster")) {
                throw new InvalidInputException(file + ", line 1: expected the header id,cluster,.., got " + header);
            }
            int lines = 1;
            int rows = 0;
            for (String row = row(in); row != null; row = row(in)) {
                lines += 1 + (int) row.chars().filter(c -> c == '\n').count();
                rows++;
                String[] fields = CsvText.fields(row, ',').toArray(String[]::new);
                int node = named.named(fields, lines);
                if (clusters[node] >= 0) {
                    throw new InvalidInputException(
                            file + ", line " + lines + ": expected each node once, got " + fields[0] + " again");
                }
                // No more clusters than nodes: what is counted per cluster must not grow with a number in a file.
                clusters[node] = number(fields, 1, nodes, file, lines);
            }
            if (rows != nodes) {
                throw new InvalidInputException(
                        file + ": expected " + nodes + " nodes (those of the graph), got " + rows);
            }
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + ": expected UTF-8 text, got other bytes", e);
        }
        return clusters;
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
    static Path in(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(RunFiles.CLUSTERS) : path;
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + ": expected the clusters of a run, got nothing there");
        }
        return file;
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
