package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher and its two scripts in a checkout whose Maven and JDK are scripts that record how they were called. */
class LauncherTest {
    private static final String WARNING = "WARNING: Using incubator modules: jdk.incubator.vector";
    private static final String FIRST = "kindred: first start: building Kindred";

    @TempDir
    private Path folder;

    private Path home = Path.of("");

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void checkout() throws IOException {
        Path root = Path.of("..").toAbsolutePath().normalize();
        assumeTrue(Files.isExecutable(root.resolve("kindred")) && Files.exists(Path.of("/bin/sh")), "no POSIX shell");
        home = Files.createDirectory(folder.resolve("checkout with blanks"));
        for (String script : List.of("kindred", "bin/find-jdk", "bin/build-app", "bin/jvm.options")) {
            script(home.resolve(script), Files.readString(root.resolve(script)));
        }
        write(home.resolve("pom.xml"), "<project/>");
        write(home.resolve("cli/pom.xml"), "<project/>");
        write(home.resolve("cli/src/main/java/A.java"), "class A {}");
        write(home.resolve("bench/pom.xml"), "<project/>");
        maven("mkdir -p cli/target/app && echo built >cli/target/app/kindred.jar");
        jdk(folder.resolve("jdk-25"), "25.0.3");
    }

    /** A Maven wrapper that counts its builds and does what a test wants. */
    private void maven(String build) throws IOException {
        script(
                home.resolve("mvnw"),
                "#!/bin/sh\nif [ \"$1\" = -v ]; then exit 0; fi\necho x >>\"" + folder + "/builds\"\n" + build + "\n");
    }

