package dev.kindred.tables;

import static dev.kindred.tables.TableSession.list;
import static dev.kindred.tables.TableSession.text;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A form in which text files write numbers, days, flags and lists, and which SQL does not read by itself. Kept with an encoding, so that other tables
 * are read alike.
 */
public enum TextForm {
    /** Numbers with a decimal point, thousands parted by commas, apostrophes or blanks, a currency or a percent sign: {@code $1,234.50}. */
    @JsonProperty("decimal-point")
    DECIMAL_POINT("numbers with a decimal point, such as 1,234.50", Result.NUMBER),
    /** Numbers with a decimal comma, thousands parted by points, apostrophes or blanks: {@code 1.234,50}. */
    @JsonProperty("decimal-comma")
    DECIMAL_COMMA("numbers with a decimal comma, such as 1.234,50", Result.NUMBER),
    /** Days as {@code 13.01.2020}, {@code 13/01/2020} or {@code 13-01-2020}. */
    @JsonProperty("day-first")
    DAY_FIRST("days with the day first, such as 31.12.2020", Result.DATE),
    /** Days as {@code 1/13/2020}. */
    @JsonProperty("month-first")
    MONTH_FIRST("days with the month first, such as 12/31/2020", Result.DATE),
    /** Days with the name of the month: {@code 1 Jan 2020}, {@code January 1, 2020}. */
    @JsonProperty("month-name")
    MONTH_NAME("days with the name of the month, such as 31 Dec 2020", Result.DATE),
    /** Months: {@code 2020-01}. */
    @JsonProperty("month")
    MONTH("months, such as 2020-12", Result.DATE),
    /** Seconds since 1970. */
    @JsonProperty("epoch-seconds")
    EPOCH_SECONDS("seconds since 1970", Result.DATE),
    /** Milliseconds since 1970. */
    @JsonProperty("epoch-milliseconds")
    EPOCH_MILLISECONDS("milliseconds since 1970", Result.DATE),
    /** Yes and no in other words: on and off, ja and nein, 1.0 and 0.0. */
    @JsonProperty("flag-words")
    FLAG_WORDS("yes and no in other words, such as on and off", Result.FLAG),
    /** Lists of numbers, whatever parts them: {@code [0.1 1.2]} as NumPy prints, {@code 0.1 1.2}, {@code (1; 2)}. */
    @JsonProperty("numbers")
    NUMBERS("lists of numbers, such as [0.1 1.2]", Result.VECTOR),
    /** Lists of texts or of whole numbers in brackets, parted by commas: {@code ['a', 'b']}, <code>{1, 5}</code>. */
    @JsonProperty("list")
    LIST("lists, such as ['a', 'b']", Result.TOKENS),
    /** Texts parted by bars. */
    @JsonProperty("bars")
    BARS("lists parted by |", Result.TOKENS),
    /** Texts parted by semicolons. */
    @JsonProperty("semicolons")
    SEMICOLONS("lists parted by ;", Result.TOKENS);

    /** What a form gives. */
    enum Result {
        NUMBER,
        DATE,
        FLAG,
        VECTOR,
        TOKENS
    }

    private static final String SYMBOLS = "(?:[$€£¥₹₽]|[A-Z]{3}|kr\\.?|R\\$|zł)?";
    private static final List<String> YES =
            List.of("true", "yes", "on", "ja", "oui", "si", "sí", "sim", "tak", "da", "1.0", "1");
    private static final List<String> NO =
            List.of("false", "no", "off", "nein", "non", "não", "nie", "nej", "ne", "0.0", "0");

    private final String described;
    private final Result result;

    TextForm(String described, Result result) {
        this.described = described;
        this.result = result;
    }

    /** What the values are, for messages. */
    String described() {
        return described;
    }

    /** Whether a column of a kind may be written in this form. */
    boolean fits(ColumnKind kind) {
        return switch (result) {
            case NUMBER -> kind == ColumnKind.NUMBER || kind == ColumnKind.ROBUST;
            case DATE -> kind == ColumnKind.DATE;
            case FLAG -> kind == ColumnKind.BOOLEAN;
            case VECTOR -> kind == ColumnKind.VECTOR;
            case TOKENS -> kind == ColumnKind.TOKENS;
        };
    }

    /** The type of columns whose values were put into SQL's form. */
    String type() {
        return result == Result.TOKENS ? "VARCHAR[]" : result == Result.DATE && isEpoch() ? "TIMESTAMP" : "VARCHAR";
    }

    boolean isEpoch() {
        return this == EPOCH_SECONDS || this == EPOCH_MILLISECONDS;
    }

    static String flagWords() {
        return list(java.util.stream.Stream.concat(YES.stream(), NO.stream()).toList())
                .replace('[', ' ')
                .replace(']', ' ');
    }

