package dev.kindred.tables;

import dev.kindred.explain.Column;
import dev.kindred.explain.Column.Kind;
import dev.kindred.explain.FeatureColumns;
import dev.kindred.explain.FeatureColumns.Source;
import dev.kindred.graph.Features;
import java.util.ArrayList;
import java.util.List;

/** The attributes of nodes as the user knows them: the encoding of tables read backwards. */
public final class InputColumns {
    private static final String OTHER = "other";

    private InputColumns() {}

    /** The columns of tables, in the user's units. Features made from the graph's structure are no columns of the user's. */
    public static FeatureColumns of(Features features, FeatureEncoding encoding) {
        List<Source> sources = new ArrayList<>();
        int next = 0;
        for (ColumnEncoding column : encoding.columns()) {
            int width = column.features().size();
            int missing = column.missing() ? next + width - 1 : -1;
            int own = column.missing() ? width - 1 : width;
            switch (column) {
                case ColumnEncoding.Numbers numbers -> addNumbers(sources, numbers, next, missing);
                case ColumnEncoding.Flag flag ->
                    sources.add(new Source(new Column(flag.column(), Kind.FLAG, List.of(), next, own), 0, 1, missing));
                case ColumnEncoding.Categories categories -> {
                    List<String> values = new ArrayList<>(categories.values());
                    if (categories.other()) {
                        values.add(OTHER);
                    }
                    sources.add(new Source(
                            new Column(categories.column(), Kind.CATEGORY, values, next, own), 0, 1, missing));
                }
                case ColumnEncoding.Values values -> addValues(sources, values, next);
                case ColumnEncoding.Terms terms ->
                    sources.add(Source.asStored(new Column(terms.column(), Kind.TERMS, terms.terms(), next, own)));
            }
            next += width;
        }
        return FeatureColumns.of(features, sources);
    }

    /** Terms with names that a node has or has not, one a column of the features. */
    public static FeatureColumns ofTerms(Features features, String name, List<String> terms) {
        return FeatureColumns.of(
                features, List.of(Source.asStored(new Column(name, Kind.TERMS, terms, 0, terms.size()))));
    }

    private static void addValues(List<Source> sources, ColumnEncoding.Values values, int first) {
        for (int i = 0; i < values.names().size(); i++) {
            sources.add(Source.asStored(
                    new Column(values.column() + ": " + values.names().get(i), Kind.NUMBER, List.of(), first + i, 1)));
        }
    }

    private static void addNumbers(List<Source> sources, ColumnEncoding.Numbers numbers, int first, int missing) {
        boolean vector = numbers.kind() == ColumnKind.VECTOR;
        boolean date = numbers.kind() == ColumnKind.DATE;
        // Of a date the time alone is a number that a reader knows; its places in the year and in the week follow from
        // it.
        for (int i = 0; i < (vector ? numbers.centers().length : 1); i++) {
            sources.add(new Source(
                    new Column(
                            vector ? numbers.column() + "[" + i + "]" : numbers.column(),
                            date ? Kind.DATE : Kind.NUMBER,
                            List.of(),
                            first + i,
                            date ? numbers.centers().length : 1),
                    numbers.centers()[i],
                    numbers.scales()[i],
                    missing));
        }
    }
}
