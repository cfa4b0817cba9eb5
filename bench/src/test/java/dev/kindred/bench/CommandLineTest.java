package dev.kindred.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.Daegc;
import dev.kindred.nn.GatConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the programs take and what they say to a mistake. */
class CommandLineTest {
    @Test
    void numbersThatMakeNoSenseAreNamed() {
        assertThat(Arguments.positive("seconds", "0.5")).isEqualTo(.5);
        assertThat(Arguments.whole("runs", "3", 1)).isEqualTo(3);
        for (String text : List.of("0", "-1", "many", "Infinity")) {
            assertThatThrownBy(() -> Arguments.positive("seconds", text))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("seconds: expected a number above 0, got " + text);
        }
        for (String text : List.of("0", "1.5", "")) {
            assertThatThrownBy(() -> Arguments.whole("runs", text, 1))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("runs: expected a whole number, 1 or more, got " + text);
        }
    }

    @Test
    void rowsAreNamedAndAllMeansEveryOne(@TempDir Path folder) {
        assertThat(Workload.named(List.of("all"))).isEqualTo(Workload.ALL);
        assertThatThrownBy(() -> Workload.named("karate"))
                .isInstanceOf(UsageException.class)
                .hasMessage("row: expected one of cora-seed, photo-seed, physics-seed, cora-default, photo-default, "
                        + "physics-default, cora-paper, got karate");
        assertThatThrownBy(() -> Workload.named("cora-seed").read(folder))
                .isInstanceOf(UsageException.class)
                .hasMessage("data folder: expected cora.npz in " + folder + ", found none");
    }

    @Test
    void aWorkloadIsTheSameInsideAndOnTheCommandLine() {
        Workload photo = Workload.named("photo-seed");
        assertThat(photo.flags()).containsExactly("-k", "8", "--preset", "seed", "--hidden", "256");
        assertThat(((GatConfig) photo.config().encoder()).sizes()).containsExactly(256);
        assertThat(photo.config().schedule().pretrain())
                .isEqualTo(Daegc.seed(8).schedule().pretrain());
        Workload cora = Workload.named("cora-default");
        assertThat(cora.flags()).containsExactly("-k", "7", "--preset", "default");
        assertThat(cora.config()).isEqualTo(Daegc.defaults(7));
    }

    @Test
    void recordedFiguresAreReadAndDamagedLinesNamed(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("recorded.tsv");
        Files.writeString(file, "# a note\n\ncora-seed\t3.01\t4.15\t3.35\t173\n");
        assertThat(Speed.recorded(file).get("cora-seed")).containsExactly(3.01, 4.15, 3.35, 173);
        for (String line : List.of("cora-seed\t3.01", "cora-seed\t3.01\tx\t3.35\t173")) {
            Files.writeString(file, "# a note\n" + line + "\n");
            assertThatThrownBy(() -> Speed.recorded(file))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(file + ", line 2: expected a row and 4 numbers with tabs between "
                            + "(copy lines of bench/target/measured.tsv), got " + line);
        }
    }

    @Test
    void theFiguresThatTheProjectKeepsAreReadable() throws Exception {
        assertThat(Speed.recorded(Path.of("recorded.tsv")).keySet())
                .as("rows of bench/recorded.tsv")
                .isSubsetOf(Workload.ALL.stream().map(Workload::name).toList());
    }
}
