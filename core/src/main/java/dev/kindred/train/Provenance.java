package dev.kindred.train;

import dev.kindred.model.DaegcConfig;

/**
 * What a result came from.
 *
 * @param config all hyper-parameters, the seed included
 * @param graphChecksum CRC-32C of the edges in memory (offsets, columns, weights), hexadecimal
 * @param featuresChecksum CRC-32C of the features in memory, hexadecimal
 * @param version of Kindred
 * @param kernels kernel set and its lanes, as in {@code vector-16}
 * @param jvm name and version
 * @param threads that trained
 */
public record Provenance(
        DaegcConfig config,
        String graphChecksum,
        String featuresChecksum,
        String version,
        String kernels,
        String jvm,
        int threads) {}