    private void jdk(Path at, String version) throws IOException {
        script(at.resolve("bin/javac"), "#!/bin/sh\n");
        script(at.resolve("bin/java"), """
                #!/bin/sh
                for last; do
                  case $last in
                    -XX:ArchiveClassesAtExit=*) echo archive >"${last#*=}"; exit 0 ;;
                    -Dkindred.stderr=*) pipe=${last#*=} ;;
                  esac
                done
                echo "%s" >&2
                echo "said last: $last" >&2
                echo "$last"
                exec 2>/dev/null
                while [ -e "$pipe" ]; do sleep .01; done
                exit 7
                """.formatted(WARNING));
        write(at.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void script(Path file, String text) throws IOException {
        write(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private ProcessBuilder command(Path script, Map<String, String> environment, String... arguments) {
        List<String> words = new ArrayList<>(List.of(script.toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "KINDRED_JAVA_OPTS"));
        builder.environment().put("KINDRED_JAVA_HOME", folder.resolve("jdk-25").toString());
        builder.environment().putAll(environment);
        return builder;
    }

    private static Ended end(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, err);
    }

    private Ended start(String... arguments) throws IOException, InterruptedException {
        return end(command(home.resolve("kindred"), Map.of(), arguments).start());
    }

    private long builds() throws IOException {
        Path counted = folder.resolve("builds");
        return Files.exists(counted) ? Files.readAllLines(counted).size() : 0;
    }

    private void later(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    }

    @Test
    void buildsOnceAndDropsTheWarningAlone() throws Exception {
        Ended first = start("cluster", "two words");
        assertThat(first.code()).isEqualTo(7);
        assertThat(first.out()).isEqualTo("two words\n");
        assertThat(first.err())
                .startsWith(FIRST)
                .endsWith("said last: two words\n")
                .doesNotContain(WARNING);
        Ended second = start("--version");
        assertThat(second.err()).isEqualTo("said last: --version\n");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void decidesByContentNotByTimes() throws Exception {
        start("x");
        later(home.resolve("cli/src/main/java/A.java"));
        assertThat(start("x").err()).isEqualTo("said last: x\n");
        assertThat(builds()).isEqualTo(1);
        write(home.resolve("cli/src/main/java/A.java"), "class A { int changed; }");
        later(home.resolve("cli/src/main/java/A.java"));
        assertThat(start("x").err()).isEqualTo("kindred: the sources have changed: building\nsaid last: x\n");
        assertThat(builds()).isEqualTo(2);
        Files.delete(home.resolve("cli/src/main/java/A.java"));
        later(home.resolve("cli/src/main/java"));
        start("x");
        assertThat(builds()).isEqualTo(3);
        write(home.resolve("bench/pom.xml"), "<project>no part of the command</project>");
        later(home.resolve("bench/pom.xml"));
        start("x");
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void aCopiedCheckoutIsNotBuiltAgain() throws Exception {
        start("x");
        Path copy = folder.resolve("copy");
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(home.relativize(file)));
            }
        }
        for (String script : List.of("kindred", "mvnw", "bin/find-jdk", "bin/build-app")) {
            Files.setPosixFilePermissions(copy.resolve(script), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        later(copy.resolve("cli/src/main/java/A.java"));
        Ended ended = end(command(copy.resolve("kindred"), Map.of(), "x").start());
        assertThat(ended.err()).isEqualTo("said last: x\n");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void anInterruptedBuildIsDoneAgain() throws Exception {
        maven("mkdir -p cli/target/app && echo half >cli/target/app/kindred.jar && kill -9 $PPID; exit 1");
        assertThat(start("x").code()).isNotEqualTo(7);
        maven("mkdir -p cli/target/app && echo whole >cli/target/app/kindred.jar");
        assertThat(start("x").code()).isEqualTo(7);
        try (Stream<Path> jars = Files.walk(home.resolve("cli/target/apps"))) {
            assertThat(jars.filter(file -> file.endsWith("kindred.jar")).map(LauncherTest::read))
                    .containsExactly("whole\n");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void twoStartsAtOnceBuildOnce() throws Exception {
        maven("sleep 2; mkdir -p cli/target/app && echo built >cli/target/app/kindred.jar");
        Process first = command(home.resolve("kindred"), Map.of(), "a").start();
        Thread.sleep(700);
        Ended second = start("b");
        assertThat(end(first).code()).isEqualTo(7);
        assertThat(second.code()).isEqualTo(7);
        assertThat(second.err())
                .startsWith("kindred: another kindred is building (process ")
                .contains("waiting for it");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void saysInOneSentenceWhyABuildFailed() throws Exception {
        Path log = home.resolve("cli/target/build.log");
        maven(
                "echo '[ERROR] Could not transfer artifact x: repo.example: Name or service not known UnknownHostException'; exit 1");
        Ended offline = start("x");
        assertThat(offline.code()).isEqualTo(1);
        assertThat(offline.err().lines().skip(1))
                .containsExactly(
                        "kindred: the build failed: internet is needed once, to download build tools and libraries from Maven"
                                + " Central (behind a proxy, set it in ~/.m2/settings.xml)",
                        "kindred: its whole output is in " + log);
        maven("echo '[ERROR] java.io.IOException: No space left on device'; exit 1");
        assertThat(start("x").err().lines().skip(1).findFirst())
                .contains(
                        "kindred: the build failed: the disk is full; about 600 MB are needed for build tools, libraries and jars");
        maven("echo '[ERROR] A.java: expected ;'; exit 1");
        assertThat(start("x").err().lines().skip(1))
                .containsExactly(
                        "[ERROR] A.java: expected ;",
                        "kindred: the build failed",
                        "kindred: its whole output is in " + log);
    }

    @Test
    void aReleaseRunsWithoutBuilding() throws Exception {
        write(home.resolve("lib/kindred.jar"), "jar");
        Ended ended = start("x");
        assertThat(ended.code()).isEqualTo(7);
        assertThat(ended.err()).isEqualTo("said last: x\n");
        assertThat(builds()).isZero();
        jdk(home.resolve("runtime"), "25.0.3");
        Ended own = end(command(home.resolve("kindred"), Map.of("KINDRED_JAVA_HOME", ""), "y")
                .start());
        assertThat(own.out()).isEqualTo("y\n");
    }

    @Test
    void findsTheTestedJdkFirstAndLaterOnesWithANote() throws Exception {
        Path find = home.resolve("bin/find-jdk");
        Path later = folder.resolve("jdk-26");
        jdk(later, "26.0.1");
        Path old = folder.resolve("jdk-old");
        jdk(old, "25.0.2");
        Ended named =
                end(command(find, Map.of("KINDRED_JAVA_HOME", later.toString())).start());
        assertThat(named.out()).isEqualTo(later + "\n");
        assertThat(named.err()).isEqualTo("kindred: using JDK 26 in " + later + "; Kindred is tested with JDK 25\n");
        Ended refused =
                end(command(find, Map.of("KINDRED_JAVA_HOME", old.toString())).start());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo(
                        "kindred: KINDRED_JAVA_HOME: expected the folder of a JDK 25.0.3 or later, got " + old + "\n");
        Path user = folder.resolve("user");
        jdk(user.resolve(".jdks/a-26"), "26");
        jdk(user.resolve("Library/Java/JavaVirtualMachines/temurin/Contents/Home"), "25.0.4");
        Ended found = end(
                command(find, Map.of("KINDRED_JAVA_HOME", "", "HOME", user.toString(), "JAVA_HOME", later.toString()))
                        .start());
        assertThat(found.out()).doesNotContain("26").isNotEmpty();
        assertThat(found.err()).isEmpty();
    }
}
