package dev.kindred.formats;

import dev.kindred.tables.TableOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * GML (Himsolt: GML, A portable Graph File Format, 1997): keys and values, where {@code graph [ node [ id .. ] edge [ source .. target .. ] ]} is the graph. A
 * list inside a node becomes columns {@code a.b}; {@code graphics}, which says how it is drawn, is left out. Where labels are unique they are the ids, as they are
 * what other programs show: the numbers of nodes are made up by whoever wrote the file.
 */
final class Gml {
    /** Deeper lists than these are no graph. */
    private static final int DEEPEST = 64;

    private final TextReader in;
    private final GraphDocument document;
    private final EdgeColumns edgeColumns;
    private final List<Map<String, Object>> nodes = new ArrayList<>();
    private final List<Map<String, Object>> edges = new ArrayList<>();
    /** What a node is called, by the number that the file gives it. */
    private final Map<String, String> nameOf = new HashMap<>();

    private boolean directed;

    private Gml(TextReader in, GraphDocument document, TableOptions options) {
        this.in = in;
        this.document = document;
        this.edgeColumns = new EdgeColumns(options);
    }

    static OpenedGraph read(Recognized file, TableOptions options) throws IOException {
        GraphDocument document = new GraphDocument(file.path().toString());
        try (TextReader in = TextReader.open(file.path())) {
            Gml reader = new Gml(in, document, options);
            reader.pairs();
            reader.makeNodes();
            reader.makeEdges();
            reader.edgeColumns.report(document.findings());
        }
        return document.opened(file, options);
    }

    /** Keys and values outside of the graph, until the graph has been read. */
    private void pairs() throws IOException {
        while (in.nextContent('#')) {
            String key = key();
            if (in.peek() == '[') {
                in.read();
                if (key.equalsIgnoreCase("graph")) {
                    graph();
                    return;
                }
                list(key, new LinkedHashMap<>(), 1);
            } else {
                value();
            }
        }
        throw in.refused("graph [", "the end of the file");
    }

    private void graph() throws IOException {
        while (more()) {
            String key = key();
            if (in.peek() != '[') {
                Object value = value();
                directed |= key.equalsIgnoreCase("directed") && "1".equals(value.toString());
                continue;
            }
            in.read();
            Map<String, Object> values = new LinkedHashMap<>();
            list("", values, 1);
            if (key.equalsIgnoreCase("node")) {
                nodes.add(values);
            } else if (key.equalsIgnoreCase("edge")) {
                edges.add(values);
            }
        }
    }

    /** Whether the list goes on; its end is passed. */
    private boolean more() throws IOException {
        if (!in.nextContent('#')) {
            throw in.refused("]", "the end of the file");
        }
        if (in.peek() == ']') {
            in.read();
            return false;
        }
        return true;
    }

