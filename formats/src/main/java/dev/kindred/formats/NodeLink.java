package dev.kindred.formats;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.tables.TableOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Node-link JSON as NetworkX, D3 and sigma.js write it: an object with {@code nodes}, whose objects have an {@code id} (or {@code key}, {@code name}), and {@code links} or
 * {@code edges} with {@code source} and {@code target} (or {@code from}, {@code to}). Where nodes have no id, ends are their places from 0 on, as D3 3 has it. Also
 * Cytoscape's {@code elements}, whose values stand in {@code data}, and NetworkX's {@code adjacency}, which has a list of neighbors for each node.
 */
final class NodeLink {
    private static final List<String> IDS = List.of("id", "key", "name");
    private static final List<String> SOURCES = List.of("source", "from", "src");
    private static final List<String> TARGETS = List.of("target", "to", "dst");

    private final JsonParser json;
    private final Path path;
    private final GraphDocument document;
    private final EdgeColumns edgeColumns;
    private final List<Map<String, Object>> nodes = new ArrayList<>();
    private final List<Map<String, Object>> links = new ArrayList<>();
    private final List<List<Map<String, Object>>> adjacency = new ArrayList<>();
    private boolean directed;

    private NodeLink(JsonParser json, Path path, GraphDocument document, TableOptions options) {
        this.json = json;
        this.path = path;
        this.document = document;
        this.edgeColumns = new EdgeColumns(options);
    }

    private static JsonParser parser(InputStream in) {
        return JsonFactory.builder().build().createParser(ObjectReadContext.empty(), in);
    }

