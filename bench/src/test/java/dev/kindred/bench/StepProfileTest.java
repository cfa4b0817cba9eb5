package dev.kindred.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.Daegc;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.Phase;
import dev.kindred.nn.GatConfig;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operation that a step spends time in has its work in the roofline: a new one without a formula fails here. */
class StepProfileTest {
    private static final AttributedGraph GRAPH = new PlantedGraph(1_500, 8_000, 400, 20).make();

    @ParameterizedTest
    @CsvSource({"seed,PRETRAIN", "default,FINETUNE", "paper,FINETUNE"})
    void everySampledOperationHasItsWork(String preset, Phase phase) {
        ModelConfig config = Daegc.preset(preset, 4);
        GatConfig encoder = (GatConfig) config.encoder();
        GatConfig small = encoder.withSizes(
                encoder.sizes().stream().map(size -> Math.min(size, 64)).toList());
        try (Training training = new Training(GRAPH, config.withEncoder(small), 1)) {
            StepProfile profile = StepProfile.of(() -> training.epochs(phase, 1, 10));
            assertThat(profile.samples()).as("samples of a second").isGreaterThan(50);
            Set<String> known =
                    new TreeSet<>(StepWork.of(GRAPH, training.config(), phase).keySet());
            known.add(StepProfile.OTHER);
            // A single sample may hit an operation that returns at once, such as dropout of a share of 0.
            assertThat(profile.operations().stream().filter(operation -> profile.share(operation) >= .01))
                    .isSubsetOf(known);
            assertThat(profile.counts().values().stream().mapToLong(c -> c).sum())
                    .as("samples by operation: expected as many as there are")
                    .isEqualTo(profile.samples());
            assertThat(profile.operations().stream().mapToDouble(profile::share).sum())
                    .as("shares of the operations")
                    .isCloseTo(1, within(1e-9));
            assertThat(profile.share(StepProfile.OTHER))
                    .as("share outside of operations")
                    .isLessThan(.25);
        }
    }
}
