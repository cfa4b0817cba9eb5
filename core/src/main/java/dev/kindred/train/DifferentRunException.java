package dev.kindred.train;

import dev.kindred.graph.InvalidInputException;

/** Thrown for a checkpoint of a run with another input, config or version; the message names every difference. */
final class DifferentRunException extends InvalidInputException {
    private static final long serialVersionUID = 1L;

    DifferentRunException(String message) {
        super(message);
    }
}
