package dev.kindred.formats;

import dev.kindred.tables.TableOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pajek networks (Batagelj, Mrvar: Pajek, reference manual, section 5): {@code *Vertices}, {@code *Arcs} (directed), {@code *Edges} (undirected), their lists and
 * {@code *Matrix}. Labels are the ids where they are unique. What follows coordinates and shape of a vertex in pairs of a name and a value is
 * read as columns, less the names by which Pajek draws.
 */
final class Pajek {
    private static final Set<String> DRAWING = Set.of(
            "s_size", "x_fact", "y_fact", "phi", "r", "q", "ic", "bc", "bw", "lc", "la", "lr", "lphi", "fos", "font",
            "x", "y", "z");
    private static final Set<String> SHAPES =
            Set.of("ellipse", "box", "diamond", "triangle", "cross", "empty", "house", "man", "woman", "circle");

    private final TextReader in;
    private final GraphDocument document;
    private final long bytes;
    private String[] names = new String[0];

    private Pajek(TextReader in, GraphDocument document, long bytes) {
        this.in = in;
        this.document = document;
        this.bytes = bytes;
    }

    static OpenedGraph read(Recognized file, TableOptions options) throws IOException {
        GraphDocument document = new GraphDocument(file.path().toString());
        try (TextReader in = TextReader.open(file.path())) {
            new Pajek(in, document, TextReader.mostCharacters(file.path())).sections();
        }
        return document.opened(file, options);
    }

    private void sections() throws IOException {
        boolean vertices = false;
        while (in.nextContent('%')) {
            if (in.peek() != '*') {
                throw in.refused("a line that begins with *, as *Vertices", "another");
            }
            String section = String.valueOf(in.token()).toLowerCase(Locale.ROOT);
            if (section.equals("*network")) {
                in.nextLine();
                continue;
            }
            if (section.equals("*vertices")) {
                if (vertices) {
                    throw in.refused("one network", "another *Vertices; split a project into its networks");
                }
                vertices = true;
                vertices(in.whole("the number of vertices"));
                continue;
            }
            if (!vertices) {
                throw in.refused("*Vertices first", TextReader.shown(section));
            }
            in.nextLine();
            switch (section) {
                case "*arcs" -> pairs(true);
                case "*edges" -> pairs(false);
                case "*arcslist" -> lists(true);
                case "*edgeslist" -> lists(false);
                case "*matrix" -> matrix();
                default -> {
                    document.findings().notice("section " + TextReader.shown(section) + " not read");
                    pass();
                }
            }
        }
    }

    /** Whether another line of the section follows. */
    private boolean more() throws IOException {
        return in.nextContent('%') && in.peek() != '*';
    }

    private void pass() throws IOException {
        while (more()) {
            in.nextLine();
        }
    }

    private void vertices(long claimed) throws IOException {
        int count = Edges.checkedNodes(document.where(), claimed, bytes);
        in.nextLine();
        names = new String[count];
        @Nullable String[] labels = new @Nullable String[count];
        List<List<String>> rest = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names[i] = Integer.toString(i + 1);
            rest.add(List.of());
        }
        while (more()) {
            long number = in.whole("the number of a vertex");
            if (number < 1 || number > count) {
                throw in.refused("the number of a vertex, 1 to " + count, String.valueOf(number));
            }
            labels[(int) number - 1] = in.quoted();
            List<String> values = new ArrayList<>();
            while (in.hasMore()) {
                values.add(String.valueOf(in.quoted()));
            }
            rest.set((int) number - 1, values);
        }
        nameByLabels(labels);
        for (int i = 0; i < count; i++) {
            int node = document.node(names[i]);
            columns(node, rest.get(i));
        }
    }

    private void nameByLabels(@Nullable String[] labels) {
        Set<String> unique = new HashSet<>();
        for (String label : labels) {
            if (label == null || label.isEmpty() || !unique.add(label)) {
                return;
            }
        }
        for (int i = 0; i < labels.length; i++) {
            names[i] = String.valueOf(labels[i]);
        }
    }

    /** Up to three coordinates, a shape, and pairs of name and value. */
    private void columns(int node, List<String> values) {
        int at = 0;
        while (at < values.size() && at < 3 && values.get(at).matches("[-+.\\deE]+")) {
            at++;
        }
        if (at < values.size() && SHAPES.contains(values.get(at).toLowerCase(Locale.ROOT))) {
            at++;
        }
        for (; at + 1 < values.size(); at += 2) {
            String name = values.get(at);
            if (!DRAWING.contains(name.toLowerCase(Locale.ROOT)) && name.matches("[\\p{L}_].*")) {
                document.set(node, name, GraphDocument.guessed(values.get(at + 1)));
            }
        }
    }

    private String vertex() throws IOException {
        return vertex(in.whole("the number of a vertex"));
    }

    private String vertex(long number) {
        if (number < 1 || number > names.length) {
            throw in.refused("the number of a vertex, 1 to " + names.length, String.valueOf(number));
        }
        return names[(int) number - 1];
    }

    private void pairs(boolean directed) throws IOException {
        while (more()) {
            String from = vertex();
            String to = vertex();
            String weight = in.hasMore() ? in.quoted() : null;
            // What follows the weight says how the line is drawn; so does what is no number.
            boolean number = weight != null && weight.matches("[-+.\\d][-+.\\deE]*");
            document.edge(from, to, number ? in.number(weight, "a weight") : 1, directed);
            in.nextLine();
        }
    }

    private void lists(boolean directed) throws IOException {
        while (more()) {
            String from = vertex();
            while (in.hasMore()) {
                document.edge(from, vertex(), 1, directed);
            }
        }
    }

    private void matrix() throws IOException {
        for (String from : names) {
            for (String to : names) {
                in.nextContent('%');
                double weight = in.number("a value of the matrix");
                if (weight != 0) {
                    document.edge(from, to, weight, true);
                }
            }
        }
    }
}
