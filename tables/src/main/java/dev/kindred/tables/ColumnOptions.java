package dev.kindred.tables;

import dev.kindred.tables.TableOptions.Names;
import java.util.List;
import java.util.Map;

/**
 * What the columns are.
 *
 * @param names of those that are no features
 * @param ignored columns of the nodes that are no features either
 * @param kinds by column, where the guess would be wrong
 */
public record ColumnOptions(Names names, List<String> ignored, Map<String, ColumnKind> kinds) {
    public ColumnOptions {
        ignored = List.copyOf(ignored);
        kinds = Map.copyOf(kinds);
    }

    ColumnOptions withNames(Names chosen) {
        return new ColumnOptions(chosen, ignored, kinds);
    }

    ColumnOptions withIgnored(List<String> chosen) {
        return new ColumnOptions(names, chosen, kinds);
    }

    ColumnOptions withKinds(Map<String, ColumnKind> chosen) {
        return new ColumnOptions(names, ignored, chosen);
    }
}
