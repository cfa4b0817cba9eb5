package dev.kindred.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A .npz file of a seeded graph with three groups, in the edges and in the words. */
final class PlantedFile {
    private static final int GROUPS = 3;
    private static final int WORDS = 60;

    private PlantedFile() {}

    static Path write(Path file, int nodes, long seed) throws IOException {
        return write(file, nodes, seed, 1);
    }

    /** The same without groups. */
    static Path writeNothing(Path file, int nodes, long seed) throws IOException {
        return write(file, nodes, seed, 0);
    }

    /**
     * @param signal share of the edges and words within groups that have one
     */
    private static Path write(Path file, int nodes, long seed, double signal) throws IOException {
        Random random = new Random(seed);
        List<Set<Integer>> rows = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            rows.add(new TreeSet<>());
        }
        for (int edge = 0; edge < 4 * nodes; edge++) {
            int from = random.nextInt(nodes);
            int to = random.nextInt(nodes);
            if (random.nextDouble() < .9 * signal) {
                to = to / GROUPS * GROUPS + from % GROUPS;
            }
            if (to < nodes && from != to) {
                rows.get(from).add(to);
                rows.get(to).add(from);
            }
        }
        List<Set<Integer>> words = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            Set<Integer> own = new TreeSet<>();
            while (own.size() < 8) {
                int word = random.nextInt(WORDS);
                own.add(random.nextBoolean() && signal > 0 ? word / GROUPS * GROUPS + i % GROUPS : word);
            }
            words.add(own);
        }
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        put(arrays, "adj", rows, nodes);
        put(arrays, "attr", words, WORDS);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey() + ".npy"));
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    private static void put(Map<String, byte[]> arrays, String prefix, List<Set<Integer>> rows, int columns) {
        List<Integer> offsets = new ArrayList<>(List.of(0));
        List<Integer> indices = new ArrayList<>();
        for (Set<Integer> row : rows) {
            indices.addAll(row);
            offsets.add(indices.size());
        }
        arrays.put(prefix + "_indptr", CommandsTest.ints(offsets));
        arrays.put(prefix + "_indices", CommandsTest.ints(indices));
        arrays.put(prefix + "_data", CommandsTest.floats(indices.size(), 1));
        arrays.put(prefix + "_shape", CommandsTest.ints(List.of(rows.size(), columns)));
    }
}
