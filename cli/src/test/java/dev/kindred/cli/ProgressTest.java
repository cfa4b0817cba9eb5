package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.nn.Losses;
import dev.kindred.train.Stage;
import dev.kindred.train.TrainingListener.Epoch;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Losses LOSSES =
            Losses.NONE.plus("reconstruction", 1, 1).plus("clustering", .05, 10);

    private final StringWriter text = new StringWriter();

    private Progress progress(Progress.Style style) {
        Progress progress = new Progress(new PrintWriter(text, true), style);
        progress.stageStarted(Stage.FINETUNE, 2);
        return progress;
    }

    @Test
    void pipedOutputGetsPlainLines() {
        try (Progress progress = progress(Progress.Style.PLAIN)) {
            progress.epochFinished(new Epoch(Stage.FINETUNE, 1, 2, LOSSES, 1));
            progress.epochFinished(new Epoch(Stage.FINETUNE, 2, 2, LOSSES, 1));
        }
        assertThat(text.toString().lines())
                .hasSize(1)
                .first()
                .asString()
                .matches("finetune 2/2  loss 1\\.5000 \\(reconstruction 1\\.0000, clustering 0\\.0500\\)"
                        + "  \\d+\\.\\d epochs/s  \\d+\\.\\d s");
    }

    @Test
    void aTerminalsLineIsOverwrittenAndItsRateStandsWhereNarrowOnesShowIt() throws InterruptedException {
        try (Progress progress = progress(Progress.Style.TERMINAL)) {
            Thread.sleep(150);
            progress.epochFinished(new Epoch(Stage.FINETUNE, 1, 2, LOSSES, 1));
            assertThat(text.toString())
                    .startsWith("\r\033[?7lfinetune 1/2  ")
                    .endsWith("  loss 1.5000 (reconstruction 1.0000, clustering 0.0500)\033[K\033[?7h");
            assertThat(text.toString().indexOf("ETA ")).isBetween(1, 60);
            progress.warning("something");
        }
        assertThat(text.toString())
                .endsWith("\033[?7h" + System.lineSeparator() + "warning: something" + System.lineSeparator());
    }

    @Test
    void anUnfinishedLineIsEndedBeforeWhateverFollows() throws InterruptedException {
        try (Progress progress = progress(Progress.Style.TERMINAL)) {
            Thread.sleep(150);
            progress.epochFinished(new Epoch(Stage.FINETUNE, 1, 2, LOSSES, 1));
        }
        assertThat(text.toString()).endsWith("\033[?7h" + System.lineSeparator());
    }

    @Test
    void quietShowsWarningsAlone() {
        try (Progress progress = progress(Progress.Style.QUIET)) {
            progress.epochFinished(new Epoch(Stage.FINETUNE, 2, 2, LOSSES, 1));
            progress.warning("something");
        }
        assertThat(text.toString()).isEqualTo("warning: something" + System.lineSeparator());
    }

    @Test
    void ofSeveralRunsTheOneAtWorkIsNamed() {
        try (Progress progress = new Progress(new PrintWriter(text, true), Progress.Style.PLAIN)) {
            progress.runStarted(7, 1, 2);
            progress.warning("of the result");
            progress.runStarted(8, 2, 2);
            progress.stageStarted(Stage.FINETUNE, 2);
            progress.epochFinished(new Epoch(Stage.FINETUNE, 2, 2, LOSSES, 1));
            progress.warning("of another");
        }
        assertThat(text.toString().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("warning: of the result"),
                        line -> assertThat(line).startsWith("seed 8 (2 of 2)  finetune 2/2  loss 1.5000 "),
                        line -> assertThat(line).isEqualTo("warning: seed 8: of another"));
    }

    @Test
    void warningsThatMayNotMatterWait() {
        StringWriter text = new StringWriter();
        Progress progress = new Progress(new PrintWriter(text, true), Progress.Style.QUIET);
        progress.holdWarnings();
        progress.warning("cluster 0 was empty");
        assertThat(text.toString()).isEmpty();
        progress.releaseWarnings(false);
        assertThat(text.toString()).isEmpty();
        progress.holdWarnings();
        progress.warning("cluster 1 was empty");
        progress.releaseWarnings(true);
        progress.warning("another");
        assertThat(text.toString().lines()).containsExactly("warning: cluster 1 was empty", "warning: another");
    }
}
