package dev.kindred.formats;

import dev.kindred.tables.TableOptions;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * GEXF 1.1 to 1.3 (gexf.net), Gephi's format: attributes with types and defaults, nodes and their labels, edges with type and weight. Of values
 * that change over time the last is taken; positions, sizes and colors are no attributes.
 */
final class Gexf {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("integer", "long"),
            Map.entry("int", "long"),
            Map.entry("long", "long"),
            Map.entry("short", "long"),
            Map.entry("byte", "long"),
            Map.entry("biginteger", "double"),
            Map.entry("bigdecimal", "double"),
            Map.entry("float", "double"),
            Map.entry("double", "double"),
            Map.entry("boolean", "boolean"));
    private static final String LABEL = "label";

    private final XmlReader in;
    private final GraphDocument document;
    private final EdgeColumns edgeColumns;
    /** Columns of nodes and of edges by id. */
    private final Map<String, Map<String, Attribute>> attributes = new HashMap<>();

    private final Map<String, Object> defaults = new HashMap<>();
    private final Deque<Integer> nodes = new ArrayDeque<>();
    private String attributesOf = "node";
    private @Nullable Attribute attribute;
    private @Nullable String from;
    private String to = "";
    private double weight;
    private boolean edgeDirected;
    private boolean directed;
    private boolean changing;
    private long repeated;

    /** A column. */
    private record Attribute(String title, String type) {}

    private Gexf(XmlReader in, GraphDocument document, TableOptions options) {
        this.in = in;
        this.document = document;
        this.edgeColumns = new EdgeColumns(options);
    }

    static OpenedGraph read(Recognized file, TableOptions options) throws IOException {
        GraphDocument document = new GraphDocument(file.path().toString());
        try (XmlReader in = XmlReader.open(file.path())) {
            Gexf reader = new Gexf(in, document, options);
            in.forEach(reader::start, reader::end);
            document.setMissing(reader.defaults);
            document.findings().irregular(reader.repeated, "nodes whose id was given before left out");
            if (reader.changing) {
                document.findings().notice("values that change over time: the last of each is taken");
            }
            reader.edgeColumns.report(document.findings());
        }
        return document.opened(file, options);
    }

    private void start(String element) {
        switch (element) {
            case "graph" -> directed = "directed".equals(in.attribute("defaultedgetype"));
            case "attributes" -> {
                String of = in.attribute("class");
                attributesOf = of == null ? "node" : of;
            }
            case "attribute" -> startAttribute();
            case "default" -> setDefault();
            case "node" -> startNode();
            case "edge" -> startEdge();
            case "attvalue" -> setValue();
            default -> {}
        }
    }

    private void end(String element) {
        if (element.equals("node")) {
            nodes.poll();
        } else if (element.equals("edge") && from != null) {
            document.edge(from, to, weight, edgeDirected);
            from = null;
        }
    }

    private void startAttribute() {
        String id = in.needed("id");
        String title = in.attribute("title");
        String type = in.attribute("type");
        Attribute made = new Attribute(title == null ? id : title, type == null ? "string" : type);
        attribute = made;
        attributes.computeIfAbsent(attributesOf, of -> new HashMap<>()).put(id, made);
    }

    private void setDefault() {
        Attribute of = attribute;
        String text = in.text();
        if (of == null || text == null || !attributesOf.equals("node")) {
            return;
        }
        Object value = value(of, text);
        if (value != null) {
            defaults.put(of.title, value);
        }
    }

    private void startNode() {
        String id = in.needed("id");
        repeated += document.hasNode(id) ? 1 : 0;
        int node = document.node(id);
        nodes.push(node);
        String label = in.attribute(LABEL);
        if (label != null && !label.equals(id)) {
            document.set(node, LABEL, label);
            document.namesAreIn(LABEL);
        }
    }

    private void startEdge() {
        from = in.needed("source");
        to = in.needed("target");
        String type = in.attribute("type");
        edgeDirected = type == null ? directed : type.equals("directed");
        String given = in.attribute("weight");
        weight = given != null && edgeColumns.isWeight("weight") ? in.number(given, "a weight") : 1;
    }

    private void setValue() {
        String id = in.attribute("for");
        if (id == null) {
            id = in.needed("id"); // as GEXF 1.0 has it
        }
        String value = in.needed("value");
        changing |= in.attribute("start") != null || in.attribute("end") != null;
        boolean ofEdge = from != null;
        if (!ofEdge && nodes.isEmpty()) {
            return;
        }
        Attribute of =
                attributes.getOrDefault(ofEdge ? "edge" : "node", Map.of()).get(id);
        if (of == null) {
            throw in.refused("an attribute that was declared", TextReader.shown(id));
        }
        if (ofEdge) {
            if (edgeColumns.isWeight(of.title) && !value.isBlank()) {
                weight = in.number(value, "a weight");
            }
            return;
        }
        Object read = value(of, value);
        if (read != null) {
            document.set(nodes.element(), of.title, read);
        }
    }

    private @Nullable Object value(Attribute of, String text) {
        String type = of.type.toLowerCase(Locale.ROOT);
        if (type.startsWith("list")) {
            List<String> items = Arrays.stream(text.replaceAll("^\\[|\\]$", "").split("[|,;]", -1))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .toList();
            return items.isEmpty() ? null : items;
        }
        return in.value(text, type, TYPES, "a value of type " + of.type + " (" + of.title + ")");
    }
}
