package dev.kindred.train;

import dev.kindred.graph.InvalidInputException;

/** A checkpoint of a run with another input, config or version; every difference is named. */
final class DifferentRunException extends InvalidInputException {
    private static final long serialVersionUID = 1L;

    DifferentRunException(String message) {
        super(message);
    }
}
