package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.notice.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the forms in which the columns of a table write numbers, days, flags and lists, from all of their values. */
final class ColumnForms {
    private static final List<TextForm> COUNTED = List.of(
            TextForm.FLAG_WORDS,
            TextForm.DECIMAL_POINT,
            TextForm.DECIMAL_COMMA,
            TextForm.DAY_FIRST,
            TextForm.MONTH_FIRST,
            TextForm.MONTH_NAME,
            TextForm.MONTH,
            TextForm.NUMBERS,
            TextForm.LIST,
            TextForm.BARS,
            TextForm.SEMICOLONS);

    /** Seconds from 1990 to 2100; a thousand times that in milliseconds. */
    private static final double FIRST_SECOND = 631_152_000;

    private static final double LAST_SECOND = 4_102_444_800.0;

    private final TableSession session;
    private final String table;
    private final boolean semicolons;
    private final List<String> notices = new ArrayList<>();

    /**
     * @param semicolons whether the fields of the file are parted by semicolons, as programs do where the comma is the decimal point
     */
    ColumnForms(TableSession session, String table, boolean semicolons) {
        this.session = session;
        this.table = table;
        this.semicolons = semicolons;
    }

    /** What was found and what is doubtful, a sentence each. */
    List<String> notices() {
        return notices;
    }

    /**
     * Finds the forms.
     *
     * @param asked kinds that the user named
     */
    Map<String, TextForm> find(Collection<ColumnProfile> profiles, Map<String, ColumnKind> asked) throws IOException {
        Map<String, TextForm> forms = new LinkedHashMap<>();
        List<ColumnProfile> shaped =
                profiles.stream().filter(ColumnProfile::mayHaveForm).toList();
        Map<String, Map<TextForm, Long>> counts = counts(shaped);
        for (ColumnProfile profile : shaped) {
            TextForm form =
                    choose(profile, counts.getOrDefault(profile.column(), Map.of()), asked.get(profile.column()));
            if (form != null) {
                forms.put(profile.column(), form);
            }
        }
        for (ColumnProfile profile : profiles) {
            TextForm form = forms.containsKey(profile.column()) ? null : ofPlain(profile, asked.get(profile.column()));
            if (form != null) {
                forms.put(profile.column(), form);
            }
        }
        say(forms);
        return forms;
    }

    /** How many values of each column are in each form; all columns by one query, since planning one takes longer than the counting. */
    private Map<String, Map<TextForm, Long>> counts(List<ColumnProfile> profiles) throws IOException {
        Map<String, Map<TextForm, Long>> counts = new LinkedHashMap<>();
        if (profiles.isEmpty()) {
            return counts;
        }
        String clean = "(" + MissingMarkers.without("value") + ")";
        for (List<String> row : session.texts("SELECT name, "
                + COUNTED.stream()
                        .map(form -> "count(" + form.parsed("clean") + ")")
                        .collect(Collectors.joining(", "))
                + " FROM (SELECT name, " + clean + " AS clean FROM (UNPIVOT (SELECT "
                + profiles.stream().map(profile -> name(profile.column())).collect(Collectors.joining(", "))
                + " FROM " + table + ") ON COLUMNS(*) INTO NAME name VALUE value)) GROUP BY name")) {
            Map<TextForm, Long> of = new LinkedHashMap<>();
            for (int f = 0; f < COUNTED.size(); f++) {
                of.put(COUNTED.get(f), Long.parseLong(row.get(f + 1)));
            }
            counts.put(row.getFirst(), of);
        }
        return counts;
    }

