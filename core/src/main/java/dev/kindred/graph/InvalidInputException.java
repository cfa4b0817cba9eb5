package dev.kindred.graph;

import dev.kindred.notice.KindredException;

/**
 * Thrown for input data that cannot be used: a broken file, a feature that is not a number, an impossible size. The message says where
 * (path, then line, byte offset or array), what was expected and what was found, and can be shown to a user unchanged.
 */
public class InvalidInputException extends KindredException {
    private static final long serialVersionUID = 1L;

    public InvalidInputException(String message) {
        super(message);
    }

    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
