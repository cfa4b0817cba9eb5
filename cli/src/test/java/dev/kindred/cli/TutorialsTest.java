package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command of docs/tutorials runs as it stands, in the order of the page, and leads to the decision that the page ends with. */
class TutorialsTest {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    Path folder;

    private static Path root() {
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        return root;
    }

    /** Commands of a page, and what each printed. */
    private Map<String, String> follow(String page) throws Exception {
        String text = Files.readString(root().resolve("docs/tutorials").resolve(page));
        Map<String, String> printed = new LinkedHashMap<>();
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            for (String line : blocks.group(1).replace("\\\n", " ").split("\n")) {
                String command = line.replaceFirst("\\s+#.*", "").strip();
                if (!command.isEmpty()) {
                    printed.put(command, run(command));
                }
            }
        }
        assertThat(printed).isNotEmpty();
        return printed;
    }

    private String run(String line) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>();
        Matcher words = WORD.matcher(line);
        while (words.find()) {
            String word = words.group(1) == null ? words.group(2) : words.group(1);
            switch (word) {
                case "java" -> command.add(java.toString());
                case "./kindred" ->
                    command.addAll(List.of(
                            java.toString(),
                            "--add-modules=jdk.incubator.vector",
                            "--enable-native-access=ALL-UNNAMED",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName()));
                case "examples/tutorials/Generate.java" ->
                    command.add(root().resolve(word).toString());
                default -> command.add(word);
            }
        }
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s%n%s", line, output).isZero();
        return output;
    }

    /** Nodes by their planted group and their cluster. */
    private Map<String, Map<String, Integer>> found(String data, String results) throws IOException {
        Map<String, String> clusters = columns(folder.resolve(results).resolve("clusters.csv"));
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        columns(folder.resolve(data).resolve("answer.csv"))
                .forEach((id, group) -> counts.computeIfAbsent(group, g -> new TreeMap<>())
                        .merge(clusters.getOrDefault(id, "none"), 1, Integer::sum));
        return counts;
    }

    private static Map<String, String> columns(Path file) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.skip(1).map(line -> line.split(",")).forEach(cells -> values.put(cells[0], cells[1]));
        }
        return values;
    }

    /** That each group lies to this share in a cluster of its own. */
    private static void assertApart(Map<String, Map<String, Integer>> found, double share) {
        Map<String, String> homes = new TreeMap<>();
        found.forEach((group, clusters) -> {
            int all = clusters.values().stream().mapToInt(Integer::intValue).sum();
            Map.Entry<String, Integer> most = clusters.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow();
            assertThat(most.getValue()).as("%s: %s", group, clusters).isGreaterThanOrEqualTo((int) (share * all));
            homes.put(group, most.getKey());
        });
        assertThat(homes.values()).as(homes.toString()).doesNotHaveDuplicates();
    }

    @Test
    void fraudRings() throws Exception {
        Map<String, String> printed = follow("fraud-rings.md");
        assertApart(found("fraud", "rings"), .98);
        assertThat(printed.entrySet())
                .anySatisfy(command -> assertThat(command.getKey()).contains("explain rings --node"))
                .anySatisfy(command -> assertThat(command.getValue()).contains("age_days"));
    }

    @Test
    void customerSegments() throws Exception {
        follow("customer-segments.md");
        assertApart(found("shop", "segments"), .9);
    }

    @Test
    void topicsOfDocuments() throws Exception {
        Map<String, String> printed = follow("topics.md");
        assertApart(found("notes", "topics"), .95);
        assertThat(printed.values()).anySatisfy(text -> assertThat(text).contains("telescope"));
    }

    @Test
    void modulesOfACodeBase() throws Exception {
        Map<String, String> printed = follow("modules.md");
        assertThat(folder.resolve("modules/report.html")).isRegularFile();
        assertThat(columns(folder.resolve("modules/clusters.csv"))).hasSizeGreaterThan(1_000);
        assertThat(printed.values()).anySatisfy(text -> assertThat(text).contains("java.time"));
    }

    @Test
    void coraFromThePaper() throws Exception {
        String shared = System.getenv("KINDRED_SHARED");
        Path cora = (shared == null ? root().resolveSibling("shared") : Path.of(shared)).resolve("data/cora.npz");
        assumeTrue(Files.isRegularFile(cora), () -> "skipped: Cora is not on this machine (" + cora + ")");
        Files.copy(cora, folder.resolve("cora.npz"));
        Map<String, String> printed = follow("cora.md");
        assertThat(printed.values()).anySatisfy(text -> assertThat(text).contains("NMI"));
        assertThat(folder.resolve("cora-paper/clusters.csv")).isRegularFile();
    }
}
