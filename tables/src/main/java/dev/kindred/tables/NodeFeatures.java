package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import dev.kindred.tables.ColumnEncoding.Categories;
import dev.kindred.tables.ColumnEncoding.Numbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the columns of the nodes mean: puts their values into forms that SQL reads, holds them against the kinds of the columns, and fits an encoding to
 * them, or holds them against one that was fitted before.
 */
final class NodeFeatures {
    /** Names of columns that often hold what clusters are to be compared with. */
    private static final Set<String> ANSWERS = Set.of(
            "label",
            "labels",
            "class",
            "classes",
            "modularity_class",
            "group",
            "y",
            "target",
            "cluster",
            "community",
            "ground_truth",
            "category_label");

    private final TableSession session;
    private final TableOptions options;
    private final NodeTable nodes;
    private final Table source;
    private final MalformedValues malformed;
    private final Map<String, List<String>> useless = new LinkedHashMap<>();
    private final Map<String, Set<String>> kept = new LinkedHashMap<>();

    NodeFeatures(TableSession session, TableOptions options, NodeTable nodes, Table source, RejectsFile rejects) {
        this.session = session;
        this.options = options;
        this.nodes = nodes;
        this.source = source;
        this.malformed = new MalformedValues(session, nodes, source, rejects);
    }

    /** Columns that may be features. */
    private Map<String, String> candidates() {
        Map<String, String> candidates = new LinkedHashMap<>();
        nodes.types().forEach((name, type) -> {
            if (nodes.mayBeFeature(name)) {
                candidates.put(name, type);
            }
        });
        return candidates;
    }

    /** Fits an encoding to the columns that are features. */
    FeatureEncoding fit() throws IOException {
        Map<String, ColumnKind> asked = new TreeMap<>();
        for (Map.Entry<String, ColumnKind> kind : options.kinds().entrySet()) {
            asked.put(
                    source.column(kind.getKey(), "; " + Setting.KIND + " names columns and what they mean"),
                    kind.getValue());
        }
        Map<String, ColumnProfile> profiles = ColumnProfile.of(session, NodeTable.TABLE, candidates());
        boolean semicolons = source.csv() != null && source.csv().delimiter() == ';';
        ColumnForms found = new ColumnForms(session, NodeTable.TABLE, semicolons);
        Map<String, TextForm> forms = found.find(profiles.values(), asked);
        nodes.notices().addAll(found.notices());
        boolean dropped = malformed.misformed(forms, "");
        reprofile(profiles, put(forms, forms.keySet(), Map.of()), dropped);
        Map<String, ColumnKind> guessed = kinds(profiles, asked);
        Set<String> marked = texts(guessed, profiles);
        if (!marked.isEmpty()) {
            nodes.notices()
                    .add("texts such as NA, ? or unknown are taken as missing values: "
                            + Examples.of(profiles.keySet().stream()
                                    .filter(marked::contains)
                                    .toList()));
        }
        findKept(profiles);
        reprofile(profiles, put(Map.of(), marked, kept), false);
        Map<String, ColumnKind> kinds = kinds(profiles, asked);
        // Columns all of whose values fit need no second look.
        Map<String, ColumnKind> doubtful = new LinkedHashMap<>(kinds);
        doubtful.keySet().removeIf(column -> {
            ColumnProfile profile = profiles.get(column);
            return profile != null && profile.fits(kinds.getOrDefault(column, ColumnKind.IGNORE));
        });
        if (malformed.values(
                doubtful,
                column -> "; " + Setting.KIND.to(column, ColumnKind.CATEGORY) + " reads it as text, "
                        + Setting.SKIP_BAD_ROWS + " leaves such rows out")) {
            reprofile(profiles, Set.of(), true);
        }
        return encode(profiles, kinds, asked.keySet(), forms);
    }

    private Map<String, ColumnKind> kinds(Map<String, ColumnProfile> profiles, Map<String, ColumnKind> asked)
            throws IOException {
        Map<String, ColumnKind> kinds = new LinkedHashMap<>();
        for (ColumnProfile profile : profiles.values()) {
            ColumnKind kind = asked.get(profile.column());
            if (kind == null) {
                kind = profile.guess();
                if (kind == ColumnKind.VECTOR && !profile.type().equals("VARCHAR") && isRaggedWhole(profile)) {
                    kind = ColumnKind.TOKENS;
                }
            }
            kinds.put(profile.column(), kind);
        }
        return kinds;
    }

    /** Lists of whole numbers of different lengths are sets of indices. */
    private boolean isRaggedWhole(ColumnProfile profile) throws IOException {
        if (!profile.type().matches("U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?\\[]")) {
            return false;
        }
        long[] lengths = session.numbers("SELECT coalesce(min(len(" + name(profile.column())
                + ")), 0), coalesce(max(len(" + name(profile.column()) + ")), 0) FROM " + NodeTable.TABLE);
        return lengths[0] != lengths[1];
    }

