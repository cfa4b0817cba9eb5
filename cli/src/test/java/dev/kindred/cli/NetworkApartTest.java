package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is said of the network stands apart where its clusters were not taken. */
class NetworkApartTest {
    private static final int NODES = 60;

    @TempDir
    Path folder;

    /** Three groups that edges tell apart, beside a number that says nothing. */
    @BeforeEach
    void write() throws IOException {
        Random random = new Random(5);
        StringBuilder nodes = new StringBuilder("id,x\n");
        StringBuilder edges = new StringBuilder("source,target\n");
        for (int i = 0; i < NODES; i++) {
            nodes.append("n%d,%d%n".formatted(i, random.nextInt(1000)));
            for (int j = 0; j < i; j++) {
                if (random.nextDouble() < (i % 3 == j % 3 ? .4 : .02)) {
                    edges.append("n%d,n%d%n".formatted(i, j));
                }
            }
        }
        Files.writeString(folder.resolve("nodes.csv"), nodes);
        Files.writeString(folder.resolve("edges.csv"), edges);
    }

    private CommandLineRun cluster(String method) {
        return CommandLineRun.of(
                "cluster",
                "--nodes",
                folder.resolve("nodes.csv"),
                "--edges",
                folder.resolve("edges.csv"),
                "-k",
                3,
                "--method",
                method,
                "--pretrain-epochs",
                1,
                "--finetune-epochs",
                1,
                "--no-report",
                "--out",
                folder.resolve(method));
    }

    private JsonNode report(String method) throws IOException {
        return RunReport.JSON.readTree(Files.readString(folder.resolve(method).resolve("run.json")));
    }

    @Test
    void whatOnlyTheNetworkIsSaidOfStandsApart() throws Exception {
        CommandLineRun auto = cluster("auto");
        assertThat(auto.code()).as(auto.err()).isZero();
        JsonNode apart = report("auto");
        assertThat(apart.at("/method/taken").asString()).isNotEqualTo("daegc");
        assertThat(apart.has("verdict")).isFalse();
        assertThat(apart.at("/network/warnings").isArray()).isTrue();
        String sentence = apart.at("/network/verdict/finetuning/sentence").asString();
        assertThat(sentence).isNotEmpty();
        assertThat(auto.out()).doesNotContain(sentence);
        CommandLineRun network = cluster("daegc");
        assertThat(network.code()).as(network.err()).isZero();
        JsonNode own = report("daegc");
        assertThat(own.has("network")).isFalse();
        assertThat(network.out())
                .contains(own.at("/verdict/finetuning/sentence").asString());
        assertThat(cluster("leiden").code()).isZero();
        assertThat(report("leiden").has("network")).isFalse();
        assertThat(report("leiden").has("verdict")).isFalse();
    }
}
