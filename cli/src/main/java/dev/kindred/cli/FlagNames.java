package dev.kindred.cli;

import dev.kindred.notice.Setting;
import java.util.List;
import java.util.Locale;

/** Puts the flags that users type in the place of the methods that the library's messages name. */
final class FlagNames {
    private FlagNames() {}

    /** A sentence of the library in the words of the command. */
    static String in(String sentence) {
        return Setting.replaceAll(sentence, FlagNames::of);
    }

    /** Sentences of the library in the words of the command. */
    static List<String> in(List<String> sentences) {
        return sentences.stream().map(FlagNames::in).toList();
    }

    private static String of(Setting.Named named) {
        List<String> texts = named.texts().stream().map(FlagNames::quoted).toList();
        String constant = named.constant() == null
                ? ""
                : named.constant().toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (named.setting()) {
            case KIND ->
                "--column "
                        + (texts.isEmpty() ? "COLUMN" : texts.getFirst())
                        + (constant.isEmpty() ? "" : "=" + constant);
            case TABLES ->
                texts.size() == 2
                        ? "--nodes " + texts.get(0) + " --edges " + texts.get(1)
                        : "--nodes FILE --edges FILE";
            case SKIP_BAD_ROWS -> "--skip-bad-rows FILE";
            case EDGES -> "--edges FILE";
            case QUERY -> "--jdbc URL --driver JAR and --nodes-query, --edges-query";
            case DRIVER -> "--driver JAR";
            case DIRECTED, HEADER -> flag(named.setting());
            default ->
                flag(named.setting())
                        + (texts.isEmpty() ? "" : " " + String.join(" ", texts))
                        + (constant.isEmpty() ? "" : " " + constant);
        };
    }

    private static String flag(Setting setting) {
        return switch (setting) {
            case ID -> "--id";
            case SOURCE -> "--source";
            case TARGET -> "--target";
            case WEIGHT -> "--weight";
            case LABEL -> "--label";
            case IGNORE -> "--ignore";
            case KIND -> "--column";
            case MOST_CATEGORIES -> "--max-categories";
            case MOST_TERMS -> "--max-terms";
            case MORE_FEATURES -> "--features-table";
            case DIRECTED -> "--directed";
            case MATCHING -> "--match-ids";
            case KEEP_UNKNOWN_NODES -> "--keep-unknown-nodes";
            case ALLOW_LOST_EDGES -> "--allow-lost-edges";
            case HEADER -> "--header";
            case CHARSET -> "--encoding-of-text";
            case SKIP_BAD_ROWS -> "--skip-bad-rows";
            case STRICT -> "--strict";
            case TABLE_MEMORY -> "--table-memory";
            case DRIVER -> "--driver";
            case TABLES -> "--nodes";
            case EDGES -> "--edges";
            case PROJECT -> "--project";
            case PROJECT_CAP -> "--project-cap";
            case QUERY -> "--jdbc";
            case DATA -> "--data";
            case LABEL_COLUMN -> "--label-column";
            case OVERWRITE -> "--overwrite";
            case EXPLANATION -> "--no-report";
            case TABLE_FORMATS -> "--format";
            case MEMBERSHIPS -> "--memberships";
            case TO_TABLE -> "--to-table";
        };
    }

    /** As a shell of POSIX reads it. */
    private static String quoted(String text) {
        return text.matches("[\\p{L}\\p{N}_./:@%+=,*-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
