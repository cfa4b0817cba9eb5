package dev.kindred.graph;

import dev.kindred.notice.KindredException;

/**
 * Input data that cannot be used: a broken file, a feature that is not a number, an impossible size. The message says where
 * (path, then line or byte offset or array), what was expected and what was found, and is fit to be shown to a user as it is.
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
