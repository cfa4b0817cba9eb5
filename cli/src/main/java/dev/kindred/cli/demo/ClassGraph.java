package dev.kindred.cli.demo;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.SparseFeatures;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * Classes as an attributed graph: a node for each class, an undirected edge where one mentions the other, the words of class and member
 * names as features. A feature's value is the word's inverse document frequency, {@code ln(classes / classes with the word)}; words of
 * fewer than three classes are left out.
 *
 * @param graph {@code n} classes
 * @param names {@code [n]} in ascending order
 * @param words {@code [d]} the features
 * @param packages {@code [n]} number of each class's package: what the result is judged by
 * @param references mentions of one class by another
 * @param broken class files that could not be read
 */
public record ClassGraph(
        AttributedGraph graph, List<String> names, List<String> words, int[] packages, long references, int broken) {
    /** Classes that a word must be in to count. */
    public static final int RAREST_WORD = 3;
    /** Bytes; the largest in java.base has 0.3 million. Keeps a jar that unpacks without end from filling the memory. */
    private static final int LARGEST_CLASS = 64 << 20;

    public ClassGraph {
        names = List.copyOf(names);
        words = List.copyOf(words);
    }

    /** The classes of java.base of the running JDK. */
    public static ClassGraph ofJavaBase() throws IOException {
        Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", "java.base");
        Reader reader = new Reader();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.filter(path -> isClass(path.toString()))::iterator) {
                reader.add(Files.readAllBytes(file));
            }
        }
        return reader.graph();
    }

    /**
     * The classes of jars; a class in several is taken from the first.
     *
     * @throws InvalidInputException where a jar is missing or none, or there are fewer than two classes in them all
     */
    public static ClassGraph ofJars(List<Path> jars) throws IOException {
        Reader reader = new Reader();
        for (Path path : jars) {
            if (!Files.isRegularFile(path)) {
                throw new InvalidInputException(path + ": expected a jar, got nothing there");
            }
            // Signatures are not checked: nothing in the jar is run.
            try (JarFile jar = new JarFile(path.toFile(), false)) {
                Enumeration<JarEntry> entries = jar.entries();
                while (entries.hasMoreElements()) {
                    JarEntry entry = entries.nextElement();
                    if (isClass(entry.getName()) && !entry.getName().startsWith("META-INF/")) {
                        reader.add(jar, entry);
                    }
                }
            } catch (ZipException | EOFException | IllegalArgumentException e) {
                throw new InvalidInputException(path + ": expected a jar, got other data", e);
            }
        }
        if (reader.facts.size() < 2) {
            throw new InvalidInputException(jars.stream().map(Path::toString).collect(Collectors.joining(","))
                    + ": expected 2 classes or more, got " + reader.facts.size()
                    + (reader.broken == 0 ? "" : " and " + reader.broken + " that could not be read"));
        }
        return reader.graph();
    }

    private static boolean isClass(String path) {
        return path.endsWith(".class") && !path.endsWith("module-info.class") && !path.endsWith("package-info.class");
    }

    /** Names of the packages, by number. */
    public List<String> packageNames() {
        String[] byNumber = new String[Arrays.stream(packages).max().orElse(-1) + 1];
        for (int node = 0; node < packages.length; node++) {
            byNumber[packages[node]] = packageOf(node);
        }
        return List.of(byNumber);
    }

    public String packageOf(int node) {
        String name = names.get(node);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "(none)" : name.substring(0, dot);
    }

    /** Collects class files. */
    private static final class Reader {
        final Map<String, ClassFacts> facts = new TreeMap<>();
        private int broken;

        /** An entry that does not unpack, or not into a class file's size, counts as broken like one that does not parse. */
        void add(JarFile jar, JarEntry entry) throws IOException {
            try (InputStream in = jar.getInputStream(entry)) {
                byte[] bytes = in.readNBytes(LARGEST_CLASS + 1);
                if (bytes.length <= LARGEST_CLASS) {
                    add(bytes);
                } else {
                    broken++;
                }
            } catch (ZipException | EOFException e) {
                broken++;
            }
        }

        void add(byte[] bytes) {
            try {
                ClassFacts read = ClassFacts.of(bytes);
                facts.putIfAbsent(read.name(), read);
            } catch (IllegalArgumentException e) {
                broken++;
            }
        }

        ClassGraph graph() {
            List<String> names = List.copyOf(facts.keySet());
            Map<String, Integer> nodeOf = new HashMap<>();
            names.forEach(name -> nodeOf.put(name, nodeOf.size()));
            GraphBuilder builder = GraphBuilder.symmetric(names.size());
            long references = 0;
            for (ClassFacts one : facts.values()) {
                for (String reference : one.references()) {
                    Integer to = nodeOf.get(reference);
                    if (to != null) {
                        builder.add(nodeOf.getOrDefault(one.name(), 0), to);
                        references++;
                    }
                }
            }
            List<String> words = words();
            return new ClassGraph(
                    new AttributedGraph(builder.build(), features(words)),
                    names,
                    words,
                    packages(),
                    references,
                    broken);
        }

        private Map<String, Integer> frequencies() {
            Map<String, Integer> frequency = new TreeMap<>();
            facts.values().forEach(one -> one.words().forEach(word -> frequency.merge(word, 1, Integer::sum)));
            return frequency;
        }

        private List<String> words() {
            List<String> words = new ArrayList<>();
            frequencies().forEach((word, count) -> {
                if (count >= RAREST_WORD) {
                    words.add(word);
                }
            });
            words.sort(Comparator.naturalOrder());
            return words;
        }

        private SparseFeatures features(List<String> words) {
            Map<String, Integer> frequency = frequencies();
            Map<String, Integer> columnOf = new HashMap<>();
            words.forEach(word -> columnOf.put(word, columnOf.size()));
            List<Integer> columns = new ArrayList<>();
            long[] offsets = new long[facts.size() + 1];
            int row = 0;
            for (ClassFacts one : facts.values()) {
                one.words().stream().filter(columnOf::containsKey).forEach(word -> columns.add(columnOf.get(word)));
                offsets[++row] = columns.size();
            }
            int[] indices = columns.stream().mapToInt(Integer::intValue).toArray();
            float[] values = new float[indices.length];
            for (int e = 0; e < values.length; e++) {
                int count = frequency.getOrDefault(words.get(indices[e]), 1);
                values[e] = (float) Math.log((double) facts.size() / count);
            }
            return new SparseFeatures(words.size(), offsets, indices, values);
        }

        private int[] packages() {
            Map<String, Integer> numbers = new HashMap<>();
            return facts.values().stream()
                    .mapToInt(one -> numbers.computeIfAbsent(one.packageName(), name -> numbers.size()))
                    .toArray();
        }
    }
}
