package dev.kindred.tables;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import dev.kindred.tables.TableOptions.IdRule;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** When two ids are the same, as SQL. */
final class IdRules {
    /** Rules tried without being asked for, in this order: none makes different ids the same that somebody may have meant to differ. */
    static final List<IdRule> UNASKED = List.of(IdRule.EXACT, IdRule.TRIM, IdRule.WHOLE, IdRule.UUID);

    private IdRules() {}

    /** The key of an id by a rule; equal ids have equal keys. */
    static String key(IdRule rule, String id) {
        String v = "trim(" + id + ")";
        String whole = "regexp_replace(" + v + ", '^([+-]?[0-9]+)[.]0*$', '\\1')";
        return switch (rule) {
            case AUTO, EXACT -> id;
            case TRIM -> v;
            case WHOLE -> whole;
            case NUMBER -> "regexp_replace(" + whole + ", '^[+]?(-?)0+([0-9]+)$', '\\1\\2')";
            case UUID ->
                "CASE WHEN regexp_full_match(" + v
                        + ", '\\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\}?') THEN lower(trim(" + v
                        + ", '{}')) ELSE " + id + " END";
            case IGNORE_CASE -> "lower(" + v + ")";
        };
    }

    /** What a rule takes for the same, for messages. */
    static String described(IdRule rule) {
        return switch (rule) {
            case AUTO, EXACT -> "as they are";
            case TRIM -> "without blanks around them";
            case WHOLE -> "as numbers, so that 12.0 is 12";
            case UUID -> "as UUIDs in any case";
            case NUMBER -> "as numbers, so that 007 is 7";
            case IGNORE_CASE -> "in any case";
        };
    }

    /** Whether different ids of the nodes stay different. */
    static boolean keepsApart(TableSession session, String ids, String id, IdRule rule) throws IOException {
        if (rule == IdRule.EXACT) {
            return true;
        }
        long[] counts = session.numbers("SELECT count(*), count(DISTINCT " + key(rule, id) + ") FROM " + ids);
        return counts[0] == counts[1];
    }

    /**
     * Checks a rule that was asked for.
     *
     * @throws InvalidInputException where two nodes would be one
     */
    static void check(TableSession session, String ids, String id, IdRule rule) throws IOException {
        if (!keepsApart(session, ids, id, rule)) {
            String alike = session
                    .texts("SELECT " + id + " FROM " + ids + " QUALIFY count(*) OVER (PARTITION BY " + key(rule, id)
                            + ") > 1 ORDER BY " + key(rule, id) + ", 1 LIMIT 2")
                    .stream()
                    .map(List::getFirst)
                    .collect(Collectors.joining(", "));
            throw new InvalidInputException("ids of nodes: expected ids that differ when matched " + described(rule)
                    + " (" + Setting.MATCHING.to(rule) + "), got " + alike);
        }
    }
}
