package dev.kindred.formats;

import java.nio.file.Path;
import java.util.List;

/**
 * What a file or folder was recognized as.
 *
 * @param format of it
 * @param path that was asked for
 * @param files that belong to it, in the order that the format's reader wants
 */
public record Recognized(GraphFormat format, Path path, List<Path> files) {
    public Recognized {
        files = List.copyOf(files);
    }

    static Recognized file(GraphFormat format, Path path) {
        return new Recognized(format, path, List.of(path));
    }
}
