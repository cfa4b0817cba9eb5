package dev.kindred.cli;

import dev.kindred.Daegc;
import dev.kindred.eval.LabelMetrics;
import dev.kindred.method.Method;
import dev.kindred.method.Prepared;
import dev.kindred.select.MethodScores;
import dev.kindred.select.Selected;
import dev.kindred.train.Clustering;
import dev.kindred.train.TrainingListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kindred compare}: methods by seeds on the user's data, in one table. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Clusters a graph by several methods and seeds and compares them in one table.",
        footer = {
            "",
            "Scores without labels: modularity; coverage at resolution .3; bits a node that the clusters explain of the edges and of the",
            "attributes; agreement (mean NMI) between the seeds of a method. With --label, NMI and ARI against the labels, too. A second table",
            "has the agreement between methods. A method that fails is a row that says why.",
            "",
            "Examples:",
            "  kindred compare --data cora.npz -k 7",
            "  kindred compare --nodes nodes.csv --edges edges.csv -k 5 --label group --seeds 3 --table methods.csv",
            "  kindred compare --data cora.npz -k 7 --methods kmeans,leiden,blocks --table methods.json"
        })
final class CompareCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private InputFlags input = new InputFlags();

    @Mixin
    private Settings settings = new Settings();

    @Section(Section.RUN)
    @Option(
            names = "--methods",
            paramLabel = "NAMES",
            split = ",",
            description = "methods to compare, of ${COMPLETION-CANDIDATES} (default: all)")
    private List<Method> methods = Arrays.asList(Method.values());

    @Section(Section.OUTPUT)
    @Option(names = "--table", paramLabel = "FILE", description = "write the table to a file, .csv or .json")
    private @Nullable Path table;

    @Section(Section.OUTPUT)
    @Option(names = "--overwrite", description = "replace the file of an earlier comparison (default: refuse)")
    private boolean overwrite;

    @Section(Section.RUN)
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "number of threads; the results do not depend on it (default: all processors)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Section(Section.RUN)
    @Option(names = "--quiet", description = "print only the table, warnings and errors")
    private boolean quiet;

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new AssertionError("spec: expected picocli to set it");
        }
        input.check();
        settings.checkGiven(input.graph().nodes());
        checkFlags();
        PrintWriter err = spec.commandLine().getErr();
        input.loadDriver();
        ClusterInput read = input.read(quiet ? line -> {} : err::println);
        read.warnings().forEach(warning -> err.println("warning: " + warning));
        Settings.checkClusters(settings.build(null).clusters(), read.graph().nodes());
        List<ComparedRun> runs = new ArrayList<>();
        Prepared prepared = Prepared.of(read.graph(), read.blocks());
        long first = settings.build(null).seed();
        int total = methods.size() * settings.seeds();
        for (int s = 0; s < settings.seeds(); s++) {
            Seed seed = new Seed(read, prepared, first + s);
            for (Method method : methods) {
                if (!quiet) {
                    err.printf("%d of %d: %s, seed %d%n", runs.size() + 1, total, method, first + s);
                }
                runs.add(seed.run(method));
            }
        }
        ComparisonTable result = new ComparisonTable(runs, read.labels() != null);
        result.print(spec.commandLine().getOut());
        if (table != null) {
            result.write(table);
        }
        return 0;
    }

    private void checkFlags() {
        if (threads < 1) {
            throw UsageException.of("--threads", "expected 1 or more, got " + threads);
        }
        if (table == null) {
            return;
        }
        if (!table.toString().endsWith(".csv") && !table.toString().endsWith(".json")) {
            throw UsageException.of("--table", "expected a file named .csv or .json, got " + table);
        }
        if (Files.exists(table) && !overwrite) {
            throw UsageException.of("--table", table + " already exists; pass --overwrite");
        }
    }

    /** The runs of one seed, which share what the network came to. */
    private final class Seed {
        private final ClusterInput read;
        private final Prepared prepared;
        private final long seed;
        private @Nullable Clustering trained;
        private double trainingSeconds;

        Seed(ClusterInput read, Prepared prepared, long seed) {
            this.read = read;
            this.prepared = prepared;
            this.seed = seed;
        }

        ComparedRun run(Method method) {
            resetPeak();
            long begun = System.nanoTime();
            try {
                boolean shared = trained != null && !method.isSimple();
                Clustering result = method.isSimple() ? untrained() : trained();
                Selected selected = Selected.of(method, read.graph(), read.blocks(), result, threads);
                int[] labels = selected.clustering().labels();
                int clusters = selected.clustering().centers().rows();
                int[] known = read.labels();
                return new ComparedRun(
                        method.key(),
                        seed,
                        selected.taken(),
                        labels,
                        MethodScores.of(prepared, labels, clusters),
                        known == null ? null : LabelMetrics.ofLabeled(known, labels),
                        (System.nanoTime() - begun) * 1e-9 + (shared ? trainingSeconds : 0),
                        peak(),
                        "");
            } catch (RuntimeException e) {
                return ComparedRun.failed(method.key(), seed, FlagNames.in(String.valueOf(e.getMessage())));
            } catch (OutOfMemoryError e) {
                return ComparedRun.failed(
                        method.key(), seed, "memory ran out; allow more, for example with KINDRED_JAVA_OPTS=-Xmx8g");
            }
        }

        private Clustering trained() {
            Clustering known = trained;
            if (known == null) {
                long begun = System.nanoTime();
                known = Daegc.fit(
                        read.graph(), settings.build(null, read).withSeed(seed), threads, TrainingListener.SILENT);
                trained = known;
                trainingSeconds = (System.nanoTime() - begun) * 1e-9;
            }
            return known;
        }

        /** A network of no epochs, for what every result has beside its clusters. */
        private Clustering untrained() {
            return Daegc.fit(read.graph(), settings.untrained(null).withSeed(seed), threads, TrainingListener.SILENT);
        }
    }

    private static void resetPeak() {
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    private static long peak() {
        return heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }
}
