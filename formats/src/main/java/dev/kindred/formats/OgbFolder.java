package dev.kindred.formats;

import dev.kindred.graph.Features;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.tables.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The raw folder of a node property data set of the Open Graph Benchmark (Hu et al., NeurIPS 2020), as {@code ogb.io.read_csv_graph_raw} reads it:
 * edge.csv.gz, num-node-list.csv.gz, num-edge-list.csv.gz, and where there are any node-feat.csv.gz and node-label.csv.gz. Expanded files are read, too.
 */
final class OgbFolder {
    /** The files that make a folder one. */
    static final List<String> NEEDED = List.of("edge.csv", "num-node-list.csv");

    private OgbFolder() {}

    /** A file of the folder, compressed or not, or null. */
    static @Nullable Path file(Path folder, String name) {
        for (String ending : List.of(".gz", "")) {
            Path file = folder.resolve(name + ending);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        return null;
    }

    static OpenedGraph read(Recognized recognized, TableOptions options) throws IOException {
        Findings findings = new Findings();
        Path pairs = named(recognized, "edge");
        Path count = named(recognized, "num-node-list");
        Path features = find(recognized, "node-feat");
        Path classes = find(recognized, "node-label");
        Features matrix = features == null ? null : SdcnText.matrix(features);
        long bytes = 0;
        for (Path file : recognized.files()) {
            bytes += TextReader.mostCharacters(file);
        }
        int nodes = Edges.checkedNodes(count.toString(), onlyNumber(count), bytes);
        if (matrix != null && matrix.rows() != nodes) {
            throw new InvalidInputException(features + ": expected " + nodes + " rows (nodes), got " + matrix.rows());
        }
        Edges edges = new Edges(pairs.toString(), nodes, options.direction());
        try (TextReader in = TextReader.open(pairs)) {
            while (in.nextContent('#')) {
                edges.add(in.whole("the number of a node"), in.whole("the number of a node"), 1);
                if (in.hasMore()) {
                    throw in.refused("two numbers of nodes", "more");
                }
            }
        }
        Path counted = find(recognized, "num-edge-list");
        if (counted != null && onlyNumber(counted) != edges.given()) {
            throw new InvalidInputException(pairs + ": expected " + onlyNumber(counted) + " edges ("
                    + counted.getFileName() + "), got " + edges.given() + "; the file is cut short");
        }
        int[] labels = classes == null ? null : labels(classes, nodes, findings);
        return new ArrayGraph(edges, matrix, labels).opened(recognized, options, findings);
    }

    private static Path named(Recognized recognized, String name) {
        Path found = find(recognized, name);
        if (found == null) {
            throw new InvalidInputException(recognized.path() + ": expected " + name + ".csv.gz, got none");
        }
        return found;
    }

    private static @Nullable Path find(Recognized recognized, String name) {
        return recognized.files().stream()
                .filter(file -> String.valueOf(file.getFileName()).startsWith(name + ".csv"))
                .findFirst()
                .orElse(null);
    }

    private static long onlyNumber(Path path) throws IOException {
        try (TextReader in = TextReader.open(path)) {
            in.nextContent('#');
            long number = in.whole("a number");
            in.nextLine();
            if (in.nextContent('#')) {
                throw in.refused("one graph, as node property data sets have", "more");
            }
            return number;
        }
    }

    private static int @Nullable [] labels(Path path, int nodes, Findings findings) throws IOException {
        List<String> classes = new ArrayList<>();
        try (TextReader in = TextReader.open(path)) {
            while (in.nextContent('#')) {
                String name = String.valueOf(in.token());
                if (in.hasMore()) {
                    findings.notice("labels: " + path.getFileName() + " gives nodes several classes; not read");
                    return null;
                }
                // NaN where a node has none; whole numbers may be written as floats.
                classes.add(
                        name.toLowerCase(Locale.ROOT).equals("nan")
                                ? ""
                                : name.matches("\\d{1,9}\\.0+") ? name.substring(0, name.indexOf('.')) : name);
            }
        }
        if (classes.size() != nodes) {
            throw new InvalidInputException(path + ": expected " + nodes + " lines (nodes), got " + classes.size());
        }
        int[] labels = Labels.ofTexts(classes);
        findings.classes(String.valueOf(path.getFileName()), labels);
        return labels;
    }
}
