package dev.kindred.formats;

import dev.kindred.tables.TableOptions;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * GraphML (Brandes et al., graphml.graphdrawing.org, 1.0): keys with types and defaults, nodes, edges and their direction, edge weights by a key
 * named {@code weight}. Nested graphs are read as one; hyperedges are counted and left out. Of what yEd draws, the labels of nodes are read.
 */
final class GraphMl {
    private static final Map<String, String> TYPES =
            Map.of("int", "long", "long", "long", "float", "double", "double", "double", "boolean", "boolean");

    private final XmlReader in;
    private final GraphDocument document;
    private final EdgeColumns edgeColumns;
    private final Map<String, Key> keys = new HashMap<>();
    private final Map<String, Object> defaults = new HashMap<>();
    /** Nodes may hold graphs, whose nodes are read inside of them. */
    private final Deque<Integer> nodes = new ArrayDeque<>();

    private @Nullable String from;
    private String to = "";
    private boolean edgeDirected;
    private @Nullable Double weight;
    private boolean directed;
    private @Nullable Key key;
    private double defaultWeight = 1;
    private long repeated;
    private long hyperedges;

    /** A column. */
    private record Key(String name, String type, String of, boolean drawn) {
        boolean isOf(String what) {
            return of.equals(what) || of.equals("all");
        }
    }

    private GraphMl(XmlReader in, GraphDocument document, TableOptions options) {
        this.in = in;
        this.document = document;
        this.edgeColumns = new EdgeColumns(options);
    }

    static OpenedGraph read(Recognized file, TableOptions options) throws IOException {
        GraphDocument document = new GraphDocument(file.path().toString());
        try (XmlReader in = XmlReader.open(file.path())) {
            GraphMl reader = new GraphMl(in, document, options);
            in.forEach(reader::start, reader::end);
            document.setMissing(reader.defaults);
            document.findings().irregular(reader.repeated, "nodes whose id was given before left out");
            document.findings().irregular(reader.hyperedges, "hyperedges left out");
            reader.edgeColumns.report(document.findings());
        }
        return document.opened(file, options);
    }

    private void start(String element) {
        switch (element) {
            case "key" -> startKey();
            case "default" -> setDefault();
            case "graph" -> directed = in.needed("edgedefault").equals("directed");
            case "node" -> {
                String id = in.needed("id");
                repeated += document.hasNode(id) ? 1 : 0;
                nodes.push(document.node(id));
            }
            case "edge" -> {
                from = in.needed("source");
                to = in.needed("target");
                String own = in.attribute("directed");
                edgeDirected = own == null ? directed : own.equals("true");
                weight = null;
            }
            case "data" -> setValue();
            case "hyperedge" -> {
                hyperedges++;
                in.skip();
            }
            case "port" -> in.skip();
            default -> {}
        }
    }

    private void end(String element) {
        if (element.equals("node")) {
            nodes.poll();
        } else if (element.equals("edge") && from != null) {
            document.edge(from, to, weight == null ? defaultWeight : weight, edgeDirected);
            from = null;
        }
    }

    private void startKey() {
        String id = in.needed("id");
        String name = in.attribute("attr.name");
        String type = in.attribute("attr.type");
        String of = in.attribute("for");
        key = new Key(
                name == null ? id : name,
                type == null ? "string" : type,
                of == null ? "all" : of,
                in.attribute("yfiles.type") != null);
        keys.put(id, key);
    }

    private void setDefault() {
        Key of = key;
        String text = in.text();
        if (of == null || of.drawn || text == null) {
            return;
        }
        Object value = value(of, text);
        if (value != null && of.isOf("node")) {
            defaults.put(of.name, value);
        }
        if (of.isOf("edge") && edgeColumns.isWeight(of.name) && value instanceof Number number) {
            defaultWeight = number.doubleValue();
        }
    }

    private void setValue() {
        String id = in.needed("key");
        Key of = keys.get(id);
        if (of == null) {
            throw in.refused("a key that was declared", TextReader.shown(id));
        }
        boolean ofNode = from == null && !nodes.isEmpty();
        if (of.drawn) {
            String label = in.textInside("NodeLabel").strip();
            if (ofNode && !label.isEmpty()) {
                document.set(nodes.element(), "label", label);
                document.namesAreIn("label");
            }
            return;
        }
        String text = in.text();
        if (text == null) {
            return;
        }
        if (ofNode) {
            Object value = value(of, text);
            if (value != null) {
                document.set(nodes.element(), of.name, value);
            }
        } else if (from != null && edgeColumns.isWeight(of.name) && !text.isBlank()) {
            weight = in.number(text, "a weight");
        }
    }

    private @Nullable Object value(Key of, String text) {
        return in.value(text, of.type, TYPES, "a value of type " + of.type + " (" + of.name + ")");
    }
}
