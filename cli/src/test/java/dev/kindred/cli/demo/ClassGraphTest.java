package dev.kindred.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.graph.InvalidInputException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassGraphTest {
    @TempDir
    Path folder;

    /** Read by the test itself. */
    static final class SampleReader implements Runnable {
        private final Map<String, SamplePart> sampleParts = Map.of();

        @Override
        public void run() {
            throw new IllegalStateException(sampleParts.toString());
        }
    }

    record SamplePart(int XMLHeaderSize) {}

    private static byte[] bytes(Class<?> type) throws Exception {
        try (InputStream in = Objects.requireNonNull(
                type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class"))) {
            return in.readAllBytes();
        }
    }

    @Test
    void factsOfAClassAreItsReferencesAndWords() throws Exception {
        ClassFacts facts = ClassFacts.of(bytes(SampleReader.class));
        assertThat(facts.name()).isEqualTo(SampleReader.class.getName());
        assertThat(facts.packageName()).isEqualTo("dev.kindred.cli.demo");
        assertThat(facts.references())
                .contains("java.lang.Runnable", "java.util.Map", "java.lang.IllegalStateException", "java.lang.Object")
                .doesNotContain(SampleReader.class.getName());
        assertThat(facts.words())
                .contains("class", "graph", "test", "sample", "reader", "parts", "run")
                .doesNotContain("init");
        assertThat(ClassFacts.of(bytes(SamplePart.class)).words()).contains("xml", "header", "size");
    }

    @Test
    void javaBaseHasTheSizeItShouldHave() throws Exception {
        ClassGraph classes = ClassGraph.ofJavaBase();
        assertThat(classes.names()).hasSizeBetween(6_000, 9_000).contains("java.lang.String", "java.util.Map$Entry");
        assertThat(classes.references()).isBetween(50_000L, 120_000L);
        assertThat(classes.words()).hasSizeBetween(1_500, 6_000);
        assertThat(classes.broken()).isZero();
        int string = classes.names().indexOf("java.lang.String");
        assertThat(classes.packageOf(string)).isEqualTo("java.lang");
        assertThat(classes.graph().graph().degree(string)).isGreaterThan(1_000);
    }

    @Test
    void jarsAreReadAndBrokenClassesCounted() throws Exception {
        Path jar = folder.resolve("app.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> type : List.of(SampleReader.class, SamplePart.class)) {
                out.putNextEntry(new JarEntry(type.getName().replace('.', '/') + ".class"));
                out.write(bytes(type));
            }
            out.putNextEntry(new JarEntry("Broken.class"));
            out.write(new byte[] {1, 2, 3});
            out.putNextEntry(new JarEntry("module-info.class"));
        }
        ClassGraph classes = ClassGraph.ofJars(List.of(jar));
        assertThat(classes.names()).containsExactly(SamplePart.class.getName(), SampleReader.class.getName());
        assertThat(classes.broken()).isEqualTo(1);
        Path missing = folder.resolve("none.jar");
        assertThatThrownBy(() -> ClassGraph.ofJars(List.of(missing)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(missing + ": expected a jar, got nothing there");
        Path text = Files.writeString(folder.resolve("text.jar"), "text");
        assertThatThrownBy(() -> ClassGraph.ofJars(List.of(text)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(text + ": expected a jar, got other data");
    }
}
