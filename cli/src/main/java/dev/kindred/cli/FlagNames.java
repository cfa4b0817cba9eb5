package dev.kindred.cli;

import java.lang.reflect.Field;
import picocli.CommandLine.Option;

/** Tells mistakes in settings, which the library names by field, by the flags that a user knows. */
final class FlagNames {
    private FlagNames() {}

    /**
     * A mistake in usage.
     *
     * @param mistake of the library, as in {@code learningRate: expected finite and above 0, got -1.0}
     * @param group class whose fields are flags
     */
    static UsageException usage(IllegalArgumentException mistake, Class<?> group) {
        String message = String.valueOf(mistake.getMessage());
        int colon = message.indexOf(": ");
        if (colon > 0) {
            for (Field field : group.getDeclaredFields()) {
                Option option = field.getAnnotation(Option.class);
                if (option != null && field.getName().equals(message.substring(0, colon))) {
                    return UsageException.of(option.names()[0], message.substring(colon + 2), mistake);
                }
            }
        }
        return new UsageException(message, mistake);
    }
}
