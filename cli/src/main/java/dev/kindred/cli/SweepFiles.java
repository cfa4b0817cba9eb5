package dev.kindred.cli;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.AtomicFile;
import dev.kindred.sweep.Band;
import dev.kindred.sweep.KRow;
import dev.kindred.sweep.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A sweep as files: sweep.json, which is read back when a run is resumed, and sweep.csv. */
final class SweepFiles {
    private SweepFiles() {}

    static void writeJson(Path file, Sweep sweep) throws IOException {
        String text = json(sweep);
        AtomicFile.write(file, whole -> Files.writeString(whole, text));
    }

    static String json(Sweep sweep) {
        return RunReport.JSON.writeValueAsString(sweep) + "\n";
    }

    /** Reads what {@link #writeJson} wrote; numbers come back as they were. */
    static Sweep read(Path file) throws IOException {
        try {
            return RunReport.JSON.readValue(Files.readString(file), Sweep.class);
        } catch (JacksonException e) {
            throw new InvalidInputException(
                    file + ": expected a sweep, got " + e.getOriginalMessage()
                            + "; start the run again with --overwrite",
                    e);
        }
    }

    /** A line for each number of clusters: scores, and of each what chance makes of it. */
    static void writeTable(Path file, Sweep sweep) throws IOException {
        StringBuilder text = new StringBuilder();
        for (KRow row : sweep.rows()) {
            Map<String, Object> cells = cells(sweep, row);
            if (text.isEmpty()) {
                text.append(String.join(",", cells.keySet())).append('\n');
            }
            List<String> line = new ArrayList<>();
            cells.values().forEach(cell -> line.add(cell.toString()));
            text.append(String.join(",", line)).append('\n');
        }
        AtomicFile.write(file, whole -> Files.writeString(whole, text));
    }

    private static Map<String, Object> cells(Sweep sweep, KRow row) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("k", row.k());
        cells.put("choice", word(sweep, row.k()));
        cells.put("occupied", row.occupied());
        cells.put("largest", row.largest());
        KRow.Chance chance = row.chance();
        put(cells, "agreement", row.scores().agreement(), chance == null ? null : chance.agreement());
        put(cells, "modularity", row.scores().modularity(), chance == null ? null : chance.modularity());
        put(cells, "coverage", row.scores().coverage(), chance == null ? null : chance.coverage());
        put(cells, "silhouette", row.scores().silhouette(), chance == null ? null : chance.silhouette());
        Double support = row.scores().support();
        cells.put("support", support == null ? "" : support);
        put(cells, "evidence", row.scores().evidence(), chance == null ? null : chance.evidence());
        return cells;
    }

    private static void put(Map<String, Object> cells, String name, @Nullable Double score, @Nullable Band band) {
        cells.put(name, score == null ? "" : score);
        cells.put(name + "ChanceLow", band == null ? "" : band.low());
        cells.put(name + "ChanceMean", band == null ? "" : band.mean());
        cells.put(name + "ChanceHigh", band == null ? "" : band.high());
    }

    /** What the sweep says of a number of clusters, in a word or none. */
    static String word(Sweep sweep, int k) {
        return sweep.choice().k() == k ? "chosen" : sweep.choice().alsoGood().contains(k) ? "good" : "";
    }
}
