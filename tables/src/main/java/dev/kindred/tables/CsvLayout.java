package dev.kindred.tables;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.CsvText;
import dev.kindred.notice.Setting;
import dev.kindred.tables.TableOptions.Header;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a text file is laid out, found from its first records.
 *
 * @param delimiter between fields
 * @param rewriting what becomes of a line in a copy, where DuckDB cannot read it as it is
 * @param skipped lines before the header, or before the rows where there is none: comments and {@code sep=;}
 * @param comments whether lines of comments stand between the rows, too
 * @param header whether the first record names the columns
 * @param names of the columns
 * @param matrix whether the first column has the names of the others, as a matrix of a graph has
 * @param notices what is unusual, a sentence each
 */
record CsvLayout(
        char delimiter,
        Rewriting rewriting,
        int skipped,
        boolean comments,
        boolean header,
        List<String> names,
        boolean matrix,
        List<String> notices) {
    /** What becomes of the lines of a file that are no fields between separators. */
    enum Rewriting {
        /** They are read as they are. */
        NONE {
            @Override
            String of(String line) {
                return line;
            }
        },
        /** Runs of blanks and tabs separate fields: one tab each. */
        BLANKS {
            @Override
            String of(String line) {
                return BLANK.matcher(line.strip()).replaceAll("\t");
            }
        },
        /** The same, before attributes in braces, as NetworkX writes edges: these are left out. */
        NO_ATTRIBUTES {
            @Override
            String of(String line) {
                Matcher parts = ATTRIBUTES.matcher(line);
                return BLANKS.of(parts.matches() ? parts.group(1) : line);
            }
        },
        /** The same, and the weight among the attributes is one more field. */
        WEIGHT {
            @Override
            String of(String line) {
                Matcher parts = ATTRIBUTES.matcher(line);
                if (!parts.matches()) {
                    return BLANKS.of(line);
                }
                Matcher weight = WEIGHTS.matcher(parts.group(2));
                return BLANKS.of(parts.group(1)) + "\t" + (weight.find() ? weight.group(1) : "");
            }
        };

        private static final Pattern BLANK = Pattern.compile("[ \t]+");
        private static final Pattern ATTRIBUTES = Pattern.compile("([^{]*[^{\\s])\\s*\\{(.*)}\\s*");
        private static final Pattern WEIGHTS = Pattern.compile("['\"]weight['\"]\\s*:\\s*([-+.\\deE]+)");

        abstract String of(String line);

        /** The one for lines that end in attributes; NONE where a line does not. */
        static Rewriting ofAttributes(String text) {
            List<String> lines =
                    text.lines().filter(line -> !line.isBlank()).limit(RECORDS).toList();
            // The last line may be cut off.
            List<String> whole = lines.size() > 2 ? lines.subList(0, lines.size() - 1) : lines;
            if (whole.isEmpty()
                    || !whole.stream().allMatch(line -> ATTRIBUTES.matcher(line).matches())) {
                return NONE;
            }
            return whole.stream().anyMatch(line -> WEIGHTS.matcher(line).find()) ? WEIGHT : NO_ATTRIBUTES;
        }
    }

    private static final int RECORDS = 200;
    private static final Pattern SEPARATOR_LINE = Pattern.compile("\"?sep=(.)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+[.,]?\\d*|[.,]\\d+)([eE][+-]?\\d+)?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Pattern LETTERS = Pattern.compile("\\p{L}+");
    private static final char NONE = '\0';

    /** Lines before the records. */
    private record Preamble(
            int lines, int comments, @Nullable String lastComment, char separator, String rest) {
        static Preamble of(String text) {
            int lines = 0;
            int comments = 0;
            String last = null;
            char separator = NONE;
            int at = 0;
            while (at < text.length()) {
                int end = lineEnd(text, at);
                String line = text.substring(at, end).strip();
                Matcher named = SEPARATOR_LINE.matcher(line);
                if (lines == 0 && named.matches()) {
                    separator = named.group(1).charAt(0);
                } else if (line.startsWith("#") || line.startsWith("%")) {
                    last = line.replaceFirst("^[#%]+\\s*", "");
                    comments++;
                } else if (!line.isEmpty()) {
                    break;
                }
                lines++;
                at = next(text, end);
            }
            return new Preamble(lines, comments, last, separator, text.substring(at));
        }
    }

    private static int lineEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private static int next(String text, int end) {
        if (end >= text.length()) {
            return text.length();
        }
        boolean two = text.charAt(end) == '\r' && end + 1 < text.length() && text.charAt(end + 1) == '\n';
        return end + (two ? 2 : 1);
    }

    /**
     * Finds the layout of a file.
     *
     * @param tabs whether its name says that tabs separate its fields
     */
    static CsvLayout of(TextFile file, boolean tabs, Header wanted) {
        Preamble preamble = Preamble.of(file.head());
        String text = preamble.rest();
        if (text.isBlank()) {
            throw new InvalidInputException(file.path() + ", line " + (preamble.lines() == 0 ? 1 : preamble.lines())
                    + ": expected a header with the names of the columns, got nothing");
        }
        boolean comments = preamble.comments() > 0 && text.lines().anyMatch(line -> line.startsWith("#"));
        if (comments) {
            text = String.join(
                            "\n",
                            text.lines().filter(line -> !line.startsWith("#")).toList()) + "\n";
        }
        List<String> notices = new ArrayList<>();
        Rewriting attributes = Rewriting.ofAttributes(text);
        Rewriting rewriting = attributes;
        char delimiter = '\t';
        if (attributes != Rewriting.NONE) {
            notices.add("attributes of edges stand in braces: "
                    + (attributes == Rewriting.WEIGHT ? "their weight is read, others are left out" : "left out"));
        } else {
            delimiter = preamble.separator() == NONE ? delimiter(text, tabs) : preamble.separator();
        }
        if (delimiter == NONE) {
            rewriting = Rewriting.BLANKS;
            delimiter = '\t';
            boolean single = text.lines()
                    .allMatch(line -> line.isEmpty()
                            || (!line.startsWith(" ")
                                    && !line.endsWith(" ")
                                    && !line.contains("\t")
                                    && !line.contains("  ")));
            if (single) {
                rewriting = Rewriting.NONE;
                delimiter = ' ';
            }
            notices.add("fields are separated by blanks");
        }
        List<List<String>> records = rewriting == Rewriting.BLANKS
                ? byBlanks(text)
                : rewriting != Rewriting.NONE
                        ? byTabs(text, rewriting)
                        : CsvText.records(text, delimiter, RECORDS, file.whole());
        if (records.isEmpty()) {
            // One record that is longer than the beginning.
            records = List.of(CsvText.fields(text.lines().findFirst().orElse(""), delimiter));
        }
        boolean matrix = wanted != Header.ABSENT && isMatrix(records);
        boolean header = wanted == Header.AUTO ? matrix || !looksLikeRows(records) : wanted == Header.PRESENT;
        List<String> names = new ArrayList<>(
                header
                        ? named(file.path(), preamble.lines() + 1, records)
                        : numbered(records.getFirst().size(), preamble.lastComment(), delimiter));
        if (rewriting == Rewriting.WEIGHT) {
            names.set(names.size() - 1, "weight");
        }
        if (preamble.comments() > 0) {
            notices.add("lines of comments left out: " + preamble.comments()
                    + (comments ? " at the beginning, and others between the rows" : ""));
        }
        if (!header && wanted == Header.AUTO) {
            notices.add("the first row looks like the others and is read as data; columns are named " + shown(names)
                    + " (" + Setting.HEADER.to(Header.PRESENT) + " reads it as names)");
        }
        return new CsvLayout(delimiter, rewriting, preamble.lines(), comments, header, names, matrix, notices);
    }

    private static String shown(List<String> names) {
        return names.size() <= 3
                ? String.join(", ", names)
                : names.get(0) + ", " + names.get(1) + ", .., " + names.getLast();
    }

    /** What separates fields: the candidate that is most frequent in the first record; NONE stands for blanks. */
    private static char delimiter(String text, boolean tabs) {
        String first = text.substring(0, lineEnd(text, 0));
        if (tabs && first.indexOf('\t') >= 0) {
            return '\t';
        }
        char best = tabs ? '\t' : ',';
        int most = 1;
        // The semicolon before the comma: between semicolons a comma is a decimal point.
        for (char candidate : new char[] {';', ',', '\t', '|'}) {
            int fields = CsvText.fields(first, candidate).size();
            if (fields > most) {
                best = candidate;
                most = fields;
            }
        }
        if (most > 1 || first.indexOf('"') >= 0) {
            return best;
        }
        List<List<String>> records = byBlanks(text);
        int fields = records.isEmpty() ? 0 : records.getFirst().size();
        boolean alike = fields > 1 && records.stream().allMatch(record -> record.size() == fields);
        return alike ? NONE : best;
    }

    private static List<List<String>> byBlanks(String text) {
        List<String> lines =
                text.lines().filter(line -> !line.isBlank()).limit(RECORDS).toList();
        // The last line may be cut off.
        int whole = lines.size() > 2 ? lines.size() - 1 : lines.size();
        return lines.subList(0, whole).stream()
                .map(line -> List.of(BLANKS.split(line.strip())))
                .toList();
    }

    private static List<List<String>> byTabs(String text, Rewriting rewriting) {
        List<String> lines =
                text.lines().filter(line -> !line.isBlank()).limit(RECORDS).toList();
        int whole = lines.size() > 2 ? lines.size() - 1 : lines.size();
        return lines.subList(0, whole).stream()
                .map(line -> List.of(rewriting.of(line).split("\t", -1)))
                .toList();
    }

    private static List<String> named(String path, int line, List<List<String>> records) {
        List<String> header = records.getFirst();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i).strip();
            // As pandas calls them.
            names.add(name.isEmpty() ? "Unnamed: " + i : name);
        }
        List<List<String>> rows = records.subList(1, records.size());
        int width = names.size();
        if (!rows.isEmpty() && rows.stream().allMatch(row -> row.size() == width + 1)) {
            if (rows.stream().allMatch(row -> row.getLast().isBlank())) {
                names.add("Unnamed: " + width);
            } else if (rows.size() > 1) {
                // R writes the names of the rows without a name for their column.
                names.add(0, "Unnamed: 0");
            }
        }
        Set<String> seen = new TreeSet<>();
        for (String name : names) {
            // DuckDB's names have no case.
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new InvalidInputException(
                        path + ", line " + line + ": expected different names of columns, got " + name + " twice");
            }
        }
        return names;
    }

    private static List<String> numbered(int width, @Nullable String comment, char delimiter) {
        if (comment != null) {
            List<String> names = delimiter == ' '
                    ? List.of(BLANKS.split(comment))
                    : CsvText.fields(comment, delimiter).stream()
                            .map(String::strip)
                            .toList();
            Set<String> different = new HashSet<>();
            names.forEach(name -> different.add(name.toLowerCase(Locale.ROOT)));
            if (names.size() == width && different.size() == width && !different.contains("")) {
                return names;
            }
        }
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
            names.add("column" + i);
        }
        return names;
    }

    /**
     * Whether the first record is a row like the others: each of its fields is a number or a code of the form that its column has, or a value that
     * comes again. A name of a column is none of these, except in a header of numbers that count up, which pandas writes.
     */
    private static boolean looksLikeRows(List<List<String>> records) {
        List<String> first = records.getFirst();
        List<List<String>> rows = records.subList(1, records.size());
        if (rows.isEmpty() || rows.stream().anyMatch(row -> row.size() != first.size()) || countsUp(first, rows)) {
            return false;
        }
        Set<String> values = new HashSet<>();
        boolean any = false;
        for (int c = 0; c < first.size(); c++) {
            String cell = first.get(c).strip();
            if (cell.isEmpty()) {
                continue;
            }
            String form = form(cell);
            int column = c;
            long alike = rows.stream()
                    .filter(row -> form(row.get(column).strip()).equals(form))
                    .count();
            boolean coded = cell.chars().anyMatch(Character::isDigit) && alike * 2 >= rows.size();
            // Of a header the first name settles it: all values are gathered only where it is a value, too.
            if (!coded && values.isEmpty()) {
                if (rows.stream()
                        .noneMatch(row ->
                                row.stream().anyMatch(value -> value.strip().equals(cell)))) {
                    return false;
                }
                rows.forEach(row -> row.forEach(value -> values.add(value.strip())));
            }
            if (!coded && !values.contains(cell)) {
                return false;
            }
            any = true;
        }
        return any;
    }

    /** Whether the names of the columns come again as the names of the rows. */
    private static boolean isMatrix(List<List<String>> records) {
        List<String> first = records.getFirst();
        int rows = Math.min(records.size(), first.size()) - 1;
        if (first.size() < 4 || rows < 2 || !first.getFirst().isBlank()) {
            return false;
        }
        for (int i = 1; i <= rows; i++) {
            if (!records.get(i).getFirst().strip().equals(first.get(i).strip())) {
                return false;
            }
        }
        return true;
    }

    private static boolean countsUp(List<String> first, List<List<String>> rows) {
        int from = first.getFirst().isBlank() ? 1 : 0;
        if (first.size() - from < (from == 1 ? 1 : 3)) {
            return false;
        }
        for (int c = from; c < first.size(); c++) {
            if (!first.get(c).strip().equals(Integer.toString(c - from))) {
                return false;
            }
        }
        // Rows of whole numbers might begin so.
        return rows.stream()
                .anyMatch(row ->
                        row.stream().anyMatch(cell -> !cell.strip().chars().allMatch(Character::isDigit)));
    }

    /** What a value looks like: a number, or its letters and digits without saying which. */
    private static String form(String value) {
        if (NUMBER.matcher(value).matches()) {
            return "number";
        }
        return LETTERS.matcher(DIGITS.matcher(value).replaceAll("9")).replaceAll("a");
    }
}
