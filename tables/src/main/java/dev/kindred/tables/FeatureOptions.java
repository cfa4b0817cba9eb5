package dev.kindred.tables;

import dev.kindred.tables.TableOptions.FeatureSource;
import dev.kindred.tables.TableOptions.Limits;
import org.jspecify.annotations.Nullable;

/**
 * How nodes get their features.
 *
 * @param source from columns, or from the structure of the graph
 * @param limits of categories and vocabularies
 * @param encoding to encode the nodes with; null fits one to them
 * @param more a further table with features of the nodes, or null
 */
public record FeatureOptions(
        FeatureSource source,
        Limits limits,
        @Nullable FeatureEncoding encoding,
        @Nullable TableSource more) {
    FeatureOptions withSource(FeatureSource chosen) {
        return new FeatureOptions(chosen, limits, encoding, more);
    }

    FeatureOptions withLimits(Limits chosen) {
        return new FeatureOptions(source, chosen, encoding, more);
    }

    FeatureOptions withFitted(@Nullable FeatureEncoding fitted) {
        return new FeatureOptions(source, limits, fitted, more);
    }

    FeatureOptions withMore(@Nullable TableSource table) {
        return new FeatureOptions(source, limits, encoding, table);
    }
}
