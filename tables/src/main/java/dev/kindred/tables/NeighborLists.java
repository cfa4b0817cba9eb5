package dev.kindred.tables;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Text with a node and its neighbors in a line, parted by blanks, as NetworkX writes an adjacency list. */
final class NeighborLists {
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");
    private static final String ENDING = ".adjlist";

    /** Longer files are told by the ending of their name alone. */
    private static final long MOST_BYTES = 1 << 18;

    /** Fewer lines are told by the ending of the name alone. */
    private static final int FEW_LINES = 3;

    private static final double NEARLY_ALL = .9;

    private NeighborLists() {}

    /** Whether it is worth to look into a file. */
    static boolean mayBe(String path) throws IOException {
        return isNamed(path) || Files.size(Path.of(path)) <= MOST_BYTES;
    }

    private static boolean isNamed(String path) {
        return path.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "").endsWith(ENDING);
    }

    /**
     * Whether a file is such text: its lines have different numbers of words, begin with different nodes, and name nodes that begin other lines, or its name says so.
     */
    static boolean is(TextFile file) {
        if (isNamed(file.path())) {
            return true;
        }
        if (!file.whole()) {
            return false;
        }
        List<String[]> lines = file.head()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> BLANKS.split(line.strip()))
                .toList();
        Set<String> first = new HashSet<>();
        long words = 0;
        int most = 0;
        int least = Integer.MAX_VALUE;
        for (String[] line : lines) {
            if (!first.add(line[0])) {
                return false;
            }
            words += line.length - 1;
            most = Math.max(most, line.length);
            least = Math.min(least, line.length);
        }
        if (lines.size() < FEW_LINES || most < 3 || most == least || words == 0) {
            return false;
        }
        long known = lines.stream()
                .mapToLong(line -> {
                    long found = 0;
                    for (int i = 1; i < line.length; i++) {
                        found += first.contains(line[i]) ? 1 : 0;
                    }
                    return found;
                })
                .sum();
        return known >= NEARLY_ALL * words;
    }

    /** The edges as a table; a node that has no neighbors and is none is a row without target. */
    static Table open(TableSession session, TextFile file) throws IOException {
        Path edges = session.file("edges-of-lists.csv");
        Path lines = session.file("lists.txt");
        file.copy(session, lines, 0, line -> line);
        try (BufferedWriter out = Files.newBufferedWriter(edges);
                var in = Files.lines(lines)) {
            out.write("source\ttarget\n");
            Set<String> alone = new LinkedHashSet<>();
            Set<String> joined = new HashSet<>();
            for (String line : (Iterable<String>) in::iterator) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] words = BLANKS.split(line.strip());
                (words.length == 1 ? alone : joined).add(words[0]);
                for (int i = 1; i < words.length; i++) {
                    joined.add(words[i]);
                    out.write(words[0] + "\t" + words[i] + "\n");
                }
            }
            alone.removeAll(joined);
            for (String node : alone) {
                out.write(node + "\t\n");
            }
        }
        String relation = "read_csv(" + TableSession.text(edges.toString())
                + ", delim = '\t', quote = '', header = true, auto_detect = false, columns = {'source': 'VARCHAR', 'target': 'VARCHAR'})";
        return new Table(
                file.path(),
                relation,
                session.columns(relation),
                null,
                0,
                List.of(file.path() + ": read as lists of neighbors, a node first in each line"));
    }
}
