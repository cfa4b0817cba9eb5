package dev.kindred.io;

import dev.kindred.graph.InvalidInputException;
import java.nio.file.Path;

/** A file of ours that was damaged after it was written: its bytes do not give the checksum that was stored with them. */
public final class CorruptDataException extends InvalidInputException {
    private static final long serialVersionUID = 1L;

    /**
     * Names the damage.
     *
     * @param offset of the first byte that the checksum covers
     * @param what the checksum covers
     */
    public CorruptDataException(Path file, long offset, String what, String expected, String actual) {
        super(file + ", byte " + offset + ": expected " + what + " of " + expected + ", got " + actual
                + "; the file is damaged");
    }
}