    private @Nullable TextForm choose(ColumnProfile profile, Map<TextForm, Long> counts, @Nullable ColumnKind asked)
            throws IOException {
        List<TextForm> possible = new ArrayList<>();
        addIf(possible, TextForm.FLAG_WORDS, all(profile, counts));
        boolean point = nearlyAll(profile, counts, TextForm.DECIMAL_POINT);
        boolean comma = nearlyAll(profile, counts, TextForm.DECIMAL_COMMA);
        long pointed = counts.getOrDefault(TextForm.DECIMAL_POINT, 0L);
        long comad = counts.getOrDefault(TextForm.DECIMAL_COMMA, 0L);
        boolean commaFirst = comad > pointed || (comad == pointed && semicolons);
        addIf(possible, TextForm.DECIMAL_COMMA, comma && commaFirst);
        addIf(possible, TextForm.DECIMAL_POINT, point);
        addIf(possible, TextForm.DECIMAL_COMMA, comma && !commaFirst);
        long day = counts.getOrDefault(TextForm.DAY_FIRST, 0L);
        boolean days = nearlyAll(profile, counts, TextForm.DAY_FIRST);
        boolean months = nearlyAll(profile, counts, TextForm.MONTH_FIRST);
        boolean dayFirst = day > counts.getOrDefault(TextForm.MONTH_FIRST, 0L);
        addIf(possible, TextForm.DAY_FIRST, days && dayFirst);
        addIf(possible, TextForm.MONTH_FIRST, months);
        addIf(possible, TextForm.DAY_FIRST, days && !dayFirst);
        addIf(possible, TextForm.MONTH_NAME, nearlyAll(profile, counts, TextForm.MONTH_NAME));
        addIf(possible, TextForm.MONTH, nearlyAll(profile, counts, TextForm.MONTH));
        boolean list = nearlyAll(profile, counts, TextForm.LIST);
        if (counts.getOrDefault(TextForm.NUMBERS, 0L) == profile.present()) {
            Lengths lengths = lengths(profile.column(), TextForm.NUMBERS.parsed(name(profile.column())));
            addIf(possible, TextForm.LIST, list && lengths.ragged() && lengths.whole());
            boolean vectors = list || lengths.bracketed() || !lengths.whole();
            addIf(possible, TextForm.NUMBERS, vectors && !lengths.ragged());
        }
        addIf(possible, TextForm.LIST, list);
        addIf(possible, TextForm.BARS, counts.getOrDefault(TextForm.BARS, 0L) >= .3 * profile.present());
        boolean few = profile.counts().words() < 2.5 * profile.counts().given();
        addIf(
                possible,
                TextForm.SEMICOLONS,
                few && counts.getOrDefault(TextForm.SEMICOLONS, 0L) >= .3 * profile.present());
        TextForm form = possible.stream()
                .filter(each -> asked == null || each.fits(asked))
                .findFirst()
                .orElse(null);
        sayDoubts(
                profile,
                form,
                point && comma && comad == pointed,
                days && months && day == counts.getOrDefault(TextForm.MONTH_FIRST, 0L));
        return form;
    }

    private void sayDoubts(ColumnProfile profile, @Nullable TextForm form, boolean numbers, boolean dates)
            throws IOException {
        String column = profile.column();
        boolean number = form == TextForm.DECIMAL_POINT || form == TextForm.DECIMAL_COMMA;
        if (form != null && number && numbers && hasSeparators(column)) {
            notices.add("column " + column + ": all commas and points may part thousands or fractions; read as "
                    + form.described() + " (" + Setting.IGNORE.to(column) + " leaves it out)");
        }
        if (form != null && dates && (form == TextForm.DAY_FIRST || form == TextForm.MONTH_FIRST)) {
            notices.add("column " + column + ": day and month cannot be told apart; read as " + form.described() + " ("
                    + Setting.IGNORE.to(column) + " leaves it out)");
        }
    }

    private boolean hasSeparators(String column) throws IOException {
        return session.numbers("SELECT count(*) FROM " + table + " WHERE regexp_matches(" + name(column)
                        + ", '[0-9][.,][0-9]')")[0]
                > 0;
    }

