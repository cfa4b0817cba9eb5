package dev.kindred.cli;

import dev.kindred.graph.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a run's clusters.csv back. */
final class ClustersFile {
    private ClustersFile() {}

    /**
     * The cluster of each node, whose id is its row number.
     *
     * @param path a run's folder, or the file itself
     * @throws InvalidInputException with file and line where it does not fit the graph
     */
    static int[] read(Path path, int nodes) throws IOException {
        Path file = in(path);
        int[] clusters = new int[nodes];
        Arrays.fill(clusters, -1);
        try (BufferedReader in = Files.newBufferedReader(file)) {
            String header = in.readLine();
            if (header == null || !header.startsWith("id,cluster")) {
                throw new InvalidInputException(file + ", line 1: expected the header id,cluster,.., got " + header);
            }
            int lines = 1;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines++;
                String[] fields = line.split(",", -1);
                int node = number(fields, 0, nodes, file, lines);
                if (clusters[node] >= 0) {
                    throw new InvalidInputException(
                            file + ", line " + lines + ": expected each node once, got " + node + " again");
                }
                // No more clusters than nodes: what is counted per cluster must not grow with a number in a file.
                clusters[node] = number(fields, 1, nodes, file, lines);
            }
            if (lines - 1 != nodes) {
                throw new InvalidInputException(
                        file + ": expected " + nodes + " nodes (those of the graph), got " + (lines - 1));
            }
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + ": expected UTF-8 text, got other bytes", e);
        }
        return clusters;
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