    private void reprofile(Map<String, ColumnProfile> profiles, Set<String> changed, boolean all) throws IOException {
        Map<String, String> types = candidates();
        if (!all) {
            types.keySet().retainAll(changed);
        }
        if (!types.isEmpty()) {
            profiles.putAll(ColumnProfile.of(session, NodeTable.TABLE, types));
        }
        kept.keySet().forEach(column -> profiles.computeIfPresent(column, (name, profile) -> profile.withoutMarkers()));
    }

    /** Columns of texts in which markers stand for missing values. */
    private Set<String> texts(Map<String, ColumnKind> kinds, Map<String, ColumnProfile> profiles) {
        return kinds.entrySet().stream()
                .filter(column -> isTextual(column.getValue()) || column.getValue() == ColumnKind.IGNORE)
                .map(Map.Entry::getKey)
                .filter(column -> {
                    ColumnProfile profile = profiles.get(column);
                    return profile != null && profile.counts().marked() > 0;
                })
                .collect(Collectors.toSet());
    }

    private static boolean isTextual(ColumnKind kind) {
        return switch (kind) {
            case CATEGORY, WORDS, TFIDF, TOKENS, VECTOR -> true;
            default -> false;
        };
    }

    /** Markers that are values all the same: NA among codes of countries is Namibia. */
    private void findKept(Map<String, ColumnProfile> profiles) throws IOException {
        for (ColumnProfile profile : profiles.values()) {
            if (profile.type().equals("VARCHAR") && profile.counts().marked() > 0 && profile.present() > 0) {
                String value = MissingMarkers.without(name(profile.column()));
                long codes = session.numbers("SELECT count(*) FILTER (WHERE regexp_full_match(" + value
                        + ", '[A-Z]{2}')) FROM " + NodeTable.TABLE)[0];
                if (codes == profile.present()) {
                    kept.put(profile.column(), Set.of("NA"));
                }
            }
        }
    }

    /**
     * Rewrites columns: values into the forms that SQL reads, and markers of missing values into NULL.
     *
     * @param kept markers that stay, by column
     * @return the columns
     */
    private Set<String> put(Map<String, TextForm> forms, Set<String> columns, Map<String, Set<String>> kept)
            throws IOException {
        List<String> replaced = new ArrayList<>();
        for (String column : columns) {
            TextForm form = forms.get(column);
            List<String> markers = MissingMarkers.ALL.stream()
                    .filter(marker -> !kept.getOrDefault(column, Set.of()).contains(marker))
                    .toList();
            boolean text = "VARCHAR".equals(nodes.types().get(column));
            String value = !text
                    ? name(column)
                    : "(CASE WHEN NOT " + MissingMarkers.isOneOf(name(column), markers) + " THEN " + name(column)
                            + " END)";
            if (form != null) {
                String otherwise = form.type().equals("VARCHAR[]")
                        ? "CASE WHEN " + value + " IS NOT NULL THEN [trim(" + value + ")] END"
                        : form.isEpoch() ? "NULL" : value;
                value = "coalesce(" + form.parsed(value) + ", " + otherwise + ")";
                nodes.types().put(column, form.type());
            }
            replaced.add(value + " AS " + name(column));
        }
        if (!replaced.isEmpty()) {
            nodes.rewrite("* REPLACE (" + String.join(", ", replaced) + ")", "true");
        }
        return columns;
    }

