package dev.kindred.io;

import dev.kindred.graph.InvalidInputException;
import java.nio.file.Path;

/** Thrown for a file of Kindred that was damaged after it was written: its bytes do not match the stored checksum. */
public final class CorruptDataException extends InvalidInputException {
    private static final long serialVersionUID = 1L;

    /**
     * Describes the damage.
     *
     * @param offset offset of the first byte that the checksum covers
     * @param what what the checksum covers
     */
    public CorruptDataException(Path file, long offset, String what, String expected, String actual) {
        super(file + ", byte " + offset + ": expected " + what + " of " + expected + ", got " + actual
                + "; the file is damaged");
    }
}
