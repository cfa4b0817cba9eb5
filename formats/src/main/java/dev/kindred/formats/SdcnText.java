package dev.kindred.formats;

import dev.kindred.graph.Features;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.tables.TableOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The text layout of SDCN (Bo et al., Structural Deep Clustering Network, WWW 2020): a row of numbers a node in NAME.txt, a pair of row numbers
 * from 0 on an edge in NAME_graph.txt, a class a line in NAME_label.txt.
 */
final class SdcnText {
    private SdcnText() {}

    /** @param file with features and edges, and optionally labels, in that order */
    static OpenedGraph read(Recognized file, TableOptions options) throws IOException {
        Path matrix = file.files().get(0);
        Path pairs = file.files().get(1);
        Findings findings = new Findings();
        Features features = matrix(matrix);
        Edges edges = new Edges(pairs.toString(), features.rows(), options.direction());
        readPairs(pairs, edges);
        int[] labels = file.files().size() > 2 ? labels(file.files().get(2), findings) : null;
        return new ArrayGraph(edges, features, labels).opened(file, options, findings);
    }

    /** A row of numbers a line. */
    static Features matrix(Path path) throws IOException {
        FloatRows rows = new FloatRows();
        try (TextReader in = TextReader.open(path)) {
            while (in.nextContent('#')) {
                while (in.hasMore()) {
                    rows.add(in.number("a number"));
                }
                if (!rows.endRow()) {
                    throw in.refused(rows.width() + " numbers as in the lines before", "another number of them");
                }
            }
        }
        if (rows.rows() == 0) {
            throw new InvalidInputException(path + ": expected 1 row or more, got 0");
        }
        return rows.features(path.toString());
    }

    /** Two numbers of nodes a line, and optionally a weight. */
    static void readPairs(Path path, Edges edges) throws IOException {
        try (TextReader in = TextReader.open(path)) {
            while (in.nextContent('#')) {
                long from = node(in, edges.nodes());
                long to = node(in, edges.nodes());
                double weight = in.hasMore() ? in.number("a weight") : 1;
                if (in.hasMore()) {
                    throw in.refused("two numbers of nodes, and at most a weight", "more");
                }
                edges.addUndirected(from, to, weight);
            }
        }
    }

    /** NumPy's savetxt writes whole numbers as 1.000000000000000000e+00, too. */
    private static long node(TextReader in, int nodes) throws IOException {
        double value = in.number("the number of a node");
        if (value != Math.rint(value) || value < 0 || value >= nodes) {
            throw in.refused("the number of a node, 0 to " + (nodes - 1), String.valueOf(value));
        }
        return (long) value;
    }

    private static int[] labels(Path path, Findings findings) throws IOException {
        List<String> classes = new ArrayList<>();
        try (TextReader in = TextReader.open(path)) {
            while (in.nextContent('#')) {
                String name = String.valueOf(in.token());
                classes.add(
                        name.matches("[+-]?\\d+(\\.0*)?(e\\+?\\d+)?")
                                ? Long.toString(Math.round(in.number(name, "a class")))
                                : name);
                if (in.hasMore()) {
                    throw in.refused("a class", "more");
                }
            }
        }
        int[] labels = Labels.ofTexts(classes);
        findings.classes(String.valueOf(path.getFileName()), labels);
        return labels;
    }
}
