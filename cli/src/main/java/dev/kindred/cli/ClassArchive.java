package dev.kindred.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the launcher runs once to learn which classes commands load ({@code -XX:ArchiveClassesAtExit}): a file of arrays and tables are clustered as users do,
 * and the demo. Nothing depends on its results.
 */
final class ClassArchive {
    private ClassArchive() {}

    /**
     * Runs the commands and ends the JVM.
     *
     * @param args folder for their results, and folder of the example data, which may be missing
     */
    public static void main(String[] args) {
        Path out = Path.of(args[0]);
        Path data = Path.of(args[1]);
        if (Files.isRegularFile(data.resolve("papers.npz"))) {
            run(out.resolve("papers"), "--data", data.resolve("papers.npz"));
            run(
                    out.resolve("customers"),
                    "--nodes",
                    data.resolve("customers.csv"),
                    "--edges",
                    data.resolve("transfers.csv"));
        }
        Main.main(new String[] {
            "demo",
            "--quiet",
            "--pretrain-epochs",
            "2",
            "--finetune-epochs",
            "1",
            "--out",
            out.resolve("demo").toString()
        });
    }

    private static void run(Path out, Object... input) {
        String[] args = new String[input.length + 9];
        args[0] = "cluster";
        for (int i = 0; i < input.length; i++) {
            args[i + 1] = input[i].toString();
        }
        String[] rest = {"-k", "3", "--pretrain-epochs", "2", "--finetune-epochs", "1", "--out", out.toString()};
        System.arraycopy(rest, 0, args, input.length + 1, rest.length);
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        if (Main.run(nowhere, nowhere, args) != 0) {
            // Classes that were loaded before are archived all the same.
            System.err.println("kindred: the class archive was made without " + input[0]);
        }
    }
}
