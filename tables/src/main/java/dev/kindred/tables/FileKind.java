package dev.kindred.tables;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file holds whose name does not say it. */
final class FileKind {
    private static final int LOOKED_AT = 1 << 12;

    private FileKind() {}

    /**
     * {@code text}, {@code json} or {@code parquet}, by the first bytes.
     *
     * @param ending of the name
     * @throws InvalidInputException where it is none of these
     */
    static String of(String file, String ending) throws IOException {
        byte[] first;
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            first = in.readNBytes(LOOKED_AT);
        }
        String start = new String(first, StandardCharsets.ISO_8859_1);
        if (start.startsWith("PAR1")) {
            return "parquet";
        }
        String got;
        if (start.startsWith("PK")) {
            got = ending.startsWith("xls") || ending.equals("ods")
                    ? "a spreadsheet; save it as CSV"
                    : "a zip archive; unpack it first";
        } else if (start.startsWith("\u001f\u008b") || start.startsWith("(\u00b5/\u00fd")) {
            got = "compressed data; its name must end in .gz or .zst";
        } else if (start.startsWith("SQLite format 3")) {
            got = "an SQLite database (jdbc:sqlite:FILE); read it by " + Setting.QUERY;
        } else if (isText(first)) {
            return start.stripLeading().startsWith("{") ? "json" : "text";
        } else {
            got = "other data";
        }
        throw new InvalidInputException(file + ": expected a table in CSV, JSON lines or Parquet, got " + got);
    }

    /** UTF-16 has zeros, and a mark in front. */
    private static boolean isText(byte[] bytes) {
        boolean marked = bytes.length > 1
                && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
                        || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF));
        for (byte b : bytes) {
            if (b == 0 && !marked) {
                return false;
            }
        }
        return true;
    }
}
