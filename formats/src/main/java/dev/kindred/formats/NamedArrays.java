package dev.kindred.formats;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file, or several, that hold arrays by name. Arrays are read as they are asked for. */
interface NamedArrays {
    /** The file or folder that messages name. */
    String where();

    /** Bytes of the files. */
    long bytes();

    /** The names of all arrays. */
    Set<String> names();

    /** An array of {@link #names}. */
    Value get(String name) throws IOException;

    /** What messages name an array by. */
    default String where(String name) {
        return where() + " (" + name + ")";
    }

    /** The first of some names, in any case, that there is; null where there is none. */
    default @Nullable String first(List<String> wanted) {
        for (String one : wanted) {
            for (String name : names()) {
                if (name.toLowerCase(Locale.ROOT).equals(one)) {
                    return name;
                }
            }
        }
        return null;
    }
}
