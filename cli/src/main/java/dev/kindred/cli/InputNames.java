package dev.kindred.cli;

import dev.kindred.explain.ColumnValues;
import dev.kindred.explain.FeatureColumns;
import dev.kindred.tables.InputColumns;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an input's attributes and known labels are called.
 *
 * @param columns the attributes in the user's words and units
 * @param labels names of the known labels, by number; none where there are no labels
 */
record InputNames(ColumnValues columns, List<String> labels) {
    InputNames {
        labels = List.copyOf(labels);
    }

    /** As far as the input itself tells: columns of tables have names, and labels where they are texts; arrays have numbers. */
    static InputNames of(ClusterInput input) {
        ColumnValues columns = input.encoding() == null
                ? FeatureColumns.unnamed(input.graph().features())
                : InputColumns.of(input.graph().features(), input.encoding());
        int[] labels = input.labels();
        int classes = labels == null ? 0 : Arrays.stream(labels).max().orElse(-1) + 1;
        return new InputNames(
                columns,
                IntStream.range(0, classes)
                        .mapToObj(label -> label < input.labelNames().size()
                                ? input.labelNames().get(label)
                                : "label " + label)
                        .toList());
    }
}
