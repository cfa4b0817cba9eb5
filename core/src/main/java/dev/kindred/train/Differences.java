package dev.kindred.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Differences between two runs that make their results differ. A run can resume only from a checkpoint without such differences. */
final class Differences {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private Differences() {}

    /**
     * The differences, as {@code what: expected x, got y} with the value of the checkpoint first; empty if the run can resume from it.
     * Threads and JVM may differ.
     */
    static List<String> between(Provenance state, Provenance run) {
        List<String> differences = new ArrayList<>();
        compare("input graph (CRC-32C)", state.graphChecksum(), run.graphChecksum(), differences);
        compare("input features (CRC-32C)", state.featuresChecksum(), run.featuresChecksum(), differences);
        Map<String, String> before = flat(state);
        Map<String, String> now = flat(run);
        before.forEach((key, value) -> compare("config " + key, value, now.getOrDefault(key, "none"), differences));
        compare("version", state.version(), run.version(), differences);
        compare("kernels", state.kernels(), run.kernels(), differences);
        return differences;
    }

    private static void compare(String what, String expected, String actual, List<String> differences) {
        if (!expected.equals(actual)) {
            differences.add(what + ": expected " + expected + ", got " + actual);
        }
    }

    private static Map<String, String> flat(Provenance provenance) {
        Map<String, String> values = new TreeMap<>();
        flatten("", JSON.valueToTree(provenance.config()), values);
        return values;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), into));
        } else {
            into.put(path, node.isString() ? node.asString() : node.toString());
        }
    }
}
