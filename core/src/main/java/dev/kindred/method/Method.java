package dev.kindred.method;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How nodes are grouped. */
public enum Method {
    /** All that fit the data are tried, and the best by scores without labels is taken. */
    AUTO,
    /** The network: graph attention autoencoder and deep embedded clustering. */
    DAEGC,
    /** A block model of edges and attributes. */
    BLOCKS,
    /** k-means on the attributes. */
    KMEANS,
    /** k-means on attributes smoothed along the edges. */
    SSGC,
    /** Leiden communities of the edges, merged to k. */
    LEIDEN,
    /** k-means on spectral coordinates of the edges. */
    SPECTRAL;

    /**
     * The method of a name.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static Method of(String name) {
        for (Method method : values()) {
            if (method.key().equals(name)) {
                return method;
            }
        }
        throw new IllegalArgumentException("method: expected "
                + Arrays.stream(values()).map(Method::key).collect(Collectors.joining(", ")) + ", got " + name);
    }

    /** As users type it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it needs no network. */
    public boolean isSimple() {
        return this != AUTO && this != DAEGC;
    }

    @Override
    public String toString() {
        return key();
    }
}
