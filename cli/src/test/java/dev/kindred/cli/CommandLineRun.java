package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/**
 * What a command line gave.
 *
 * @param code it ended with
 * @param out standard output
 * @param err standard error
 */
record CommandLineRun(int code, String out, String err) {
    static CommandLineRun of(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Arrays.stream(args).map(String::valueOf).toArray(String[]::new));
        return new CommandLineRun(code, out.toString(), err.toString());
    }

    static void assertFails(int code, String message, Object... args) {
        CommandLineRun run = of(args);
        assertThat(run.err()).isEqualTo("kindred: " + message + System.lineSeparator());
        assertThat(run.code()).isEqualTo(code);
    }
}
