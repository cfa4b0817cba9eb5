package dev.kindred.cli;

import dev.kindred.formats.OpenedGraph;
import dev.kindred.io.Checksums;
import dev.kindred.store.GraphStore;
import dev.kindred.tables.JdbcDrivers;
import dev.kindred.tables.TableGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What run.json says of the input. */
final class InputFacts {
    private InputFacts() {}

    static Map<String, Object> ofFile(String kind, Path file) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", kind);
        facts.put("path", file.toString());
        facts.put("bytes", Files.size(file));
        facts.put("crc32c", Checksums.crc32c(file));
        return facts;
    }

    static Map<String, Object> ofOpened(Path data, OpenedGraph opened) throws IOException {
        String kind = opened.format().name().toLowerCase(Locale.ROOT);
        if (opened.files().size() == 1) {
            return ofFile(kind, opened.files().getFirst());
        }
        List<Map<String, Object>> files = new ArrayList<>();
        for (Path file : opened.files()) {
            Map<String, Object> facts = ofFile("file", file);
            facts.remove("kind");
            files.add(facts);
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", kind);
        facts.put("path", data.toString());
        facts.put("files", files);
        return facts;
    }

    /** The checksum of a store is that of its manifest, which holds those of the other files. */
    static Map<String, Object> ofStore(Path folder) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", "store");
        facts.put("path", folder.toString());
        facts.put("bytes", GraphStore.bytes(folder));
        facts.put("crc32c", Checksums.crc32c(folder.resolve(GraphStore.MANIFEST)));
        return facts;
    }

    static Map<String, Object> ofTables(
            @Nullable String nodes,
            @Nullable String nodesQuery,
            @Nullable String edges,
            @Nullable String edgesQuery,
            @Nullable String jdbc,
            TableGraph table)
            throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", "tables");
        if (jdbc != null) {
            facts.put("database", JdbcDrivers.shown(jdbc));
        }
        put(facts, "nodes", nodes, nodesQuery);
        put(facts, "edges", edges, edgesQuery);
        facts.put("columns", table.report().columns());
        facts.put("notices", table.report().notices());
        facts.put("irregularities", table.report().irregularities());
        return facts;
    }

    private static void put(Map<String, Object> facts, String what, @Nullable String file, @Nullable String query)
            throws IOException {
        if (query != null) {
            facts.put(what, Map.of("query", query));
        } else if (file != null) {
            // A pattern may match thousands of files; the checksums of graph and features cover their content.
            facts.put(what, Files.isRegularFile(Path.of(file)) ? ofFile("file", Path.of(file)) : Map.of("files", file));
        }
    }
}