    /** Whether a file is JSON of this kind. */
    static boolean is(Path path) throws IOException {
        boolean nodes = false;
        boolean links = false;
        try (InputStream in = TextReader.bytes(path);
                JsonParser json = parser(in)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME && !(nodes && links)) {
                String key = json.currentName();
                JsonToken value = json.nextToken();
                nodes |= key.equals("nodes") && value == JsonToken.START_ARRAY;
                links |= List.of("links", "edges", "adjacency").contains(key) && value == JsonToken.START_ARRAY;
                if (key.equals("elements") && (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY)) {
                    return true;
                }
                json.skipChildren();
            }
            return nodes && links;
        } catch (JacksonException e) {
            return nodes || links; // damaged: reading it will tell the line
        }
    }

    static OpenedGraph read(Recognized file, TableOptions options) throws IOException {
        Path path = file.path();
        GraphDocument document = new GraphDocument(path.toString());
        try (InputStream in = TextReader.bytes(path);
                JsonParser json = parser(in)) {
            NodeLink reader = new NodeLink(json, path, document, options);
            reader.root();
            reader.make();
            reader.edgeColumns.report(document.findings());
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new InvalidInputException(
                    path + ", line " + line + ": expected well-formed JSON, got an error: " + e.getOriginalMessage(),
                    e);
        }
        return document.opened(file, options);
    }

    private void root() {
        json.nextToken();
        object();
    }

    /** The object whose start has been read: the root, or Cytoscape's elements. */
    private void object() {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            switch (key) {
                case "nodes" -> list(nodes);
                case "links", "edges" -> list(links);
                case "adjacency" -> adjacency();
                case "directed" -> directed = value == JsonToken.VALUE_TRUE;
                case "elements" -> {
                    if (value == JsonToken.START_OBJECT) {
                        object();
                    } else {
                        elements();
                    }
                }
                default -> json.skipChildren();
            }
        }
    }

    private void adjacency() {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw refused("a list of neighbors for each node", "another value");
            }
            List<Map<String, Object>> neighbors = new ArrayList<>();
            list(neighbors);
            adjacency.add(neighbors);
        }
    }

    /** Neighbors as links; an edge that runs both ways stands with either end and is one link. */
    private void addNeighbors() {
        if (adjacency.isEmpty()) {
            return;
        }
        if (adjacency.size() != nodes.size()) {
            throw refused(nodes.size() + " lists of neighbors (nodes)", String.valueOf(adjacency.size()));
        }
        Set<Object> before = new HashSet<>();
        for (int i = 0; i < nodes.size(); i++) {
            Object id = nodes.get(i).get("id");
            for (Map<String, Object> neighbor : adjacency.get(i)) {
                Object to = neighbor.remove("id");
                if (id == null || to == null) {
                    throw refused("nodes and neighbors with an id", "one without");
                }
                if (directed || !before.contains(to)) {
                    neighbor.put("source", id);
                    neighbor.put("target", to);
                    links.add(neighbor);
                }
            }
            if (id != null) {
                before.add(id);
            }
        }
    }

    /** Nodes and edges in one list: what has a source is an edge. */
    private void elements() {
        List<Map<String, Object>> all = new ArrayList<>();
        list(all);
        for (Map<String, Object> one : all) {
            (one.containsKey("source") ? links : nodes).add(one);
        }
    }

    private void list(List<Map<String, Object>> into) {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw refused("objects as nodes and links", "another value");
            }
            Map<String, Object> values = new LinkedHashMap<>();
            values("", values, 0);
            into.add(values);
        }
    }

    /** The values of an object; those of objects inside it as {@code a.b}, of Cytoscape's data and sigma's attributes without prefix. */
    private void values(String prefix, Map<String, Object> into, int depth) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            String name = prefix + key;
            switch (json.nextToken()) {
                case START_OBJECT -> {
                    if (depth == 8 || key.equals("position")) {
                        json.skipChildren();
                    } else {
                        values(key.equals("data") || key.equals("attributes") ? prefix : name + ".", into, depth + 1);
                    }
                }
                case START_ARRAY -> {
                    Object list = array();
                    if (list != null) {
                        into.put(name, list);
                    }
                }
                case VALUE_STRING -> into.put(name, json.getString());
                case VALUE_NUMBER_INT -> into.put(name, whole());
                case VALUE_NUMBER_FLOAT -> into.put(name, json.getDoubleValue());
                case VALUE_TRUE -> into.put(name, true);
                case VALUE_FALSE -> into.put(name, false);
                default -> {} // null: a value that is missing
            }
        }
    }

    private Object whole() {
        return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? (Object) json.getDoubleValue()
                : (Object) json.getLongValue();
    }

    /** Numbers as a vector, texts as a list; null for anything else. */
    private @Nullable Object array() {
        List<String> texts = new ArrayList<>();
        List<Double> numbers = new ArrayList<>();
        boolean other = false;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            switch (json.currentToken()) {
                case VALUE_STRING -> texts.add(json.getString());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> numbers.add(json.getDoubleValue());
                default -> {
                    other = true;
                    json.skipChildren();
                }
            }
        }
        if (other || (texts.isEmpty() == numbers.isEmpty())) {
            return null;
        }
        return texts.isEmpty()
                ? numbers.stream().mapToDouble(Double::doubleValue).toArray()
                : texts;
    }

    private void make() {
        addNeighbors();
        String id = IDS.stream()
                .filter(name -> !nodes.isEmpty() && nodes.stream().allMatch(node -> node.get(name) != null))
                .findFirst()
                .orElse(null);
        boolean places = id == null || byPlace(id);
        List<String> names = new ArrayList<>();
        long repeated = 0;
        for (int i = 0; i < nodes.size(); i++) {
            Object given = id == null ? null : nodes.get(i).remove(id);
            String name = given == null ? Integer.toString(i) : given.toString();
            names.add(name);
            if (document.hasNode(name)) {
                repeated++;
                continue;
            }
            int node = document.node(name);
            nodes.get(i).forEach((column, value) -> document.set(node, column, value));
        }
        document.findings().irregular(repeated, "nodes whose id was given before left out");
        if (places && id != null) {
            document.findings().notice("ends of links: places of the nodes in their list, from 0 on");
        }
        for (Map<String, Object> link : links) {
            String from = end(link, SOURCES, names, places);
            String to = end(link, TARGETS, names, places);
            double weight = 1;
            for (Map.Entry<String, Object> value : link.entrySet()) {
                String key = value.getKey().toLowerCase(Locale.ROOT);
                if (!List.of("id", "key", "label").contains(key) && edgeColumns.isWeight(value.getKey())) {
                    weight = weight(value.getValue());
                }
            }
            boolean oneWay = link.get("directed") instanceof Boolean own ? own : directed;
            document.edge(from, to, weight, oneWay);
        }
    }

    /** Whether ends are places: all whole numbers below the number of nodes, and not all of them ids. */
    private boolean byPlace(String id) {
        Set<String> names = new HashSet<>();
        nodes.forEach(node -> names.add(String.valueOf(node.get(id))));
        boolean known = true;
        for (Map<String, Object> link : links) {
            Object from = first(link, SOURCES);
            Object to = first(link, TARGETS);
            if (!isPlace(from) || !isPlace(to)) {
                return false;
            }
            known &= names.contains(String.valueOf(from)) && names.contains(String.valueOf(to));
        }
        return !known;
    }

    private boolean isPlace(@Nullable Object end) {
        return end instanceof Long place && place >= 0 && place < nodes.size();
    }

    private static @Nullable Object first(Map<String, Object> link, List<String> names) {
        return names.stream()
                .filter(link::containsKey)
                .findFirst()
                .map(link::get)
                .orElse(null);
    }

    private String end(Map<String, Object> link, List<String> ends, List<String> names, boolean places) {
        String key = ends.stream().filter(link::containsKey).findFirst().orElse(null);
        Object value = key == null ? null : link.remove(key);
        if (value == null) {
            throw refused("links with a source and a target", "one without");
        }
        if (!places) {
            return value.toString();
        }
        if (!isPlace(value)) {
            throw refused(
                    "places of nodes as ends of links, 0 to " + (nodes.size() - 1), TextReader.shown(value.toString()));
        }
        return names.get(Integer.parseInt(value.toString()));
    }

    private double weight(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return Double.parseDouble(value.toString());
        } catch (NumberFormatException e) {
            throw refused("a number as the weight of a link", TextReader.shown(value.toString()));
        }
    }

    private InvalidInputException refused(String expected, String got) {
        return new InvalidInputException(path + ": expected " + expected + ", got " + got);
    }
}
