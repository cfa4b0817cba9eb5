package dev.kindred.cli;

import dev.kindred.cli.DatasetCache.Dataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kindred datasets}: public graphs to try things on. */
@Command(
        name = "datasets",
        mixinStandardHelpOptions = true,
        description = "Lists public graphs, or downloads them and prints their paths.",
        footer = {
            "",
            "Files are kept in ~/.cache/kindred with their SHA-256. If KINDRED_DATA names a folder, its NAME.npz is used instead.",
            "cora, citeseer and pubmed come from Planetoid as pickles; they are read as data only and kept as NAME.npz.",
            "",
            "Examples:",
            "  kindred datasets",
            "  kindred datasets cora",
            "  kindred cluster --data $(kindred datasets cora) -k 7 --out cora"
        })
final class DatasetsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "graphs to download (default: list them)")
    private @Nullable List<String> names;

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new AssertionError("spec: expected picocli to set it");
        }
        PrintWriter out = spec.commandLine().getOut();
        DatasetCache cache = DatasetCache.ofEnvironment();
        if (names == null || names.isEmpty()) {
            for (Dataset dataset : DatasetCache.ALL) {
                Path present = cache.present(dataset);
                out.printf(
                        "%-13s %-46s %s%n", dataset.name(), dataset.what(), present == null ? dataset.url() : present);
            }
            return 0;
        }
        List<String> known = DatasetCache.ALL.stream().map(Dataset::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UsageException("datasets: expected one of " + String.join(", ", known) + ", got " + name
                        + "; did you mean " + ConfigFile.nearest(name, known) + "?");
            }
        }
        for (String name : names) {
            out.println(cache.get(DatasetCache.ALL.get(known.indexOf(name))));
        }
        return 0;
    }
}