    private FeatureEncoding encode(
            Map<String, ColumnProfile> profiles,
            Map<String, ColumnKind> kinds,
            Set<String> asked,
            Map<String, TextForm> forms)
            throws IOException {
        EncodingFit fit = new EncodingFit(session, NodeTable.TABLE, options.limits());
        List<ColumnProfile> used = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        List<String> notFinite = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        for (ColumnProfile profile : profiles.values()) {
            String column = profile.column();
            ColumnKind kind = kinds.getOrDefault(column, ColumnKind.IGNORE);
            boolean named = asked.contains(column);
            if (kind == ColumnKind.IGNORE) {
                String why = named ? "as asked" : profile.useless();
                if (!named) {
                    useless.computeIfAbsent(why, each -> new ArrayList<>()).add(column);
                }
                continue;
            }
            boolean number = kind == ColumnKind.NUMBER || kind == ColumnKind.ROBUST;
            if (number && profile.notFinite() > 0) {
                notFinite.add(column);
            }
            if (!named && ANSWERS.contains(column.toLowerCase(Locale.ROOT)) && mayBeAnswer(kind, profile)) {
                answers.add(column);
            }
            if (!named && profile.isCode()) {
                codes.add(column);
            }
            used.add(profile);
        }
        Map<String, ColumnEncoding> encodings = fit.fit(used, kinds);
        report(profiles, kinds, asked, encodings);
        for (String column : notFinite) {
            ColumnProfile profile = profiles.get(column);
            nodes.irregularities()
                    .add("numbers of column " + column + " that are not finite taken as missing: "
                            + (profile == null ? 0 : profile.notFinite()));
        }
        useless.forEach((why, columns) -> nodes.irregularities()
                .add(
                        why.startsWith("of ")
                                ? "columns " + why + " left out: " + Examples.of(columns)
                                : why + " columns left out: " + Examples.of(columns)));
        for (String column : answers) {
            nodes.irregularities()
                    .add("column " + column
                            + " may be the answer that clusters are to be compared with, and is a feature: "
                            + Setting.LABEL.to(column) + " compares with it, " + Setting.IGNORE.to(column)
                            + " leaves it out, "
                            + Setting.KIND.to(column, kinds.getOrDefault(column, ColumnKind.CATEGORY))
                            + " keeps it without this warning");
        }
        if (!codes.isEmpty()) {
            nodes.notices()
                    .add("zeros in front of whole numbers: read as codes, not as numbers: " + Examples.of(codes) + " ("
                            + Setting.KIND + " reads numbers)");
        }
        nodes.notices().addAll(fit.notices());
        forms.keySet().retainAll(encodings.keySet());
        return new FeatureEncoding(List.copyOf(encodings.values()), forms);
    }

    private static boolean mayBeAnswer(ColumnKind kind, ColumnProfile profile) {
        return kind != ColumnKind.WORDS && profile.distinct() <= Math.max(2, profile.present() / 2);
    }

    private void report(
            Map<String, ColumnProfile> profiles,
            Map<String, ColumnKind> kinds,
            Set<String> asked,
            Map<String, ColumnEncoding> encodings) {
        for (ColumnProfile profile : profiles.values()) {
            ColumnEncoding encoding = encodings.get(profile.column());
            ColumnKind kind = kinds.getOrDefault(profile.column(), ColumnKind.IGNORE);
            nodes.columns()
                    .add(new TableReport.Column(
                            profile.column(),
                            kind,
                            encoding == null ? 0 : encoding.features().size(),
                            profile.rows() - profile.present(),
                            kind != ColumnKind.IGNORE
                                    ? ""
                                    : asked.contains(profile.column()) ? "as asked" : profile.useless()));
        }
    }

    /**
     * Puts the nodes into the forms of an encoding that was fitted before, and holds them against it: the checks that fitting does, and lengths of vectors.
     *
     * @throws InvalidInputException where a value cannot be encoded, with its line
     */
    void hold(FeatureEncoding encoding) throws IOException {
        Map<String, ColumnKind> kinds = new LinkedHashMap<>();
        for (ColumnEncoding column : encoding.columns()) {
            if (nodes.types().get(column.column()) == null) {
                throw new InvalidInputException(
                        "nodes: expected a column " + column.column() + ", which the encoding has, got "
                                + String.join(", ", nodes.types().keySet()));
            }
            kinds.put(column.column(), column.kind());
            if (column instanceof Categories categories) {
                kept.put(column.column(), Set.copyOf(categories.values()));
            }
        }
        Map<String, TextForm> forms = new LinkedHashMap<>(encoding.forms());
        forms.keySet().retainAll(kinds.keySet());
        malformed.misformed(forms, " (as in the encoding)");
        Set<String> columns = kinds.entrySet().stream()
                .filter(column -> forms.containsKey(column.getKey())
                        || (isTextual(column.getValue())
                                && "VARCHAR".equals(nodes.types().get(column.getKey()))))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        put(forms, columns, kept);
        malformed.values(kinds, column -> " (as in the encoding); " + Setting.SKIP_BAD_ROWS + " leaves such rows out");
        Map<String, String> conditions = new LinkedHashMap<>();
        Map<String, String> expected = new LinkedHashMap<>();
        for (ColumnEncoding column : encoding.columns()) {
            if (column instanceof Numbers numbers && numbers.kind() == ColumnKind.VECTOR) {
                TextForm form = forms.get(column.column());
                String text = name(column.column());
                String list = "TRY_CAST(" + (form == null ? text : form.parsed(text)) + " AS DOUBLE[])";
                conditions.put(column.column(), "len(" + list + ") <> " + numbers.centers().length);
                expected.put(column.column(), numbers.centers().length + " numbers");
            }
        }
        malformed.drop(
                conditions,
                expected,
                column -> " (as in the encoding); " + Setting.SKIP_BAD_ROWS + " leaves such rows out");
    }
}
