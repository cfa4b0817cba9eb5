package dev.kindred.bench;

/** An argument that makes no sense: one sentence on stderr, exit code 2. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }
}
