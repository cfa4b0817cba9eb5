package dev.kindred.bench;

/** An argument that makes no sense: one sentence on stderr, exit code 2. */
public final class UsageException extends RuntimeException {
    public UsageException(String message) {
        super(message);
    }
}
