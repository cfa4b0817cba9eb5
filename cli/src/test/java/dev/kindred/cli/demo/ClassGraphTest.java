package dev.kindred.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.graph.InvalidInputException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
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
            sampleParts.forEach((name, part) -> {
                throw new IllegalStateException(name + part);
            });
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
                .doesNotContain("init", "lambda");
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
    void whateverADamagedClassFileHoldsItIsCountedAsBroken() throws Exception {
        byte[] whole = bytes(String.class);
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged =
                    random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int flips = random.nextInt(8); flips >= 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(ClassFacts.of(damaged).name()).isNotNull();
            } catch (IllegalArgumentException e) {
                assertThat(e).as("round %d", round).isNotNull();
            }
        }
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
        byte[] whole = Files.readAllBytes(jar);
        int name = new String(whole, StandardCharsets.ISO_8859_1).indexOf("SampleReader.class");
        Arrays.fill(whole, name + 60, name + 120, (byte) 0xff);
        Path damaged = Files.write(folder.resolve("damaged.jar"), whole);
        assertThatThrownBy(() -> ClassGraph.ofJars(List.of(damaged)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(damaged + ": expected 2 classes or more, got 1 and 2 that could not be read");
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
