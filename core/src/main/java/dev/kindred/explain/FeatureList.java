package dev.kindred.explain;

import dev.kindred.explain.Column.Kind;
import dev.kindred.explain.ColumnTests.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The features that are spoken of, numbered as they come up; what nobody speaks of is never listed. */
final class FeatureList {
    private record Key(int column, int value) {}

    private final ColumnValues values;
    private final List<Feature> features = new ArrayList<>();
    private final Map<Key, Integer> positions = new HashMap<>();

    FeatureList(ColumnValues values) {
        this.values = values;
    }

    List<Feature> features() {
        return features;
    }

    /** The position of what a finding is about. */
    int position(Finding finding) {
        Key key = new Key(finding.column(), finding.value());
        Integer known = positions.get(key);
        if (known != null) {
            return known;
        }
        positions.put(key, features.size());
        features.add(feature(finding));
        return features.size() - 1;
    }

    private Feature feature(Finding finding) {
        Column column = values.columns().get(finding.column());
        String name = Words.feature(column, finding.value());
        if (!isNumber(column, finding.value())) {
            return new Feature(name, Feature.Kind.BINARY, finding.column(), finding.value(), finding.all(), null, null);
        }
        double[] numbers = new double[values.nodes()];
        values.numbersInto(finding.column(), numbers);
        double low = Arrays.stream(numbers).filter(v -> !Double.isNaN(v)).min().orElse(0);
        double high = Arrays.stream(numbers).filter(v -> !Double.isNaN(v)).max().orElse(0);
        return new Feature(name, Feature.Kind.NUMBER, finding.column(), 0, finding.all(), low, high);
    }

    private static boolean isNumber(Column column, int value) {
        return value != Feature.MISSING && (column.kind() == Kind.NUMBER || column.kind() == Kind.DATE);
    }

    /** The value of a feature at every node, at {@code out[node * stride + offset]}: a number, or 1 or 0. */
    void valuesInto(Feature feature, float[] out, int offset, int stride) {
        int n = values.nodes();
        Column column = values.columns().get(feature.column());
        if (column.kind() == Kind.TERMS) {
            values.forEachTerm(feature.column(), (node, term) -> {
                if (term == feature.value()) {
                    out[node * stride + offset] = 1;
                }
            });
        } else if (column.kind() == Kind.NUMBER || column.kind() == Kind.DATE) {
            double[] numbers = new double[n];
            values.numbersInto(feature.column(), numbers);
            boolean missing = feature.value() == Feature.MISSING;
            for (int i = 0; i < n; i++) {
                out[i * stride + offset] = missing ? Double.isNaN(numbers[i]) ? 1 : 0 : (float) numbers[i];
            }
        } else {
            int[] codes = new int[n];
            values.codesInto(feature.column(), codes);
            for (int i = 0; i < n; i++) {
                boolean unknown = codes[i] < 0 && feature.value() != Feature.MISSING;
                out[i * stride + offset] = unknown ? Float.NaN : codes[i] == feature.value() ? 1 : 0;
            }
        }
    }

    /**
     * How a node shows a trait: it has the value, or its number is on the trait's side of the middle between members and others.
     *
     * @return the trait in words, with the node's own number; null where the node does not show it
     */
    @Nullable
    String shownBy(int node, Finding finding) {
        Column column = values.columns().get(finding.column());
        if (!isNumber(column, finding.value())) {
            return values.has(finding.column(), node, finding.value()) ? Words.feature(column, finding.value()) : null;
        }
        double number = values.numberOf(finding.column(), node);
        double middle = (finding.inside() + finding.outside()) / 2;
        boolean agree = (finding.inside() - finding.outside()) * finding.effect() > 0;
        boolean has = agree && (finding.effect() > 0 ? number >= middle : number <= middle);
        return has ? column.name() + " " + Words.number(column, number) : null;
    }
}
