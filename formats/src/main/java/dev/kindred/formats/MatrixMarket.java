package dev.kindred.formats;

import dev.kindred.notice.Setting;
import dev.kindred.tables.TableOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Matrix Market coordinate and array files as adjacency matrices (Boisvert, Pozo, Remington: The Matrix Market Exchange Formats, NISTIR 5935, 1996):
 * real, integer and pattern entries, general and symmetric. Complex, Hermitian and skew-symmetric matrices, whose entries are no weights,
 * are refused.
 */
final class MatrixMarket {
    private MatrixMarket() {}

    static OpenedGraph read(Recognized file, TableOptions options) throws IOException {
        Path path = file.path();
        Findings findings = new Findings();
        try (TextReader in = TextReader.open(path)) {
            Banner banner = Banner.read(in);
            in.nextLine();
            in.nextContent('%');
            long rows = in.whole("the number of rows");
            long columns = in.whole("the number of columns");
            if (rows != columns) {
                throw in.refused(
                        "an adjacency matrix, as many rows as columns",
                        rows + " x " + columns + "; a two-mode network becomes edges by " + Setting.EDGES);
            }
            Edges edges = new Edges(
                    path.toString(),
                    Edges.checkedNodes(path.toString(), rows, TextReader.mostCharacters(path)),
                    options.direction());
            if (banner.coordinates) {
                readCoordinates(in, banner, edges, in.whole("the number of entries"));
            } else {
                readArray(in, banner, edges);
            }
            return new ArrayGraph(edges, null, null).opened(file, options, findings);
        }
    }

    /** The first line. */
    private record Banner(boolean coordinates, boolean pattern, boolean symmetric) {
        static Banner read(TextReader in) throws IOException {
            String[] words = new String[5];
            for (int i = 0; i < words.length; i++) {
                words[i] = lower(in.token());
            }
            if (!words[0].equals("%%matrixmarket") || !words[1].equals("matrix")) {
                throw in.refused("%%MatrixMarket matrix", TextReader.shown(words[0] + " " + words[1]));
            }
            checkOne(in, words[2], List.of("coordinate", "array"));
            checkOne(in, words[3], List.of("real", "double", "integer", "pattern"));
            checkOne(in, words[4], List.of("general", "symmetric"));
            return new Banner(words[2].equals("coordinate"), words[3].equals("pattern"), !words[4].equals("general"));
        }

        private static String lower(@Nullable String word) {
            return word == null ? "" : word.toLowerCase(Locale.ROOT);
        }

        private static void checkOne(TextReader in, String word, List<String> known) {
            if (!known.contains(word)) {
                throw in.refused(
                        "one of " + String.join(", ", known), word.isEmpty() ? "nothing" : TextReader.shown(word));
            }
        }
    }

    private static void readCoordinates(TextReader in, Banner banner, Edges edges, long entries) throws IOException {
        long read = 0;
        in.nextLine();
        while (in.nextContent('%')) {
            long row = in.whole("a row");
            long column = in.whole("a column");
            double weight = banner.pattern ? 1 : in.number("a value");
            if (in.hasMore()) {
                throw in.refused("a row, a column" + (banner.pattern ? "" : " and a value"), "more");
            }
            check(in, row, edges);
            check(in, column, edges);
            add(edges, banner, row - 1, column - 1, weight);
            read++;
        }
        if (read != entries) {
            throw in.refused(entries + " entries (as its head says)", read + "; the file is cut short or damaged");
        }
    }

    private static void check(TextReader in, long node, Edges edges) {
        if (node < 1 || node > edges.nodes()) {
            throw in.refused("a row and a column from 1 to " + edges.nodes(), String.valueOf(node));
        }
    }

    private static void add(Edges edges, Banner banner, long row, long column, double weight) {
        if (banner.symmetric) {
            edges.addUndirected(row, column, weight);
        } else {
            edges.add(row, column, weight);
        }
    }

    /** All values by columns; of symmetric matrices those from the diagonal on. */
    private static void readArray(TextReader in, Banner banner, Edges edges) throws IOException {
        in.nextLine();
        for (int column = 0; column < edges.nodes(); column++) {
            for (int row = banner.symmetric ? column : 0; row < edges.nodes(); row++) {
                in.nextContent('%');
                double weight = in.number("a value");
                if (weight != 0) {
                    add(edges, banner, row, column, weight);
                }
            }
        }
        if (in.nextContent('%')) {
            throw in.refused("the end of the file", "more values");
        }
    }
}
