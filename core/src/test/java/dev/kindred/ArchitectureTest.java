package dev.kindred;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the imports of core's packages against the table in ARCHITECTURE.md, and a few habits of the house. */
class ArchitectureTest {
    /** What tells the kinds of a sealed config apart in JSON. */
    private static final String ANNOTATIONS = "com.fasterxml.jackson.annotation";

    /** Package to packages it may use, besides its own, the JDK and JSpecify. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("notice", Set.of()),
            Map.entry("graph", Set.of("notice", "kernels", "org.jgrapht")),
            Map.entry("io", Set.of("notice", "graph", "tools.jackson")),
            Map.entry("store", Set.of("graph", "io", "tools.jackson")),
            Map.entry("tensor", Set.of("kernels")),
            Map.entry("cluster", Set.of("tensor", "kernels")),
            Map.entry("autograd", Set.of("tensor", "graph", "kernels", "cluster")),
            Map.entry("nn", Set.of("autograd", "tensor", "graph", "kernels", "cluster", ANNOTATIONS)),
            Map.entry("model", Set.of("nn", "autograd", "cluster", "tensor", "graph", "kernels", ANNOTATIONS)),
            Map.entry(
                    "train",
                    Set.of(
                            "notice",
                            "model",
                            "nn",
                            "autograd",
                            "cluster",
                            "tensor",
                            "graph",
                            "kernels",
                            "io",
                            "store",
                            "tools.jackson")),
            Map.entry("method", Set.of("cluster", "tensor", "graph", "kernels", "nl.cwts")),
            Map.entry("signal", Set.of("method", "tensor")),
            Map.entry("select", Set.of("model", "signal", "method", "train", "eval", "tensor", "graph")),
            Map.entry("doctor", Set.of("explain", "select", "signal", "method", "train", "eval", "tensor", "graph")),
            Map.entry(
                    "sweep",
                    Set.of("notice", "signal", "method", "model", "train", "eval", "cluster", "tensor", "graph")),
            Map.entry("layout", Set.of("cluster", "tensor", "kernels")),
            Map.entry(
                    "explain",
                    Set.of(
                            "model",
                            "train",
                            "nn",
                            "autograd",
                            "eval",
                            "cluster",
                            "tensor",
                            "graph",
                            "kernels",
                            ANNOTATIONS)),
            Map.entry(
                    "run",
                    Set.of(
                            "notice",
                            "explain",
                            "layout",
                            "select",
                            "method",
                            "signal",
                            "eval",
                            "train",
                            "model",
                            "nn",
                            "autograd",
                            "cluster",
                            "tensor",
                            "graph",
                            "io",
                            "kernels",
                            "tools.jackson")),
            Map.entry("eval", Set.of("train", "model", "graph", "cluster", "tensor", "kernels")),
            Map.entry("", Set.of("select", "method", "train", "model", "nn", "autograd", "tensor", "graph")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.kindred");

    @Test
    void packagesUseOnlyWhatTheTableAllows() {
        List<String> breaches = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            String from = shortName(type.getPackageName());
            if (from.equals("kernels")) {
                continue;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                String to = target.getPackageName();
                boolean allowed = to.isEmpty()
                        || to.startsWith("java.")
                        || to.startsWith("org.jspecify")
                        || to.equals(type.getPackageName())
                        || ALLOWED.getOrDefault(from, Set.of()).stream()
                                .anyMatch(name ->
                                        name.contains(".") ? to.startsWith(name) : to.equals("dev.kindred." + name));
                if (!allowed) {
                    breaches.add(type.getName() + " uses " + target.getName());
                }
            }
        }
        assertThat(breaches).isEmpty();
    }

    @Test
    void onlyKernelsKnowTheVectorApi() {
        for (JavaClass type : CLASSES) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                if (dependency.getTargetClass().getPackageName().startsWith("jdk.incubator")) {
                    assertThat(type.getPackageName()).isEqualTo("dev.kindred.kernels");
                }
            }
        }
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        Set<String> described = new TreeSet<>();
        Set<String> packages = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            packages.add(type.getPackageName());
            if (type.getSimpleName().equals("package-info")
                    && type.isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                described.add(type.getPackageName());
            }
        }
        assertThat(described).isEqualTo(packages);
    }

    /** What users may build on is marked in each package-info and listed in docs/library.md, and the two agree. */
    @Test
    void everyPackageSaysWhetherItIsApi() throws Exception {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw"))) {
            root = root.resolve("..").normalize();
        }
        String listed = Files.readString(root.resolve("docs/library.md"))
                .split("## What is API")[1]
                .split("All other")[0];
        Set<String> marked = new TreeSet<>();
        for (String module : List.of("kernels", "core", "tables", "formats")) {
            try (Stream<Path> files = Files.walk(root.resolve(module + "/src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.endsWith("package-info.java")).toList()) {
                    String text = Files.readString(file);
                    boolean api = text.contains("Part of the API.");
                    assertThat(api != text.contains("Internal"))
                            .as(file.toString())
                            .isTrue();
                    if (api) {
                        marked.add(text.replaceAll("(?s).*\npackage ([a-z.]+);.*", "$1"));
                    }
                }
            }
        }
        Set<String> said = new TreeSet<>();
        Matcher name = Pattern.compile("`(dev\\.kindred[a-z.]*)`").matcher(listed);
        while (name.find()) {
            said.add(name.group(1));
        }
        assertThat(marked).isEqualTo(said);
    }

    @Test
    void filesAreShortAndTheLibraryDoesNotPrint() throws Exception {
        Path sources = Path.of("src/main/java").toAbsolutePath();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                List<String> lines = Files.readAllLines(file);
                assertThat(lines.size()).as(file.toString()).isLessThanOrEqualTo(500);
                assertThat(lines)
                        .as(file.toString())
                        .noneMatch(line -> line.contains("System.out") || line.contains("System.err"));
            }
        }
    }

    private static String shortName(String packageName) {
        return packageName.equals("dev.kindred") ? "" : packageName.substring("dev.kindred.".length());
    }
}
