package dev.kindred.tables;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Counts what of a text is valid UTF-8 beyond ASCII and what is not UTF-8; fed in parts of any size. */
final class Utf8Check {
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private long letters;
    private long invalid;

    /** Bytes of a letter that are still to come, and the least that the next may be: a longer form of a short letter is invalid. */
    private int pending;

    private int least;
    private int most;

    void add(byte[] bytes, int length) {
        ByteBuffer words = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.nativeOrder());
        int i = 0;
        while (i < length) {
            if (pending == 0 && i + 8 <= length && (words.getLong(i) & HIGH_BITS) == 0) {
                i += 8;
            } else {
                next(bytes[i++] & 0xFF);
            }
        }
    }

    private void next(int b) {
        if (pending > 0) {
            if (b >= least && b <= most) {
                least = 0x80;
                most = 0xBF;
                if (--pending == 0) {
                    letters++;
                }
                return;
            }
            invalid++;
            pending = 0;
        }
        if (b < 0x80) {
            return;
        }
        if (b < 0xC2 || b > 0xF4) {
            invalid++;
            return;
        }
        pending = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        least = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        most = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
    }

    /** Valid letters beyond ASCII. */
    long letters() {
        return letters;
    }

    /** Places at which the bytes are no UTF-8. */
    long invalid() {
        return invalid;
    }
}
