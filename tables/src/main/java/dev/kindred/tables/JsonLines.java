package dev.kindred.tables;

import static dev.kindred.tables.TableSession.list;

import dev.kindred.notice.Setting;
import dev.kindred.tables.RejectsFile.BadRow;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JSON files: an object a line, or one array of objects. Malformed lines are looked for first, since DuckDB would not say where they are. */
final class JsonLines {
    private JsonLines() {}

    static Table open(TableSession session, String pattern, List<String> files, String role, RejectsFile rejects)
            throws IOException {
        List<String> good = new ArrayList<>();
        long bad = 0;
        for (String file : files) {
            Path lists = session.file(role + "-lists-" + good.size() + ".jsonl");
            if (JsonDictionary.convert(Path.of(file), lists, role.equals("edges"))) {
                good.add(lists.toString());
                continue;
            }
            List<BadRow> rows = isArray(session, file) ? List.of() : malformed(session, file);
            rejects.take(rows, "; " + Setting.SKIP_BAD_ROWS + " leaves such rows out");
            bad += rows.size();
            good.add(rows.isEmpty() ? file : withoutMalformed(session, file, role + "-" + good.size()));
        }
        // All lines are looked at for the types: a number that is a text in the millionth line is no surprise then.
        String relation = "read_json(" + list(good)
                + ", sample_size = -1, union_by_name = true, maximum_object_size = 268435456)";
        return Table.typed(session, pattern, relation, bad);
    }

    private static boolean isArray(TableSession session, String file) throws IOException {
        List<List<String>> first = session.texts("SELECT line FROM " + TextFile.linesOf(file) + " LIMIT 1");
        return !first.isEmpty() && first.getFirst().getFirst().strip().startsWith("[");
    }

    private static List<BadRow> malformed(TableSession session, String file) throws IOException {
        List<BadRow> rows = new ArrayList<>();
        for (List<String> row : session.texts(
                "SELECT number, line FROM (SELECT row_number() OVER () AS number, line FROM " + TextFile.linesOf(file)
                        + ") WHERE line IS NOT NULL AND NOT (json_valid(line) AND starts_with(ltrim(line), '{'))")) {
            rows.add(new BadRow(file, Long.parseLong(row.get(0)), "", "a JSON object", row.get(1)));
        }
        return rows;
    }

    private static String withoutMalformed(TableSession session, String file, String name) throws IOException {
        Path copy = session.file(name + ".jsonl");
        try (BufferedWriter out = Files.newBufferedWriter(copy)) {
            session.chunks(
                    "SELECT line FROM " + TextFile.linesOf(file)
                            + " WHERE json_valid(line) AND starts_with(ltrim(line), '{')",
                    chunk -> {
                        try {
                            for (long i = 0; i < chunk.rowCount(); i++) {
                                out.write(chunk.vector(0).getString(i));
                                out.newLine();
                            }
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
        return copy.toString();
    }
}