    private void list(String prefix, Map<String, Object> values, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw in.refused("lists of a graph", "lists inside lists, " + depth + " deep");
        }
        while (more()) {
            String key = key();
            String name = prefix.isEmpty() ? key : prefix + "." + key;
            if (in.peek() == '[') {
                in.read();
                // How nodes are drawn is nothing that they are.
                list(name, key.equalsIgnoreCase("graphics") ? new HashMap<>() : values, depth + 1);
            } else {
                add(values, name, value());
            }
        }
    }

    /** A key given again makes a list of texts. */
    private static void add(Map<String, Object> values, String name, Object value) {
        Object before = values.get(name);
        if (before == null) {
            values.put(name, value);
        } else if (before instanceof List<?> list) {
            List<String> longer = new ArrayList<>();
            list.forEach(item -> longer.add(item.toString()));
            longer.add(value.toString());
            values.put(name, longer);
        } else {
            values.put(name, new ArrayList<>(List.of(before.toString(), value.toString())));
        }
    }

    /** A key, and the blanks after it. */
    private String key() throws IOException {
        StringBuilder key = new StringBuilder();
        while (Character.isLetterOrDigit(in.peek()) || in.peek() == '_' || in.peek() == '-' || in.peek() == '.') {
            in.append(key);
        }
        if (key.isEmpty() || (!Character.isLetter(key.charAt(0)) && key.charAt(0) != '_')) {
            throw in.refused("a key of letters and digits", in.peek() < 0 ? "the end of the file" : shown(key));
        }
        in.nextContent('#');
        return key.toString();
    }

    private String shown(StringBuilder key) {
        return key.isEmpty() ? Character.toString(in.peek()) : TextReader.shown(key.toString());
    }

    private Object value() throws IOException {
        StringBuilder text = new StringBuilder();
        if (in.peek() == '"') {
            in.read();
            while (in.peek() != '"') {
                if (in.peek() < 0) {
                    throw in.refused("a closing quotation mark", "the end of the file");
                }
                in.append(text);
            }
            in.read();
            return unescaped(text.toString());
        }
        while (in.peek() >= 0 && !Character.isWhitespace(in.peek()) && in.peek() != ']' && in.peek() != '[') {
            in.append(text);
        }
        if (text.isEmpty()) {
            throw in.refused("a value", in.peek() < 0 ? "the end of the file" : Character.toString(in.peek()));
        }
        return GraphDocument.guessed(text.toString());
    }

    /** GML is ASCII: other characters stand by number or by name, as in HTML. */
    private static String unescaped(String text) {
        if (text.indexOf('&') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = text.charAt(at) == '&' ? text.indexOf(';', at) : -1;
            String character = end < 0 || end - at > 10 ? null : character(text.substring(at + 1, end));
            if (character == null) {
                plain.append(text.charAt(at++));
            } else {
                plain.append(character);
                at = end + 1;
            }
        }
        return plain.toString();
    }

    private static @Nullable String character(String entity) {
        if (entity.matches("#\\d{1,7}")) {
            int point = Integer.parseInt(entity.substring(1));
            return Character.isValidCodePoint(point) ? Character.toString(point) : null;
        }
        return switch (entity) {
            case "quot" -> "\"";
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "apos" -> "'";
            default -> null;
        };
    }

    private void makeNodes() {
        Set<String> labels = new HashSet<>();
        boolean byLabel = true;
        for (Map<String, Object> node : nodes) {
            Object label = node.get("label");
            byLabel &= label != null && !label.toString().isEmpty() && labels.add(label.toString());
        }
        long repeated = 0;
        for (Map<String, Object> node : nodes) {
            Object id = node.get("id");
            if (id == null) {
                throw in.refused("an id of each node", "a node without");
            }
            String name = byLabel ? String.valueOf(node.get("label")) : id.toString();
            if (nameOf.putIfAbsent(id.toString(), name) != null) {
                repeated++;
                continue;
            }
            int number = document.node(name);
            for (Map.Entry<String, Object> value : node.entrySet()) {
                String key = value.getKey();
                if (!key.equals("id") && !(byLabel && key.equals("label"))) {
                    document.set(number, key, value.getValue());
                }
            }
        }
        if (byLabel && !nodes.isEmpty()) {
            document.findings().notice("ids of nodes: their labels, which are unique");
        } else {
            document.namesAreIn("label");
        }
        document.findings().irregular(repeated, "nodes whose id was given before left out");
    }

    private void makeEdges() {
        for (Map<String, Object> edge : edges) {
            Object source = edge.remove("source");
            Object target = edge.remove("target");
            if (source == null || target == null) {
                throw in.refused("a source and a target of each edge", "an edge without");
            }
            double weight = 1;
            for (Map.Entry<String, Object> value : edge.entrySet()) {
                String key = value.getKey().toLowerCase(Locale.ROOT);
                if (!key.equals("id") && !key.equals("label") && edgeColumns.isWeight(value.getKey())) {
                    weight = in.number(value.getValue().toString(), "a weight of an edge");
                }
            }
            document.edge(name(source), name(target), weight, directed);
        }
    }

    private String name(Object id) {
        return nameOf.getOrDefault(id.toString(), id.toString());
    }
}
