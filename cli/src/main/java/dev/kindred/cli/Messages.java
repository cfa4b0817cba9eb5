package dev.kindred.cli;

/** Parts of messages. */
final class Messages {
    private static final int MOST = 80;

    private Messages() {}

    /** What was found in a file, on one line and not too long for one. */
    static String cut(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        boolean whole = line.length() <= MOST && line.equals(text.strip());
        return whole ? line : line.substring(0, Math.min(MOST, line.length())) + " ..";
    }
}
