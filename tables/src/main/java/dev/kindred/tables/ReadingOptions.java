package dev.kindred.tables;

import dev.kindred.notice.Notice;
import dev.kindred.tables.TableOptions.BadRows;
import dev.kindred.tables.TableOptions.Irregularities;
import dev.kindred.tables.TableOptions.Resources;
import dev.kindred.tables.TableOptions.TextFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How tables are read.
 *
 * @param text how text files are written
 * @param badRows what becomes of malformed rows
 * @param irregularities whether they end the reading
 * @param resources of DuckDB
 * @param listener told of guesses and irregularities; null hands irregularities to the {@link System.Logger} {@code dev.kindred.tables}
 */
public record ReadingOptions(
        TextFormat text,
        BadRows badRows,
        Irregularities irregularities,
        Resources resources,
        @Nullable Consumer<Notice> listener) {
    /** Hands a report on, to the listener where there is one. */
    public void tell(TableReport report) {
        Consumer<Notice> told = listener != null ? listener : ReadingOptions::log;
        report.typed().forEach(told);
    }

    /** With the logger the JDK's logging starts, which a program that listens itself never needs. */
    private static void log(Notice notice) {
        System.getLogger("dev.kindred.tables")
                .log(
                        notice.kind() == Notice.Kind.GUESS ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                        notice.sentence());
    }

    ReadingOptions withText(TextFormat chosen) {
        return new ReadingOptions(chosen, badRows, irregularities, resources, listener);
    }

    ReadingOptions withBadRows(BadRows chosen) {
        return new ReadingOptions(text, chosen, irregularities, resources, listener);
    }

    ReadingOptions withIrregularities(Irregularities chosen) {
        return new ReadingOptions(text, badRows, chosen, resources, listener);
    }

    ReadingOptions withResources(Resources chosen) {
        return new ReadingOptions(text, badRows, irregularities, chosen, listener);
    }

    ReadingOptions withListener(Consumer<Notice> told) {
        return new ReadingOptions(text, badRows, irregularities, resources, told);
    }
}
