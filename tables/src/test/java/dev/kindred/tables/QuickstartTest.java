package dev.kindred.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every Java example of README.md, docs/quickstart.md and docs/library.md compiles as it stands there, and runs. */
class QuickstartTest {
    /** Names that examples use without declaring them. */
    private static final String PARAMETERS = "String nodes, String edges, Map<String, Integer> clusterOf, String url, "
            + "org.jgrapht.Graph<String, org.jgrapht.graph.DefaultEdge> vertices, int[] from, int[] to, float[] values, "
            + "java.nio.file.Path folder";

    private static final String IMPORTS = List.of(
                    "dev.kindred.*",
                    "dev.kindred.eval.*",
                    "dev.kindred.graph.*",
                    "dev.kindred.io.*",
                    "dev.kindred.model.*",
                    "dev.kindred.notice.*",
                    "dev.kindred.run.*",
                    "dev.kindred.select.*",
                    "dev.kindred.tables.*",
                    "dev.kindred.train.*",
                    "java.time.*",
                    "java.util.*",
                    "java.util.concurrent.*",
                    "java.util.stream.*")
            .stream()
            .map(name -> "import " + name + ";\n")
            .reduce("", String::concat);

    @TempDir
    Path folder;

    private static Path document(String name) {
        Path above = Path.of("").toAbsolutePath();
        while (above.getParent() != null && !Files.exists(above.resolve("mvnw"))) {
            above = above.getParent();
        }
        return above.resolve(name);
    }

    private static List<String> examples(Path document) throws IOException {
        List<String> examples = new ArrayList<>();
        StringBuilder example = null;
        for (String line : Files.readAllLines(document)) {
            if (line.equals("```java")) {
                example = new StringBuilder();
            } else if (line.equals("```") && example != null) {
                examples.add(example.toString());
                example = null;
            } else if (example != null) {
                example.append(line).append('\n');
            }
        }
        return examples;
    }

    private void run(String example, String name, Object... values) throws Exception {
        Path source = Files.writeString(
                folder.resolve(name + ".java"),
                IMPORTS + "public class " + name + " {\n  public static void run(" + PARAMETERS
                        + ") throws Exception {\n" + example + "  }\n}\n");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            complaints,
                            files,
                            null,
                            List.of("-classpath", System.getProperty("java.class.path"), "-d", folder.toString()),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(example + complaints).isTrue();
        }
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Method run = Arrays.stream(loader.loadClass(name).getMethods())
                    .filter(method -> method.getName().equals("run"))
                    .findFirst()
                    .orElseThrow();
            run.invoke(null, values);
        }
    }

    @Test
    void examplesCompileAndRun() throws Exception {
        Path nodes = Files.writeString(
                folder.resolve("nodes.csv"), "id,age,segment\na,30,x\nb,31,x\nc,30,x\nd,70,y\ne,71,y\nf,72,y\n");
        Path edges = Files.writeString(folder.resolve("edges.csv"), "source,target\na,b\nb,c\nc,a\nd,e\ne,f\nf,d\n");
        String url = "jdbc:duckdb:" + folder.resolve("shop.db");
        try (Connection database = DriverManager.getConnection(url);
                Statement statement = database.createStatement()) {
            statement.execute("CREATE TABLE customer AS SELECT * FROM '" + nodes + "'");
            statement.execute("CREATE TABLE transfer AS SELECT * FROM '" + edges + "'");
        }
        SimpleGraph<String, DefaultEdge> vertices = new SimpleGraph<>(DefaultEdge.class);
        for (String vertex : List.of("a", "b", "c", "d")) {
            vertices.addVertex(vertex);
        }
        vertices.addEdge("a", "b");
        vertices.addEdge("c", "d");
        Map<String, Integer> clusterOf = new TreeMap<>();
        Path saved = Files.createDirectory(folder.resolve("saved"));
        List<String> examples = new ArrayList<>(examples(document("README.md")));
        examples.addAll(examples(document("docs/quickstart.md")));
        examples.addAll(examples(document("docs/library.md")));
        assertThat(examples).hasSizeGreaterThanOrEqualTo(15);
        for (int i = 0; i < examples.size(); i++) {
            run(
                    examples.get(i),
                    "Example" + i,
                    nodes.toString(),
                    edges.toString(),
                    clusterOf,
                    url,
                    vertices,
                    new int[] {0, 2},
                    new int[] {1, 3},
                    new float[] {1, 0, 1, 0, 0, 1, 0, 1},
                    saved);
        }
        assertThat(clusterOf.keySet()).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(clusterOf.get("a")).isEqualTo(clusterOf.get("b")).isNotEqualTo(clusterOf.get("f"));
        try (Connection database = DriverManager.getConnection(url);
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*), count(DISTINCT cluster), max(id) FROM customer_cluster")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(6);
            assertThat(rows.getInt(2)).isEqualTo(2);
            assertThat(rows.getString(3)).isEqualTo("f");
        }
    }
}
