package dev.kindred.cli;

import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.NpzGraph;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Public graphs, downloaded from their publishers and kept. The publishers give no checksums: the first download's SHA-256 is kept beside the
 * file, and a file that has changed since is refused.
 *
 * @param local folder with files {@code NAME.npz} that are taken instead, as KINDRED_DATA names it, or null
 * @param cache folder of downloads
 */
record DatasetCache(@Nullable Path local, Path cache) {
    /**
     * A public graph.
     *
     * @param name by which it is asked for
     * @param what it is of, and its size
     * @param url of the publisher's file
     */
    record Dataset(String name, String what, URI url) {}

    private static final String SHCHUR = "https://github.com/shchur/gnn-benchmark/raw/master/data/npz/";
    private static final String BOJCHEVSKI = "https://github.com/abojchevski/graph2gauss/raw/master/data/";

    /** Those in the layout that {@link NpzGraph} reads. Planetoid's own files are pickled Python objects, which are never read. */
    static final List<Dataset> ALL = List.of(
            new Dataset(
                    "photo",
                    "Amazon Photo, 7,650 goods, 8 classes",
                    URI.create(SHCHUR + "amazon_electronics_photo.npz")),
            new Dataset(
                    "computers",
                    "Amazon Computers, 13,752 goods, 10 classes",
                    URI.create(SHCHUR + "amazon_electronics_computers.npz")),
            new Dataset("cs", "Coauthor CS, 18,333 authors, 15 classes", URI.create(SHCHUR + "ms_academic_cs.npz")),
            new Dataset(
                    "physics",
                    "Coauthor Physics, 34,493 authors, 5 classes",
                    URI.create(SHCHUR + "ms_academic_phy.npz")),
            new Dataset("cora-ml", "Cora ML, 2,995 papers, 7 classes", URI.create(BOJCHEVSKI + "cora_ml.npz")),
            new Dataset("citeseer", "CiteSeer, 4,230 papers, 6 classes", URI.create(BOJCHEVSKI + "citeseer.npz")),
            new Dataset("dblp", "DBLP, 17,716 papers, 4 classes", URI.create(BOJCHEVSKI + "dblp.npz")),
            new Dataset("pubmed", "PubMed, 19,717 papers, 3 classes", URI.create(BOJCHEVSKI + "pubmed.npz")));

    /** The folders that the environment names. */
    static DatasetCache ofEnvironment() {
        String local = System.getenv("KINDRED_DATA");
        String cache = System.getenv("XDG_CACHE_HOME");
        return new DatasetCache(
                local == null ? null : Path.of(local),
                (cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache))
                        .resolve("kindred"));
    }

    /** The file, where it is on this machine already. */
    @Nullable
    Path present(Dataset dataset) {
        String file = dataset.name() + ".npz";
        if (local != null && Files.isRegularFile(local.resolve(file))) {
            return local.resolve(file);
        }
        return Files.isRegularFile(cache.resolve(file)) ? cache.resolve(file) : null;
    }

    /**
     * The file, downloaded where it must be.
     *
     * @throws InvalidInputException where it cannot be had, or is not what it was
     */
    Path get(Dataset dataset) throws IOException {
        Path found = present(dataset);
        Path kept = cache.resolve(dataset.name() + ".npz");
        Path checksum = cache.resolve(dataset.name() + ".npz.sha256");
        if (found != null && !found.equals(kept)) {
            return found;
        }
        if (found != null) {
            String expected =
                    Files.isRegularFile(checksum) ? Files.readString(checksum).strip() : "none";
            String got = copy(Files.newInputStream(kept), OutputStream.nullOutputStream());
            if (!expected.equals(got)) {
                throw new InvalidInputException(kept + ": expected SHA-256 " + expected + " (as downloaded), got " + got
                        + "; delete the file to download it again");
            }
            return kept;
        }
        Files.createDirectories(cache);
        Path partial = cache.resolve("." + dataset.name() + ".partial.npz");
        try {
            String sum;
            try (OutputStream out = Files.newOutputStream(partial)) {
                sum = copy(open(dataset), out);
            }
            // A page that says "not found" is no graph.
            NpzGraph.read(partial, Direction.SYMMETRIC);
            Files.writeString(checksum, sum + "\n");
            Files.move(partial, kept, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
        return kept;
    }

    private static InputStream open(Dataset dataset) throws IOException {
        String offline = "; on a machine without one, put " + dataset.name()
                + ".npz into a folder and name the folder in KINDRED_DATA";
        try {
            HttpClient client = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(Duration.ofSeconds(20))
                    .build();
            HttpResponse<InputStream> response = client.send(
                    HttpRequest.newBuilder(dataset.url()).build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new InvalidInputException(dataset.url() + ": expected the file, got HTTP status "
                        + response.statusCode() + offline.replace("without one", "without a connection"));
            }
            return response.body();
        } catch (IOException e) {
            throw new InvalidInputException(dataset.url() + ": expected a connection, got none" + offline, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InvalidInputException(dataset.url() + ": expected the file, got an interruption", e);
        }
    }

    /** Copies and closes the input; returns the SHA-256 of what went through. */
    private static String copy(InputStream from, OutputStream to) throws IOException {
        try (DigestInputStream in = new DigestInputStream(from, MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(to);
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
