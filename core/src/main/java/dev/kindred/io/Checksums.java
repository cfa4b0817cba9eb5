package dev.kindred.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** Checksums of files, which show later whether an input has changed. */
public final class Checksums {
    private Checksums() {}

    /** CRC-32C of a file's bytes, 8 hexadecimal digits. */
    public static String crc32c(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), crc)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