    /** A value as SQL reads it, NULL where it is not written in this form; in SQL. */
    String parsed(String value) {
        String v = "trim(" + value + ")";
        return switch (this) {
            case DECIMAL_POINT -> number(v, ",", ".");
            case DECIMAL_COMMA -> number(v, ".", ",");
            case DAY_FIRST -> day(v, Map.of("%d.%m.%y", "%d.%m.%Y", "%d/%m/%y", "%d/%m/%Y", "%d-%m-%y", "%d-%m-%Y"));
            case MONTH_FIRST -> day(v, Map.of("%m/%d/%y", "%m/%d/%Y", "%m-%d-%y", "%m-%d-%Y"));
            case MONTH_NAME ->
                day(
                        "replace(" + v + ", ',', '')",
                        Map.of(
                                "%d %b %y",
                                "%d %b %Y",
                                "%d %B %y",
                                "%d %B %Y",
                                "%b %d %y",
                                "%b %d %Y",
                                "%B %d %y",
                                "%B %d %Y",
                                "%d-%b-%y",
                                "%d-%b-%Y"));
            case MONTH -> time("try_strptime(" + v + ", " + list(List.of("%Y-%m", "%Y/%m")) + ")");
            case EPOCH_SECONDS -> "epoch_ms((TRY_CAST(" + value + " AS DOUBLE) * 1000)::BIGINT)";
            case EPOCH_MILLISECONDS -> "epoch_ms(TRY_CAST(" + value + " AS BIGINT))";
            case FLAG_WORDS ->
                "CASE WHEN lower(" + v + ") IN (" + in(YES) + ") THEN 'true' WHEN lower(" + v + ") IN (" + in(NO)
                        + ") THEN 'false' END";
            case NUMBERS -> {
                String list = "'[' || regexp_replace(trim(regexp_replace(" + v
                        + ", '^[\\[({]|[\\])}]$', '', 'g')), '[,;\\s]+', ', ', 'g') || ']'";
                yield "CASE WHEN " + ColumnProfile.isVector(list) + " THEN " + list + " END";
            }
            case LIST ->
                "CASE WHEN regexp_full_match(" + v
                        + ", '\\[[^\\[\\]{}:]*\\]|\\{[^\\[\\]{}:]*\\}|\\([^\\[\\]{}:()]*\\)', 's') THEN "
                        + tokens("regexp_replace(" + v + ", '^[\\[({]|[\\])}]$', '', 'g')", ",") + " END";
            case BARS -> "CASE WHEN contains(" + v + ", '|') THEN " + tokens(v, "|") + " END";
            case SEMICOLONS -> "CASE WHEN contains(" + v + ", ';') THEN " + tokens(v, ";") + " END";
        };
    }

    private static String in(List<String> values) {
        return values.stream().map(value -> text(value)).collect(Collectors.joining(", "));
    }

    private static String tokens(String inner, String separator) {
        return "list_filter(list_transform(string_split(" + inner + ", " + text(separator)
                + "), lambda x: trim(trim(x), '''\"')), lambda x: x <> '')";
    }

    private static String number(String v, String thousands, String decimal) {
        String group = "[" + (thousands.equals(".") ? "." : ",") + "''’\\s\\x{00A0}\\x{202F}]";
        String regex = "[(]?\\s*[-+−]?\\s*" + SYMBOLS + "\\s*[-+−]?(?:[0-9]{1,3}(?:" + group + "[0-9]{3})+|[0-9]+)?(?:["
                + decimal + "][0-9]*)?(?:[eE][-+]?[0-9]+)?\\s*(?:%|" + SYMBOLS + ")?\\s*[)]?";
        String digits = "regexp_replace(replace(replace(" + v + ", '−', '-'), '.', "
                + (decimal.equals(",") ? "''" : "'.'") + "), '[^0-9eE.," + "+-]', '', 'g')";
        String plain = decimal.equals(",") ? "replace(" + digits + ", ',', '.')" : "replace(" + digits + ", ',', '')";
        // An E of EUR is none of 1E3.
        String clean = "regexp_replace(" + plain + ", '^[eE]+|[eE]+$', '', 'g')";
        String signed = "CASE WHEN starts_with(" + v + ", '(') THEN '-' ELSE '' END || " + clean;
        return "CASE WHEN regexp_full_match(" + v + ", '" + regex + "') AND TRY_CAST(" + signed
                + " AS DOUBLE) IS NOT NULL THEN " + signed + " END";
    }

    /** Patterns with two digits of a year before those with four, which would read 20 as the year 20; each alone and with a time. */
    private static String day(String v, Map<String, String> patterns) {
        List<String> all = patterns.entrySet().stream()
                .flatMap(pattern -> java.util.stream.Stream.of(pattern.getKey(), pattern.getValue()))
                .sorted()
                .sorted(java.util.Comparator.comparing(pattern -> pattern.endsWith("%Y")))
                .flatMap(pattern -> java.util.stream.Stream.of(
                        pattern,
                        pattern + " %H:%M",
                        pattern + " %H:%M:%S",
                        pattern + " %I:%M %p",
                        pattern + " %I:%M:%S %p"))
                .toList();
        return time("try_strptime(" + v + ", " + list(all) + ")");
    }

    private static String time(String time) {
        return "strftime(" + time + ", '%Y-%m-%d %H:%M:%S')";
    }
}