    private static boolean all(ColumnProfile profile, Map<TextForm, Long> counts) {
        return counts.getOrDefault(TextForm.FLAG_WORDS, 0L) == profile.present();
    }

    private static boolean nearlyAll(ColumnProfile profile, Map<TextForm, Long> counts, TextForm form) {
        return counts.getOrDefault(form, 0L) >= ColumnProfile.NEARLY_ALL * profile.present();
    }

    private static void addIf(List<TextForm> forms, TextForm form, boolean holds) {
        if (holds) {
            forms.add(form);
        }
    }

    /** Forms of columns whose values SQL reads already, but as something else. */
    private @Nullable TextForm ofPlain(ColumnProfile profile, @Nullable ColumnKind asked) throws IOException {
        String column = profile.column();
        boolean text = profile.type().equals("VARCHAR");
        if (text && profile.present() > 0 && profile.counts().vectors() == profile.present()) {
            Lengths lengths = lengths(column, name(column));
            if (asked == ColumnKind.TOKENS || (asked == null && lengths.ragged() && lengths.whole())) {
                return TextForm.LIST;
            }
            if (asked == null && lengths.whole()) {
                notices.add("column " + column + ": lists of " + lengths.most()
                        + " whole numbers each are read as vectors (" + Setting.KIND.to(column, ColumnKind.TOKENS)
                        + " reads them as sets, such as indices of words)");
            }
        }
        if (text
                && profile.present() > 0
                && profile.counts().numbers() == profile.present()
                && profile.counts().bits() < profile.present()
                && (asked == null || asked == ColumnKind.BOOLEAN)) {
            if (profile.counts().zerosAndOnes() == profile.present()) {
                return TextForm.FLAG_WORDS;
            }
        }
        boolean number = ColumnProfile.isNumber(profile.type()) || text;
        boolean dated = asked == ColumnKind.DATE || (asked == null && Conventions.isTime(column));
        if (dated && number && profile.present() > 0 && profile.counts().numbers() == profile.present()) {
            String value = "TRY_CAST(" + name(column) + " AS DOUBLE)";
            double[] range = session.fractions("SELECT min(" + value + "), max(" + value + ") FROM " + table);
            if (range[0] >= FIRST_SECOND && range[1] <= LAST_SECOND) {
                return TextForm.EPOCH_SECONDS;
            }
            if (range[0] >= 1000 * FIRST_SECOND && range[1] <= 1000 * LAST_SECOND) {
                return TextForm.EPOCH_MILLISECONDS;
            }
        }
        return null;
    }

    /**
     * Lengths of lists.
     *
     * @param least length
     * @param most length
     * @param whole whether all are whole numbers of 0 or more
     * @param bracketed whether the texts begin with a bracket
     */
    private record Lengths(long least, long most, boolean whole, boolean bracketed) {
        boolean ragged() {
            return least != most;
        }
    }

    private Lengths lengths(String column, String list) throws IOException {
        long[] n = session.numbers("SELECT coalesce(min(len(x)), 0), coalesce(max(len(x)), 0), "
                + "count(*) FILTER (WHERE len(list_filter(x, lambda v: v <> floor(v) OR v < 0)) > 0), "
                + "count(*) FILTER (WHERE x IS NOT NULL AND NOT regexp_matches(t, '^[\\[({]')) FROM (SELECT TRY_CAST("
                + list
                + " AS DOUBLE[]) AS x, trim(" + name(column) + "::VARCHAR) AS t FROM " + table + ")");
        return new Lengths(n[0], n[1], n[2] == 0, n[3] == 0);
    }

    private void say(Map<String, TextForm> forms) {
        Map<TextForm, List<String>> columns = new LinkedHashMap<>();
        forms.forEach((column, form) ->
                columns.computeIfAbsent(form, each -> new ArrayList<>()).add(column));
        columns.forEach((form, of) -> notices.add("read as " + form.described() + ": " + Examples.of(of)));
    }
}
