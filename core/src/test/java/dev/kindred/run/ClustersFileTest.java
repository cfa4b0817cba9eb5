package dev.kindred.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.io.CsvText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClustersFileTest {
    private static final List<String> IDS = List.of("a\r\nb", "a\rb", "a\nb", "\"\r", "plain", "");

    @TempDir
    Path folder;

    private Path write(String lineEnd, String last) throws Exception {
        StringBuilder text = new StringBuilder("id,cluster,confidence").append(lineEnd);
        for (int i = 0; i < IDS.size(); i++) {
            text.append(CsvText.quoted(IDS.get(i))).append(",").append(i % 3).append(",1");
            text.append(i < IDS.size() - 1 ? lineEnd : last);
        }
        return Files.writeString(folder.resolve("clusters.csv"), text);
    }

    @Test
    void idsWithLineEndsOfEveryKindAreReadBack() throws Exception {
        for (String lineEnd : List.of("\n", "\r\n", "\r")) {
            for (String last : List.of(lineEnd, "")) {
                assertThat(ClustersFile.read(write(lineEnd, last), NodeIds.of(IDS)))
                        .containsExactly(0, 1, 2, 0, 1, 2);
            }
        }
    }

    @Test
    void aQuoteThatDoesNotEndIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("clusters.csv"), "id,cluster\n\"plain,0\n");
        assertThatThrownBy(() -> ClustersFile.read(file, NodeIds.of(IDS)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + ", line 3: expected an id of the graph, got plain,0\n");
    }
}
