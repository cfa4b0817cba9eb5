package dev.kindred.formats;

import dev.kindred.tables.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Arrays in .npy files side by side: edge_index.npy and x.npy in a folder, or NAME_adj.npy, NAME_feat.npy, NAME_label.npy. */
final class NpyFiles implements NamedArrays {
    private final Path path;
    private final Map<String, Path> files = new LinkedHashMap<>();
    private long bytes;

    private NpyFiles(Recognized recognized) throws IOException {
        path = recognized.path();
        for (Path file : recognized.files()) {
            files.put(arrayName(file), file);
            bytes += Files.size(file);
        }
    }

    static OpenedGraph read(Recognized recognized, TableOptions options) throws IOException {
        return NamedGraph.read(new NpyFiles(recognized), recognized, options);
    }

    /** The name of the array in a file: {@code feat} of {@code acm_feat.npy}. */
    static String arrayName(Path file) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.npy$", "");
        return name.replaceFirst("^.*_(adj|feat|feats|features|label|labels)$", "$1");
    }

    @Override
    public String where() {
        return path.toString();
    }

    @Override
    public String where(String name) {
        return String.valueOf(files.get(name));
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public Set<String> names() {
        return files.keySet();
    }

    @Override
    public Value get(String name) throws IOException {
        Path file = files.getOrDefault(name, path);
        return NpzArrays.value(Files.readAllBytes(file), file.toString());
    }
}
