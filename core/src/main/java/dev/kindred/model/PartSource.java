package dev.kindred.model;

/**
 * The parts of a graph that an epoch runs through, one step each. A pure function of epoch and index: it keeps no state that a resumed run
 * would lack. It owns its parts; {@link #close} lets go of them.
 */
public interface PartSource extends AutoCloseable {
    /**
     * The number of parts, 1 or more.
     *
     * @param epoch of the whole run, from 0
     */
    int count(int epoch);

    /**
     * One of them; valid until the next is asked for.
     *
     * @param index from 0
     */
    Part part(int epoch, int index);

    @Override
    void close();

    /** The whole graph as the only part of every epoch. */
    static PartSource whole(Part whole) {
        return new PartSource() {
            @Override
            public int count(int epoch) {
                return 1;
            }

            @Override
            public Part part(int epoch, int index) {
                return whole;
            }

            @Override
            public void close() {
                // The caller's part is the caller's to close.
            }
        };
    }
}
