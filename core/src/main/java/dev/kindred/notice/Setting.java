package dev.kindred.notice;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A setting that messages name. The library calls it by the method or argument that sets it; a program whose users know another name, as the command
 * with its flags, puts that in its place with {@link #replaceAll}.
 */
public enum Setting {
    ID("TableOptions.withId"),
    SOURCE("TableOptions.withSource"),
    TARGET("TableOptions.withTarget"),
    WEIGHT("TableOptions.withWeight"),
    LABEL("TableOptions.withLabel"),
    IGNORE("TableOptions.ignoring"),
    KIND("TableOptions.withKind"),
    MOST_CATEGORIES("Limits.categories"),
    MOST_TERMS("Limits.terms"),
    MORE_FEATURES("TableOptions.withMoreFeatures"),
    DIRECTED("TableOptions.withDirection"),
    MATCHING("TableOptions.withIdRule"),
    KEEP_UNKNOWN_NODES("TableOptions.keepingUnknownNodes"),
    ALLOW_LOST_EDGES("TableOptions.allowingLostEdges"),
    HEADER("TableOptions.withHeader"),
    CHARSET("TableOptions.withCharset"),
    SKIP_BAD_ROWS("TableOptions.skippingBadRows"),
    STRICT("TableOptions.refusingIrregularities"),
    TABLE_MEMORY("TableOptions.withResources"),
    DRIVER("the driver's jar on the class path"),
    TABLES("GraphTables.read"),
    EDGES("GraphTables.readEdges"),
    PROJECT("TableSource.Projection"),
    PROJECT_CAP("Projection.most"),
    QUERY("TableSource.query"),
    DATA("GraphFiles.read"),
    LABEL_COLUMN("the label column of JudgedClusters.read"),
    OVERWRITE("Existing.OVERWRITE"),
    EXPLANATION("SavedRun.explainedBy"),
    TABLE_FORMATS("ClusterTables.write"),
    MEMBERSHIPS("ClusterTables.writeMemberships"),
    TO_TABLE("the table of ClusterTables.insert");

    private final String java;

    Setting(String java) {
        this.java = java;
    }

    /** Where a sentence names it, and what it is set to. Made when a sentence seems to: few sentences do, and compiling all takes a start-up's time. */
    private Pattern pattern() {
        return Pattern.compile("(?<![A-Za-z.])" + Pattern.quote(java)
                + "(?:\\(((?:\"(?:[^\"\\\\]|\\\\.)*\"|[A-Z_]+|, )+)\\))?(?![A-Za-z(])");
    }

    /**
     * A setting as a sentence names it.
     *
     * @param setting that is named
     * @param texts that it is set to, where the sentence gives any
     * @param constant that it is set to, or null where the sentence gives none
     */
    public record Named(
            Setting setting, List<String> texts, @Nullable String constant) {
        public Named {
            texts = List.copyOf(texts);
        }
    }

    /** What a program calls a setting. */
    @FunctionalInterface
    public interface Naming {
        String of(Named named);
    }

    /** The name in Java, as in {@code TableOptions.withId}. */
    @Override
    public String toString() {
        return java;
    }

    /** The call that sets texts: {@code TableOptions.withId("customer")}. */
    public String to(String... texts) {
        return java + "(" + String.join(", ", quoted(texts)) + ")";
    }

    /** The call that sets a constant: {@code TableOptions.withIdRule(NUMBER)}. */
    public String to(Enum<?> constant) {
        return java + "(" + constant.name() + ")";
    }

    /** The call that sets a constant for a text: {@code TableOptions.withKind("age", CATEGORY)}. */
    public String to(String text, Enum<?> constant) {
        return java + "(" + quoted(text).getFirst() + ", " + constant.name() + ")";
    }

    private static List<String> quoted(String... texts) {
        List<String> quoted = new ArrayList<>();
        for (String text : texts) {
            quoted.add('"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
        return quoted;
    }

    boolean isNamedIn(String sentence) {
        return sentence.contains(java) && pattern().matcher(sentence).find();
    }

    /** A sentence of the library with the settings that it names under the names that a program has for them. */
    public static String replaceAll(String sentence, Naming naming) {
        String renamed = sentence;
        for (Setting setting : values()) {
            if (renamed.contains(setting.java)) {
                renamed = setting.pattern()
                        .matcher(renamed)
                        .replaceAll(found -> Matcher.quoteReplacement(naming.of(setting.named(found.group(1)))));
            }
        }
        return renamed;
    }

    private Named named(@Nullable String arguments) {
        List<String> texts = new ArrayList<>();
        String constant = null;
        Matcher argument =
                Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|([A-Z_]+)").matcher(arguments == null ? "" : arguments);
        while (argument.find()) {
            String text = argument.group(1);
            if (text == null) {
                constant = argument.group(2);
            } else {
                texts.add(text.replaceAll("\\\\(.)", "$1"));
            }
        }
        return new Named(this, texts, constant);
    }
}
