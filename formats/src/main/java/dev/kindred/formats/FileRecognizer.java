package dev.kindred.formats;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.ZipArchive;
import dev.kindred.notice.Setting;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/** Formats of one file, told by its first bytes. */
final class FileRecognizer {
    /** Bytes looked at; comments may stand first. */
    private static final int SNIFFED = 1 << 14;

    private static final Pattern DOT =
            Pattern.compile("(?is)^(?:\\s++|//[^\\n]*+\\n|/\\*.*?\\*/)*+(?:strict\\s++)?(?:di)?graph\\b[^\\[{]*+\\{.*");
    private static final Pattern GML = Pattern.compile(
            "(?s)^(?:#[^\\n]*+\\n|\\s++|[A-Za-z]\\w*+[ \\t]++(?:\"[^\"]*+\"|[-+.\\w]++)\\s)*+graph\\s*+\\[.*");
    private static final Pattern PAJEK = Pattern.compile("(?is)^(?:\\s++|%[^\\n]*+\\n)*+\\*(?:network|vertices)\\b.*");
    private static final Pattern ELEMENT = Pattern.compile("<(?:[A-Za-z_][\\w.-]*+:)?([A-Za-z_][\\w.-]*+)");
    private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    /** What torch.save wrote before version 1.6: a pickled number of its own. */
    private static final byte[] OLD_TORCH = {(byte) 0x80, 2, (byte) 0x8a, 0x0a, 'l', (byte) 0xfc};

    private FileRecognizer() {}

