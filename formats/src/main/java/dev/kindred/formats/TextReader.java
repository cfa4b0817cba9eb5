package dev.kindred.formats;

import dev.kindred.graph.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Text in files, plain or compressed by gzip, token after token. A file is UTF-8 or what its byte order mark says; where its bytes are
 * no UTF-8, it is Latin-1.
 */
final class TextReader implements Closeable {
    /** Characters; a longer token is no name and no number. */
    private static final int LONGEST_TOKEN = 1 << 20;

    private final String where;
    private final Reader in;
    private final char[] block = new char[1 << 15];
    private int at;
    private int filled;
    private int next;
    private int line = 1;

    private TextReader(String where, Reader in) throws IOException {
        this.where = where;
        this.in = in;
        this.next = nextCharacter();
        if (next == 0xFEFF) {
            next = nextCharacter();
        }
    }

    static TextReader open(Path path) throws IOException {
        Charset charset = charset(path);
        InputStream bytes = bytes(path);
        try {
            return new TextReader(path.toString(), new InputStreamReader(bytes, charset));
        } catch (ZipException | EOFException e) {
            bytes.close();
            throw damaged(path, e);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    /** The bytes of a file, expanded where it is compressed. */
    static InputStream bytes(Path path) throws IOException {
        InputStream file = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        try {
            file.mark(2);
            boolean zipped = file.read() == 0x1f && file.read() == 0x8b;
            file.reset();
            return zipped ? new GZIPInputStream(file, 1 << 16) : file;
        } catch (ZipException | EOFException e) {
            file.close();
            throw damaged(path, e);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Characters that a file can hold at most: gzip shrinks by no more than about 1,032. */
    static long mostCharacters(Path path) throws IOException {
        try (InputStream in = bytes(path)) {
            return Files.size(path) * (in instanceof GZIPInputStream ? 1_100 : 1);
        }
    }

    private static InvalidInputException damaged(Object path, IOException cause) {
        return new InvalidInputException(
                path + ": expected readable data, got damaged data; copy the file again", cause);
    }

    /** UTF-8 or what the byte order mark says, Latin-1 where the bytes are neither. */
    static Charset charset(Path path) throws IOException {
        try (InputStream in = bytes(path)) {
            byte[] block = new byte[1 << 16];
            int size = in.readNBytes(block, 0, block.length);
            if (size >= 2 && (block[0] & 0xFF) == 0xFE && (block[1] & 0xFF) == 0xFF) {
                return StandardCharsets.UTF_16BE;
            }
            if (size >= 2 && (block[0] & 0xFF) == 0xFF && (block[1] & 0xFF) == 0xFE) {
                return StandardCharsets.UTF_16LE;
            }
            CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
            CharBuffer text = CharBuffer.allocate(block.length);
            int left = 0;
            while (size > 0) {
                ByteBuffer bytes = ByteBuffer.wrap(block, 0, left + size);
                CoderResult result = decoder.decode(bytes, text.clear(), false);
                if (result.isError()) {
                    return StandardCharsets.ISO_8859_1;
                }
                left = bytes.remaining();
                System.arraycopy(block, bytes.position(), block, 0, left);
                size = in.readNBytes(block, left, block.length - left);
            }
            return left == 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        } catch (ZipException | EOFException e) {
            throw damaged(path, e);
        }
    }

    private int nextCharacter() throws IOException {
        if (at == filled) {
            try {
                filled = in.read(block);
            } catch (ZipException | EOFException e) {
                throw damaged(where, e);
            }
            at = 0;
            if (filled <= 0) {
                filled = 0;
                return -1;
            }
        }
        return block[at++];
    }

    int line() {
        return line;
    }

    /** The character that comes next, or -1 at the end. */
    int peek() {
        return next;
    }

    int read() throws IOException {
        int read = next;
        if (read == '\n') {
            line++;
        }
        next = nextCharacter();
        if (read == '\r' && next != '\n') {
            line++;
        }
        return read;
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == 0x0B || c == 0x0C;
    }

    private static boolean isLineEnd(int c) {
        return c == '\n' || c == '\r' || c < 0;
    }

    /** Passes blanks within the line; whether anything follows on it. */
    boolean hasMore() throws IOException {
        while (isBlank(next)) {
            read();
        }
        return !isLineEnd(next);
    }

    /** Passes all that is left of the line; whether there is another. */
    boolean nextLine() throws IOException {
        while (!isLineEnd(next)) {
            read();
        }
        if (next == '\r') {
            read();
            if (next == '\n') {
                read();
            }
        } else if (next == '\n') {
            read();
        }
        return next >= 0;
    }

    /** Passes white space and empty lines, and lines that begin with a character; whether anything follows. */
    boolean nextContent(char comment) throws IOException {
        while (true) {
            while (isBlank(next) || next == '\n' || next == '\r') {
                read();
            }
            if (next != comment) {
                return next >= 0;
            }
            nextLine();
        }
    }

    /** What stands before the next blank, comma or end of the line; null where the line has no more. */
    @Nullable
    String token() throws IOException {
        if (!hasMore()) {
            return null;
        }
        StringBuilder token = new StringBuilder();
        while (!isBlank(next) && !isLineEnd(next) && next != ',') {
            append(token);
        }
        hasMore();
        if (next == ',') {
            read();
        }
        return token.toString();
    }

    /** As {@link #token}; but text between quotation marks may hold blanks, and a comma is a character. */
    @Nullable
    String quoted() throws IOException {
        if (!hasMore()) {
            return null;
        }
        StringBuilder token = new StringBuilder();
        if (next == '"') {
            read();
            while (next != '"') {
                if (isLineEnd(next)) {
                    throw refused("a closing quotation mark", "the end of the line");
                }
                append(token);
            }
            read();
            return token.toString();
        }
        while (!isBlank(next) && !isLineEnd(next)) {
            append(token);
        }
        return token.toString();
    }

    void append(StringBuilder token) throws IOException {
        if (token.length() == LONGEST_TOKEN) {
            throw refused("a name or a number", "more than " + LONGEST_TOKEN + " characters without a blank");
        }
        token.append((char) read());
    }

    /** The next token of the line as a number of 0 or more. */
    long whole(String what) throws IOException {
        return whole(token(), what);
    }

    long whole(@Nullable String token, String what) {
        if (token == null) {
            throw refused(what, "the end of the line");
        }
        if (!token.matches("\\d{1,18}")) {
            throw refused(what, shown(token));
        }
        return Long.parseLong(token);
    }

    /** The next token of the line as a number. */
    double number(String what) throws IOException {
        return number(token(), what);
    }

    double number(@Nullable String token, String what) {
        if (token == null) {
            throw refused(what, "the end of the line");
        }
        try {
            return Double.parseDouble(token);
        } catch (NumberFormatException e) {
            throw refused(what, shown(token));
        }
    }

    /** What a message shows of a text. */
    static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + ".." : text;
    }

    InvalidInputException refused(String expected, String got) {
        return new InvalidInputException(where + ", line " + line + ": expected " + expected + ", got " + got);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
