package dev.kindred.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.graph.DenseRows;
import dev.kindred.graph.Features;
import dev.kindred.graph.SparseRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of many columns are read by other queries than narrow ones, and come to the same features. */
class WideTableTest {
    private static final int ROWS = 30;
    private static final List<String> WORDS = List.of("red", "green", "blue");

    @TempDir
    Path folder;

    private static String cell(int kind, int row) {
        boolean gap = (row + kind) % 7 == 3;
        return switch (kind) {
            case 0 -> Float.toString(1.5f * row - row * row);
            case 1 -> gap ? "" : Integer.toString(row * row);
            case 2 -> gap ? "inf" : row + ".25";
            case 3 -> Integer.toString(row % 2);
            case 4 -> gap ? "" : row % 3 == 0 ? "yes" : "no";
            case 5 -> WORDS.get(row % 3);
            case 6 -> gap ? "?" : WORDS.get(row % 2);
            case 7 -> gap ? "NA" : Integer.toString(row % 5);
            default -> throw new IllegalArgumentException("kind: expected 0 to 7, got " + kind);
        };
    }

    private TableGraph read(int columns) throws IOException {
        StringBuilder nodes = new StringBuilder("id");
        for (int c = 0; c < columns; c++) {
            nodes.append(",c").append(c);
        }
        StringBuilder edges = new StringBuilder("source,target\n");
        for (int row = 0; row < ROWS; row++) {
            nodes.append("\nn").append(row);
            for (int c = 0; c < columns; c++) {
                nodes.append(',').append(cell(c % 8, row));
            }
            edges.append("n%d,n%d%n".formatted(row, (row + 1) % ROWS));
        }
        return GraphTables.read(
                TableSource.files(
                        Files.writeString(folder.resolve("nodes.csv"), nodes).toString()),
                TableSource.files(
                        Files.writeString(folder.resolve("edges.csv"), edges).toString()),
                TableOptions.defaults());
    }

    private static float[][] rows(Features features) {
        float[][] rows = new float[features.rows()][features.columns()];
        switch (features) {
            case DenseRows dense ->
                dense.forEachRow((row, values, from) -> System.arraycopy(values, from, rows[row], 0, rows[row].length));
            case SparseRows sparse ->
                sparse.forEachRow((row, columns, values, from, to) -> {
                    for (int e = from; e < to; e++) {
                        rows[row][columns[e]] = values[e];
                    }
                });
        }
        return rows;
    }

    @Test
    void manyColumnsComeToTheFeaturesOfFew() throws Exception {
        TableGraph narrow = read(8);
        TableGraph wide = read(8 * 60);
        int width = narrow.graph().features().columns();
        assertThat(wide.graph().features().columns()).isEqualTo(60 * width);
        float[][] few = rows(narrow.graph().features());
        float[][] many = rows(wide.graph().features());
        for (int row = 0; row < ROWS; row++) {
            for (int c = 0; c < 60 * width; c++) {
                assertThat(many[row][c]).as("row " + row + ", feature " + c).isEqualTo(few[row][c % width]);
            }
        }
        List<String> kinds = new ArrayList<>();
        narrow.report().columns().forEach(column -> kinds.add(column.toString()));
        assertThat(kinds)
                .containsExactly(
                        "c0 number (1)",
                        "c1 number (2, 4 missing)",
                        "c2 number (2)",
                        "c3 boolean (1)",
                        "c4 boolean (2, 4 missing)",
                        "c5 category (3)",
                        "c6 category (3, 4 missing)",
                        "c7 number (2, 4 missing)");
        assertThat(wide.report().columns().subList(0, 8).toString()).isEqualTo(kinds.toString());
        assertThat(wide.encoding().columns().get(8).features()).containsExactly("c8");
    }
}
