package dev.kindred.explain;

import dev.kindred.explain.Column.Kind;
import dev.kindred.explain.ColumnTests.Finding;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Facts in the user's words: {@code city = Rome}, {@code age 54 (mean 38)}, {@code notes: late, payer}. */
final class Words {
    /** Facts in a name. */
    private static final int NAMED = 3;

    /** A trait belongs into a name from this effect on, or from {@link #TELLING_LIFT} on. */
    private static final double TELLING_EFFECT = .1;

    private static final double TELLING_LIFT = 2;

    /** What follows the first fact has this much of its effect at least. */
    private static final double FOLLOWING = .5;

    private Words() {}

    /** What a feature is called. */
    static String feature(Column column, int value) {
        if (value == Feature.MISSING) {
            return column.name() + " missing";
        }
        return switch (column.kind()) {
            case NUMBER, DATE -> column.name();
            case FLAG -> column.name() + " = " + (value == 1 ? "yes" : "no");
            case CATEGORY -> column.name() + " = " + column.values().get(value);
            case TERMS -> column.name() + ": " + column.values().get(value);
        };
    }

    /** What a finding says. */
    static String trait(Column column, Finding finding, Medians medians) {
        boolean number = column.kind() == Kind.NUMBER || column.kind() == Kind.DATE;
        if (!number || finding.value() == Feature.MISSING) {
            return feature(column, finding.value());
        }
        // A few huge numbers can move the mean against all the rest; then the medians tell.
        boolean agree = (finding.inside() - finding.all()) * finding.effect() > 0;
        double inside = agree ? finding.inside() : medians.of(finding.column(), finding.cluster());
        double all = agree ? finding.all() : medians.of(finding.column(), -1);
        return column.name() + " " + number(column, inside) + " (" + (agree ? "mean " : "median ") + number(column, all)
                + ")";
    }

    /** Medians of a column, asked for where means mislead. */
    @FunctionalInterface
    interface Medians {
        /** The median of a cluster's members, or of all nodes where cluster is -1. */
        double of(int column, int cluster);
    }

    /** A number as a person would write it: three digits, or all before the point; a day where it is one. */
    static String number(Column column, double value) {
        if (column.kind() == Kind.DATE && Math.abs(value) < 1e14) {
            return Instant.ofEpochSecond((long) Math.floor(value))
                    .atZone(ZoneOffset.UTC)
                    .toLocalDate()
                    .toString();
        }
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        if (size >= 1e9 || size < 1e-4) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        BigDecimal rounded = size >= 100
                ? new BigDecimal(value).setScale(0, RoundingMode.HALF_EVEN)
                : new BigDecimal(value).round(new MathContext(3));
        String text = rounded.stripTrailingZeros().toPlainString();
        return text.equals("-0") ? "0" : text;
    }

    /** A cluster's name: the traits that tell most, terms of one column together; its number where no trait does. */
    static String name(int cluster, List<Finding> findings, List<Trait> traits, ColumnValues values) {
        Map<Integer, List<String>> facts = new LinkedHashMap<>();
        int count = 0;
        for (int t = 0; t < traits.size() && count < NAMED; t++) {
            Finding finding = findings.get(t);
            boolean telling = Math.abs(finding.effect()) >= TELLING_EFFECT || finding.lift() >= TELLING_LIFT;
            boolean strong = Math.abs(finding.effect())
                    >= FOLLOWING * Math.abs(findings.getFirst().effect());
            if (telling && strong) {
                Column column = values.columns().get(finding.column());
                boolean term = column.kind() == Kind.TERMS && facts.containsKey(finding.column());
                facts.computeIfAbsent(finding.column(), c -> new ArrayList<>())
                        .add(
                                term
                                        ? column.values().get(finding.value())
                                        : traits.get(t).text());
                count++;
            }
        }
        return facts.isEmpty()
                ? "cluster " + cluster
                : String.join(
                        ", ",
                        facts.values().stream()
                                .map(list -> String.join(", ", list))
                                .toList());
    }
}
