package dev.kindred.formats;

import dev.kindred.graph.NodeIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers of nodes by their names, in the order in which they came. */
final class NodeIndex {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    /** Adds a node; whether its name is new. */
    boolean add(String name) {
        if (numbers.putIfAbsent(name, names.size()) != null) {
            return false;
        }
        names.add(name);
        return true;
    }

    /** The node of a name, or -1. */
    int of(String name) {
        return numbers.getOrDefault(name, -1);
    }

    int size() {
        return names.size();
    }

    List<String> names() {
        return names;
    }

    /** As numbers where all are whole numbers as they are written, else as text. */
    NodeIds ids() {
        boolean whole = names.stream().allMatch(name -> name.matches("0|-?[1-9]\\d{0,17}"));
        return whole ? NodeIds.of(names.stream().mapToLong(Long::parseLong).toArray()) : NodeIds.of(names);
    }
}
