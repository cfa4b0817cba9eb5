package dev.kindred.formats;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.PlanetoidGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Formats that are several files of known names side by side, and folders with one file that is a graph. */
final class FolderRecognizer {
    private static final Set<String> EDGE_ARRAYS =
            Set.of("edge_index", "edges", "edge_list", "adj", "adj_matrix", "adjacency", "adjacency_matrix");
    private static final Set<String> OTHER_ARRAYS = Set.of(
            "x",
            "feat",
            "feats",
            "features",
            "node_feat",
            "attr",
            "attr_matrix",
            "y",
            "label",
            "labels",
            "node_label",
            "edge_weight",
            "num_nodes");
    private static final String GRAPH = "_graph.txt";

    private FolderRecognizer() {}

    /** @throws InvalidInputException where the folder holds no graph, or several */
    static Recognized recognize(Path folder) throws IOException {
        for (Path place : List.of(folder, folder.resolve("raw"))) {
            if (Files.isDirectory(place)) {
                Optional<Recognized> several = ofNames(folder, place);
                if (several.isPresent()) {
                    return several.get();
                }
            }
        }
        List<Recognized> found = new ArrayList<>();
        for (Path file : list(folder)) {
            if (Files.isRegularFile(file)) {
                FileRecognizer.ofContent(file).ifPresent(found::add);
            }
        }
        if (found.size() == 1) {
            Recognized only = found.getFirst();
            return new Recognized(only.format(), only.path(), only.files());
        }
        if (found.size() > 1) {
            throw several(folder, found.stream().map(one -> name(one.path())).toList());
        }
        throw FileRecognizer.unknown(folder + ": expected a folder of a graph, got one that holds none");
    }

    private static Optional<Recognized> ofNames(Path folder, Path place) throws IOException {
        List<Path> files = list(place);
        if (isOgb(place)) {
            return Optional.of(new Recognized(GraphFormat.OGB, folder, ogb(place)));
        }
        Set<String> names = new TreeSet<>();
        List<Recognized> found = new ArrayList<>();
        for (Path file : files) {
            Recognized one = ofSiblings(folder, file);
            if (one != null && names.add(name(one.files().getFirst()))) {
                found.add(one);
            }
        }
        if (found.size() > 1) {
            throw several(folder, List.copyOf(names));
        }
        return found.stream().findFirst();
    }

    private static InvalidInputException several(Path folder, List<String> names) {
        return new InvalidInputException(folder + ": expected one graph, got "
                + String.join(", ", names.subList(0, Math.min(8, names.size()))) + "; name the file of one");
    }

    private static List<Path> ogb(Path place) {
        List<Path> files = new ArrayList<>();
        for (String name :
                List.of("edge.csv", "num-node-list.csv", "num-edge-list.csv", "node-feat.csv", "node-label.csv")) {
            Path file = OgbFolder.file(place, name);
            if (file != null) {
                files.add(file);
            }
        }
        return files;
    }

    /**
     * The format of files of which this is one, by its name and those beside it; null where it is no such file.
     *
     * @param asked what the user named
     */
    static @Nullable Recognized ofSiblings(Path asked, Path file) throws IOException {
        String name = name(file);
        if (name.endsWith(".content") || name.endsWith(".cites")) {
            String base = name.substring(0, name.lastIndexOf('.'));
            return together(asked, GraphFormat.CITES, beside(file, base + ".content"), beside(file, base + ".cites"));
        }
        if (name.endsWith(".txt")) {
            return sdcn(asked, file, name.replaceFirst("(_graph|_label)?\\.txt$", ""));
        }
        if (name.startsWith("ind.")) {
            return planetoid(asked, file, name.replaceFirst("^(ind\\.[^.]+\\.).*$", "$1"));
        }
        if (name.endsWith(".npy")) {
            return arrays(asked, file);
        }
        boolean raw = name.matches("(edge|node-feat|node-label|num-node-list|num-edge-list)\\.csv(\\.gz)?");
        return raw && isOgb(folderOf(file)) ? new Recognized(GraphFormat.OGB, asked, ogb(folderOf(file))) : null;
    }

    private static boolean isOgb(Path place) {
        return OgbFolder.NEEDED.stream().allMatch(name -> OgbFolder.file(place, name) != null);
    }

    private static Path folderOf(Path file) {
        Path folder = file.getParent();
        return folder == null ? Path.of("") : folder;
    }

    /** SDCN's own folders keep the edges in graph/ and the rest in data/. */
    private static @Nullable Recognized sdcn(Path asked, Path file, String base) throws IOException {
        Path matrix = first(beside(file, base + ".txt"), beside(file, "../data/" + base + ".txt"));
        Path graph = first(beside(file, base + GRAPH), beside(file, "../graph/" + base + GRAPH));
        if (matrix != null && graph == null) {
            graph = onlyNeighbors(base, List.of(folderOf(file), file.resolveSibling("../graph")));
        }
        if (matrix == null || graph == null) {
            return null;
        }
        Path labels = beside(matrix, base + "_label.txt");
        return new Recognized(
                GraphFormat.SDCN,
                asked,
                Files.isRegularFile(labels) ? List.of(matrix, graph, labels) : List.of(matrix, graph));
    }

    /** The graph of nearest neighbors that SDCN makes of data without one, {@code usps3_graph.txt}, where there is but one. */
    private static @Nullable Path onlyNeighbors(String base, List<Path> folders) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                for (Path other : list(folder)) {
                    String name = name(other);
                    if (name.startsWith(base) && name.substring(base.length()).matches("\\d+" + GRAPH)) {
                        found.add(other.normalize());
                    }
                }
            }
        }
        return found.size() == 1 ? found.getFirst() : null;
    }

    private static @Nullable Path first(Path one, Path other) {
        return Files.isRegularFile(one) ? one : Files.isRegularFile(other) ? other.normalize() : null;
    }

    private static @Nullable Recognized planetoid(Path asked, Path file, String prefix) {
        List<Path> parts = PlanetoidGraph.PARTS.stream()
                .map(part -> beside(file, prefix + part))
                .toList();
        return together(asked, GraphFormat.PLANETOID, parts.toArray(Path[]::new));
    }

    /** Arrays of one data set: those whose names begin as this one's does, or that have no such beginning. */
    private static @Nullable Recognized arrays(Path asked, Path file) throws IOException {
        String prefix = prefix(file);
        List<Path> files = new ArrayList<>();
        boolean edges = false;
        for (Path other : list(folderOf(file))) {
            String array = NpyFiles.arrayName(other);
            if (name(other).endsWith(".npy")
                    && prefix(other).equals(prefix)
                    && (EDGE_ARRAYS.contains(array) || OTHER_ARRAYS.contains(array))) {
                files.add(beside(file, name(other)));
                edges |= EDGE_ARRAYS.contains(array);
            }
        }
        return edges ? new Recognized(GraphFormat.NPY, asked, files) : null;
    }

    private static String prefix(Path file) {
        String name = name(file);
        String array = NpyFiles.arrayName(file);
        return name.substring(0, Math.max(0, name.length() - array.length() - ".npy".length()));
    }

    private static @Nullable Recognized together(Path asked, GraphFormat format, Path... files) {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                return null;
            }
        }
        return new Recognized(format, asked, List.of(files));
    }

    private static Path beside(Path file, String name) {
        return file.resolveSibling(name);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
