package dev.kindred.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names that programs of the field give to ids, to the ends of edges and to weights. */
final class Conventions {
    /** The columns of an edge's ends. */
    record Ends(String source, String target) {}

    private static final List<String> IDS = List.of("id", "node", "node_id", "nodeid", "key", "_id", "unique_id");
    private static final List<String> SOURCES = List.of("source", "src", "from", "start");
    private static final List<String> TARGETS = List.of("target", "dst", "to", "end");

    /** Words that tell the two ends apart, wherever they stand in a name. */
    private static final List<Ends> PAIRS = List.of(
            new Ends("source", "target"),
            new Ends("src", "dst"),
            new Ends("from", "to"),
            new Ends("start", "end"),
            new Ends("head", "tail"),
            new Ends("sender", "receiver"),
            new Ends("sender", "recipient"),
            new Ends("payer", "payee"),
            new Ends("origin", "destination"),
            new Ends("orig", "dest"),
            new Ends("subject", "object"),
            new Ends("parent", "child"),
            new Ends("follower", "followee"),
            new Ends("citing", "cited"),
            new Ends("left", "right"),
            new Ends("von", "nach"),
            new Ends("l", "r"),
            new Ends("a", "b"),
            new Ends("i", "j"),
            new Ends("u", "v"),
            new Ends("x", "y"),
            new Ends("1", "2"));

    /** Words of {@link #PAIRS} that say little alone: only a common rest of the names makes them a pair, except of both columns alone. */
    private static final Set<String> SHORT = Set.of("l", "r", "a", "b", "i", "j", "u", "v", "x", "y", "1", "2");

    private Conventions() {}

    private static final Pattern TYPE = Pattern.compile(
            "(?<=.):(string|int|integer|long|float|double|boolean|byte|short|date|datetime|char)(\\[])?$");

    /** A name in lower case, without the type that Neo4j writes behind it. */
    private static String plain(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return lower.indexOf(':') < 0 ? lower : TYPE.matcher(lower).replaceFirst("");
    }

    /** Whether Neo4j's import would take a column for the id of nodes: {@code :ID}, {@code personId:ID(Person)}. */
    private static boolean isNeo4j(String name, String mark) {
        return name.indexOf(':') >= 0 && plain(name).matches(".*:" + mark + "(\\(.*\\))?");
    }

    /** Columns whose name is that of an id, the usual ones first. */
    static List<String> ids(List<String> columns) {
        List<String> found = new ArrayList<>();
        columns.stream().filter(column -> isNeo4j(column, "id")).forEach(found::add);
        for (String name : IDS) {
            columns.stream().filter(column -> plain(column).equals(name)).forEach(found::add);
        }
        return found;
    }

    /** The ends of edges by names that are known whole, or by the place of the columns where one of the two is; null where none is. */
    static @Nullable Ends ends(List<String> columns) {
        List<String> starts =
                columns.stream().filter(column -> isNeo4j(column, "start_id")).toList();
        List<String> ends =
                columns.stream().filter(column -> isNeo4j(column, "end_id")).toList();
        if (!starts.isEmpty() && !ends.isEmpty()) {
            return new Ends(starts.getFirst(), ends.getFirst());
        }
        String source = first(columns, SOURCES);
        String target = first(columns, TARGETS);
        if (source != null && target != null) {
            return new Ends(source, target);
        }
        Ends pair = pair(columns);
        if (pair != null || (source == null && target == null)) {
            return pair;
        }
        String from = source == null ? columns.getFirst() : source;
        String second = columns.get(1).equals(from) ? columns.getFirst() : columns.get(1);
        return from.equals(target) ? null : new Ends(from, target == null ? second : target);
    }

    private static @Nullable String first(List<String> columns, List<String> names) {
        return names.stream()
                .flatMap(name -> columns.stream().filter(column -> plain(column).equals(name)))
                .findFirst()
                .orElse(null);
    }

    /** Two names that differ in one word alone: {@code from_account, to_account}, {@code FromNodeId, ToNodeId}, {@code id_l, id_r}. */
    private static @Nullable Ends pair(List<String> columns) {
        for (Ends pair : PAIRS) {
            for (String column : columns) {
                List<String> words = words(column);
                int at = words.indexOf(pair.source());
                boolean alone = words.size() == 1;
                if (at < 0 || (alone && SHORT.contains(pair.source()) && columns.size() > 4)) {
                    continue;
                }
                List<String> wanted = new ArrayList<>(words);
                wanted.set(at, pair.target());
                for (String other : columns) {
                    if (words(other).equals(wanted)) {
                        return new Ends(column, other);
                    }
                }
            }
        }
        return null;
    }

    /** The words of a name: {@code FromNodeId} and {@code from_node_id} have the same. */
    private static List<String> words(String name) {
        String parted = name.strip()
                .replaceFirst(":\\w+$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .replaceAll("(?<=[A-Za-z])(?=[0-9])", "_");
        List<String> words = new ArrayList<>();
        for (String word : parted.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** The column of weights, or null. */
    static @Nullable String weight(List<String> columns) {
        return columns.stream()
                .filter(column -> plain(column).equals("weight"))
                .findFirst()
                .orElse(null);
    }

    /** Whether a table is what Neo4j's APOC exports: nodes and relationships in one, told apart by what is empty. */
    static boolean isApoc(Set<String> columns) {
        return columns.containsAll(Set.of("_id", "_start", "_end"));
    }

    private static final Pattern TIME = Pattern.compile(
            "(.*[_ -])?(time|timestamp|ts|epoch|unixtime|date|datetime|created|updated|joined)([_ -].*)?|.*(_at|_on)",
            Pattern.CASE_INSENSITIVE);

    /** Whether a name says that its numbers are times. */
    static boolean isTime(String column) {
        return TIME.matcher(column).matches();
    }

    /** Whether a column counts rows and names nothing: the index that pandas writes without a name. */
    static boolean isIndex(String column) {
        return column.equals("Unnamed: 0");
    }
}
