package dev.kindred.tables;

import static dev.kindred.tables.TableSession.name;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBReadableVector;

/**
 * Reads the cells of many columns of text as one column of cells: to plan a query of thousands of expressions takes longer than to compute them. Only for tables
 * that are small as a whole, since cells take more memory so.
 */
final class WideCells {
    /** Fewer columns are read as they stand. */
    private static final int WIDE = 48;

    /** Cells of a table that is small as a whole. */
    private static final long SMALL = 4_000_000;

    /** Takes what a cell holds. */
    interface Taker {
        void take(int row, int column, double number);
    }

    private WideCells() {}

    /** Whether columns are many enough, and the table small enough. */
    static boolean suit(int columns, long rows) {
        return columns > WIDE && columns * rows <= SMALL;
    }

    /**
     * Hands out the numbers, row by row; cells without any are left out.
     *
     * @param columns of text; a cell comes with its column's place among these
     * @param number of {@code value}, in SQL
     */
    static void read(TableSession session, String table, List<String> columns, String number, Taker taker)
            throws IOException {
        List<String> numbered = new ArrayList<>();
        for (String column : columns) {
            numbered.add(name(column) + " AS " + name(Integer.toString(numbered.size())));
        }
        session.chunks(
                "SELECT kindred_row, name::INTEGER, " + number + " FROM (UNPIVOT (SELECT rowid AS kindred_row, "
                        + String.join(", ", numbered) + " FROM " + table
                        + ") ON COLUMNS(* EXCLUDE (kindred_row)) INTO NAME name VALUE value) ORDER BY kindred_row",
                chunk -> {
                    DuckDBReadableVector rows = chunk.vector(0);
                    DuckDBReadableVector places = chunk.vector(1);
                    DuckDBReadableVector numbers = chunk.vector(2);
                    for (long i = 0; i < chunk.rowCount(); i++) {
                        if (!numbers.isNull(i)) {
                            taker.take((int) rows.getLong(i), places.getInt(i), numbers.getDouble(i));
                        }
                    }
                });
    }
}
