package dev.kindred.cli.report;

import dev.kindred.run.NodeArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Data of a report without a run. */
final class Invented {
    /** Texts that would do harm were they ever parsed, and such as are hard to show. */
    static final List<String> HOSTILE = List.of(
            "</script><script>globalThis.harm=1</script>",
            "<img src=x onerror=\"globalThis.harm=1\">",
            "<!--<script>",
            "\"quotes\" 'single' `back`",
            "&amp;&lt;",
            ">@HEAD@<",
            "$1 \\0",
            "a,b;c\td",
            "two\nlines",
            "emoji \uD83D\uDC69\u200D\uD83D\uDC67 \uD83C\uDFF3\uFE0F",
            "\u05E9\u05DC\u05D5\u05DD (rtl)",
            "\u202Eoverride",
            "n\u0000ull",
            "=HYPERLINK(\"http://example.invalid\")",
            "x".repeat(2000),
            "__proto__",
            " ");

    private Invented() {}

    static ReportData data(List<String> ids, int k, String command) {
        int n = ids.size();
        SplittableRandom random = new SplittableRandom(3);
        int[] clusters = random.ints(n, 0, k).toArray();
        float[] half = floats(n, random);
        int[] neighbors = random.ints((long) n * NodeArrays.NEIGHBORS, -1, n).toArray();
        NodeArrays nodes = new NodeArrays(
                n,
                neighbors,
                floats(n * NodeArrays.NEIGHBORS, random),
                random.ints(n, 0, 20).toArray(),
                random.ints((long) n * NodeArrays.TELLING, -1, 2).toArray(),
                2,
                floats(2 * n, random),
                clusters.clone());
        return new ReportData(
                "invented",
                ids,
                clusters,
                half,
                clusters.clone(),
                half,
                floats(2 * n, random),
                nodes,
                summary(n, k),
                run(command));
    }

    static List<String> ids(int n) {
        List<String> ids = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            ids.add("user-" + (i * 7919L) % 1_000_003);
        }
        return ids;
    }

    private static float[] floats(int n, SplittableRandom random) {
        float[] out = new float[n];
        for (int i = 0; i < n; i++) {
            out[i] = (float) random.nextDouble();
        }
        return out;
    }

    private static JsonNode summary(int n, int k) {
        StringBuilder clusters = new StringBuilder();
        for (int c = 0; c < k; c++) {
            clusters.append(c == 0 ? "" : ",").append("""
                    {"cluster": %d, "name": "city = Rome, secret %d", "size": 3, "trust": 0.5,
                     "traits": [{"feature": 0, "text": "city = Rome", "lift": 2.0, "inside": 0.5, "outside": 0.25, "effect": 0.3, "q": 0.01},
                                {"feature": 1, "text": "age 54 (mean 38)", "inside": 54.5, "outside": 37.25, "effect": 0.2, "q": 0.02}],
                     "typical": [%d]}""".formatted(c, c, Math.min(n - 1, c)));
        }
        return JsonMapper.shared().readTree("""
                {"format": "kindred-clusters-1", "nodes": %d, "edges": 10,
                 "features": [{"name": "city = Rome", "kind": "binary"}, {"name": "age", "kind": "number", "mean": 38.2}],
                 "shown": [0, 1], "clusters": [%s], "between": [[1.0]],
                 "labels": {"names": ["secret label"], "counts": [[3]]}}""".formatted(n, clusters));
    }

    private static JsonNode run(String command) {
        return JsonMapper.shared()
                .readTree("""
                {"kindred": "0.1.0", "run": "r", "seed": 4, "preset": "default", "commandLine": %s,
                 "input": {"path": "/home/secret/nodes.csv"},
                 "provenance": {"config": {"clusters": 7}, "version": "0.1.0", "checksum": "abc"},
                 "metrics": {"labels": {"accuracy": 0.5, "nmi": 0.25}},
                 "method": {"asked": "auto", "taken": "blocks", "why": "it explains most", "findings": ["found: groups", "how sure: very"],
                            "candidates": [{"method": "leiden", "modularity": 0.35, "agreement": 0.9}, {"method": "blocks", "modularity": 0.4}]},
                 "verdict": {"attributes": {"modularity": 0.1, "silhouette": 0.2}, "finetuned": {"modularity": 0.4, "silhouette": 0.3},
                             "finetuning": {"sentence": "finetuning helped"}, "graph": {"sentence": "the graph helped"}},
                 "sweep": {"criterion": "EVIDENCE", "choice": {"k": 7, "alsoGood": [8], "sentence": "k = 7"},
                           "rows": [{"k": 7, "occupied": 7, "largest": 0.5, "scores": {"agreement": 0.9, "evidence": 1.5}, "chance": null}]},
                 "warnings": ["secret: 3 rows"], "history": [{"stage": "pretrain", "epoch": 0, "total": 1.0}]}""".formatted(JsonMapper.shared().writeValueAsString(Arrays.asList(command.split(" ")))));
    }
}