    /** @throws InvalidInputException where the file is no graph that can be read */
    static Recognized recognize(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(
                    file
                            + ": expected a regular file or a folder, got something else, as a pipe is; write it to a file first");
        }
        Recognized together = FolderRecognizer.ofSiblings(file, file);
        if (together != null) {
            return together;
        }
        Optional<Recognized> alone = ofContent(file);
        if (alone.isPresent()) {
            return alone.get();
        }
        if (first(file).length == 0) {
            throw new InvalidInputException(file + ": expected a graph, got an empty file");
        }
        throw unknown(file + ": expected a graph that can be read, got " + content(file));
    }

    /** The format of a file by its content; empty where it is none that can be read. */
    static Optional<Recognized> ofContent(Path file) throws IOException {
        return format(file).map(format -> Recognized.file(format, file));
    }

    private static Optional<GraphFormat> format(Path file) throws IOException {
        byte[] first = first(file);
        if (startsWith(first, "PK")) {
            return zip(file);
        }
        if (startsWith(first, "\u0093NUMPY")) {
            return Optional.of(GraphFormat.NPY);
        }
        if (startsWith(first, MatFile.MAGIC) || startsWith(first, Mat73File.MAGIC)) {
            return Optional.of(GraphFormat.MATLAB);
        }
        if (startsWith(first, HDF5)) {
            return Optional.of(GraphFormat.ANN_DATA);
        }
        if (first.length == 0 || isBinary(first)) {
            return Optional.empty();
        }
        String text = text(first);
        if (text.toLowerCase(Locale.ROOT).startsWith("%%matrixmarket")) {
            return Optional.of(GraphFormat.MATRIX_MARKET);
        }
        String start = text.stripLeading();
        return switch (start.isEmpty() ? ' ' : start.charAt(0)) {
            case '<' -> xml(start);
            case '{' -> NodeLink.is(file) ? Optional.of(GraphFormat.NODE_LINK) : Optional.empty();
            case '*' -> pajek(text);
            case '%' -> pajek(text).isPresent() ? pajek(text) : metis(file);
            default ->
                !start.isEmpty() && Character.isDigit(start.charAt(0))
                        ? metis(file)
                        : GML.matcher(text).matches() ? Optional.of(GraphFormat.GML) : Optional.empty();
        };
    }

    private static Optional<GraphFormat> xml(String text) {
        Matcher root = ELEMENT.matcher(COMMENT.matcher(text).replaceAll(""));
        return !root.find()
                ? Optional.empty()
                : switch (root.group(1)) {
                    case "graphml" -> Optional.of(GraphFormat.GRAPHML);
                    case "gexf" -> Optional.of(GraphFormat.GEXF);
                    default -> Optional.empty();
                };
    }

    private static Optional<GraphFormat> pajek(String text) {
        return PAJEK.matcher(text).matches() ? Optional.of(GraphFormat.PAJEK) : Optional.empty();
    }

    private static Optional<GraphFormat> metis(Path file) throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.matches(".*\\.(graph|metis|chaco)(\\.gz)?") || Metis.is(file)
                ? Optional.of(GraphFormat.METIS)
                : Optional.empty();
    }

    private static Optional<GraphFormat> zip(Path file) throws IOException {
        try (ZipArchive zip = ZipArchive.open(file, "a zip archive")) {
            if (zip.names().stream().anyMatch(name -> name.endsWith(".npy"))) {
                return Optional.of(GraphFormat.NPZ);
            }
            return TorchFile.is(zip) ? Optional.of(GraphFormat.TORCH) : Optional.empty();
        }
    }

    private static byte[] first(Path file) throws IOException {
        try (InputStream in = TextReader.bytes(file)) {
            return in.readNBytes(SNIFFED);
        } catch (ZipException | EOFException e) {
            throw new InvalidInputException(
                    file + ": expected readable data, got damaged data; copy the file again", e);
        }
    }

    private static boolean startsWith(byte[] bytes, String magic) {
        return startsWith(bytes, magic.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    private static boolean isUtf16(byte[] bytes) {
        return startsWith(bytes, new byte[] {(byte) 0xFF, (byte) 0xFE})
                || startsWith(bytes, new byte[] {(byte) 0xFE, (byte) 0xFF});
    }

    private static boolean isBinary(byte[] bytes) {
        if (isUtf16(bytes)) {
            return false;
        }
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    private static String text(byte[] bytes) {
        String text = new String(bytes, isUtf16(bytes) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** What a file is that is no graph, and how to make one of it. */
    private static String content(Path file) throws IOException {
        byte[] first = first(file);
        if (startsWith(first, OLD_TORCH)) {
            return "a PyTorch file of before version 1.6; convert it with\n  import torch\n"
                    + "  data = torch.load('%s', map_location='cpu', weights_only=False)\n"
                            .formatted(file.getFileName())
                    + "  torch.save(data, 'graph.pt')";
        }
        if (first[0] == (byte) 0x80 && first.length > 1 && first[1] >= 2 && first[1] <= 5) {
            return "a Python pickle, which is not run; for a NetworkX graph G write"
                    + " networkx.write_graphml(G, 'graph.graphml')";
        }
        if (startsWith(first, "PK")) {
            return "a zip archive without .npy arrays and without a PyTorch file; unpack it first";
        }
        if (startsWith(first, "PAR1")) {
            return "a Parquet table; give tables by " + Setting.TABLES;
        }
        if (isBinary(first)) {
            return "other data";
        }
        String text = text(first);
        if (DOT.matcher(text).matches()) {
            return "Graphviz DOT; convert it with gv2gml, or networkx.write_graphml(networkx.nx_pydot.read_dot(..), ..)";
        }
        String start = text.stripLeading();
        if (start.startsWith("<")) {
            return "XML that is neither GraphML nor GEXF";
        }
        if (start.startsWith("{") || start.startsWith("[")) {
            return "JSON without nodes and links; give tables by " + Setting.TABLES;
        }
        return "text; a list of edges goes by " + Setting.EDGES + ", tables of nodes and edges by " + Setting.TABLES;
    }

    /** The message, and what there is. */
    static InvalidInputException unknown(String message) {
        return new InvalidInputException(message + "\n" + GraphFiles.formats());
    }
}
