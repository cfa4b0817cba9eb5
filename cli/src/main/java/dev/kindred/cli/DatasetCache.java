package dev.kindred.cli;

import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.NpzGraph;
import dev.kindred.io.PlanetoidGraph;
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
 * Public graphs, downloaded from their publishers and kept. Planetoid's pickles are read as data
 * and kept as one .npz file. The publishers give no checksums: the SHA-256 of the file as first kept stands beside it, and a file
 * that has changed since is refused.
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
     * @param layout of the publisher's files
     * @param url of the publisher's file; of several files, what their addresses begin with
     */
    record Dataset(String name, String what, Layout layout, URI url) {}

    /** How publishers lay graphs out. */
    enum Layout {
        /** One file that {@link NpzGraph} reads, kept as it is. */
        NPZ,
        /** Several pickles that {@link PlanetoidGraph} reads, kept as one file in the layout of {@link NpzGraph}. */
        PLANETOID
    }

    /** Bytes; the largest, of PubMed, has 8 million. */
    private static final int LARGEST_PART = 1 << 28;

    private static final String PLANETOID = "https://github.com/kimiyoung/planetoid/raw/master/data/ind.";
    private static final String SHCHUR = "https://github.com/shchur/gnn-benchmark/raw/master/data/npz/";
    private static final String BOJCHEVSKI = "https://github.com/abojchevski/graph2gauss/raw/master/data/";

    static final List<Dataset> ALL = List.of(
            new Dataset("cora", "Cora, 2,708 papers, 7 classes", Layout.PLANETOID, URI.create(PLANETOID + "cora.")),
            new Dataset(
                    "citeseer",
                    "CiteSeer, 3,327 papers, 6 classes",
                    Layout.PLANETOID,
                    URI.create(PLANETOID + "citeseer.")),
            new Dataset(
                    "pubmed", "PubMed, 19,717 papers, 3 classes", Layout.PLANETOID, URI.create(PLANETOID + "pubmed.")),
            npz("photo", "Amazon Photo, 7,650 goods, 8 classes", SHCHUR + "amazon_electronics_photo.npz"),
            npz("computers", "Amazon Computers, 13,752 goods, 10 classes", SHCHUR + "amazon_electronics_computers.npz"),
            npz("cs", "Coauthor CS, 18,333 authors, 15 classes", SHCHUR + "ms_academic_cs.npz"),
            npz("physics", "Coauthor Physics, 34,493 authors, 5 classes", SHCHUR + "ms_academic_phy.npz"),
            npz("cora-ml", "Cora ML, 2,995 papers, 7 classes", BOJCHEVSKI + "cora_ml.npz"),
            npz("citeseer-full", "CiteSeer, 4,230 papers, 6 classes", BOJCHEVSKI + "citeseer.npz"),
            npz("dblp", "DBLP, 17,716 papers, 4 classes", BOJCHEVSKI + "dblp.npz"),
            npz("pubmed-full", "PubMed, 19,717 papers, 3 classes", BOJCHEVSKI + "pubmed.npz"));

    private static Dataset npz(String name, String what, String url) {
        return new Dataset(name, what, Layout.NPZ, URI.create(url));
    }

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
            String got = sha256(kept);
            if (!expected.equals(got)) {
                throw new InvalidInputException(kept + ": expected SHA-256 " + expected + " (as downloaded), got " + got
                        + "; delete the file to download it again");
            }
            return kept;
        }
        Files.createDirectories(cache);
        Path partial = cache.resolve("." + dataset.name() + ".partial.npz");
        try {
            switch (dataset.layout()) {
                case NPZ -> {
                    try (InputStream in = open(dataset, dataset.url())) {
                        Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
                case PLANETOID ->
                    PlanetoidGraph.read(dataset.url().toString(), part -> part(dataset, part))
                            .write(partial);
            }
            // A page that says "not found" is no graph.
            NpzGraph.read(partial, Direction.SYMMETRIC);
            String sum = sha256(partial);
            Files.writeString(checksum, sum + "\n");
            Files.move(partial, kept, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
        return kept;
    }

    private static byte[] part(Dataset dataset, String name) throws IOException {
        URI url = URI.create(dataset.url() + name);
        try (InputStream in = open(dataset, url)) {
            byte[] bytes = in.readNBytes(LARGEST_PART + 1);
            if (bytes.length > LARGEST_PART) {
                throw new InvalidInputException(url + ": expected at most " + LARGEST_PART + " bytes, got more");
            }
            return bytes;
        }
    }

    private static InputStream open(Dataset dataset, URI url) throws IOException {
        String offline = "; on a machine without one, put " + dataset.name()
                + ".npz into a folder and name the folder in KINDRED_DATA";
        try {
            HttpClient client = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(Duration.ofSeconds(20))
                    .build();
            HttpResponse<InputStream> response =
                    client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new InvalidInputException(url + ": expected the file, got HTTP status " + response.statusCode()
                        + offline.replace("without one", "without a connection"));
            }
            return response.body();
        } catch (IOException e) {
            throw new InvalidInputException(url + ": expected a connection, got none" + offline, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InvalidInputException(url + ": expected the file, got an interruption", e);
        }
    }

    private static String sha256(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
