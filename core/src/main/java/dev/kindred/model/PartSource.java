package dev.kindred.model;

/**
 * The parts of a graph that an epoch runs through, one step for each part. A function of epoch and index alone, so a resumed run sees the
 * same parts. The source owns its parts; {@link #close} closes them.
 */
public interface PartSource extends AutoCloseable {
    /**
     * The number of parts, 1 or more.
     *
     * @param epoch number of the epoch in the whole run, from 0
     */
    int count(int epoch);

    /**
     * A part, which is valid until the next one is requested.
     *
     * @param epoch number of the epoch in the whole run, from 0
     * @param index number of the part, from 0
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
                // The caller closes its own part.
            }
        };
    }
}
