import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the data of the tutorials in docs/tutorials, the same on every machine: {@code java examples/tutorials/Generate.java fraud|purchases|documents FOLDER}.
 * Who belongs to which group goes to {@code answer.csv}, which no tutorial reads before its end.
 */
public final class Generate {
    private final Random random = new Random(20_260_101);
    private final Path folder;

    private Generate(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: java Generate.java fraud|purchases|documents FOLDER");
            System.exit(2);
        }
        Path folder = Files.createDirectories(Path.of(args[1]));
        switch (args[0]) {
            case "fraud" -> new Generate(folder).fraud();
            case "purchases" -> new Generate(folder).purchases();
            case "documents" -> new Generate(folder).documents();
            default -> {
                System.err.println("expected fraud, purchases or documents, got " + args[0]);
                System.exit(2);
            }
        }
    }

    private PrintWriter file(String name) throws IOException {
        return new PrintWriter(Files.newBufferedWriter(folder.resolve(name)));
    }

    /** 900 accounts in four regions of one bank, and three rings of 18 that pass money round. */
    private void fraud() throws IOException {
        int honest = 900;
        int ring = 18;
        int rings = 3;
        String[] kinds = {"private", "private", "private", "business"};
        int[] group = new int[honest + rings * ring];
        try (PrintWriter accounts = file("accounts.csv");
                PrintWriter answer = file("answer.csv")) {
            accounts.println("account,kind,age_days,logins_per_week,devices");
            answer.println("account,group");
            for (int i = 0; i < group.length; i++) {
                boolean crook = i >= honest;
                group[i] = crook ? 4 + (i - honest) / ring : i % 4;
                double age = crook ? 20 + 15 * Math.abs(random.nextGaussian()) : 200 + 2_500 * random.nextDouble();
                double logins = crook ? 14 + 3 * random.nextGaussian() : 3 + 1.5 * random.nextGaussian();
                int devices = crook ? 1 : 1 + random.nextInt(3);
                String kind = kinds[random.nextInt(kinds.length)];
                accounts.printf(
                        Locale.ROOT, "A-%04d,%s,%.0f,%.1f,%d%n", i, kind, age, Math.max(0, logins), devices);
                answer.printf("A-%04d,%s%n", i, crook ? "ring " + (group[i] - 3) : "region " + (group[i] + 1));
            }
        }
        try (PrintWriter transfers = file("transfers.csv")) {
            transfers.println("from,to,amount");
            for (int i = 0; i < honest; i++) {
                for (int t = 0; t < 5; t++) {
                    int to = random.nextInt(10) == 0 ? random.nextInt(honest) : 4 * random.nextInt(honest / 4) + i % 4;
                    transfer(transfers, i, to, Math.exp(4 + random.nextGaussian()));
                }
            }
            for (int i = honest; i < group.length; i++) {
                int first = honest + (group[i] - 4) * ring;
                for (int t = 1; t <= 4; t++) {
                    transfer(transfers, i, first + (i - first + t) % ring, 900 + 50 * random.nextGaussian());
                }
                transfer(transfers, i, random.nextInt(honest), Math.exp(4 + random.nextGaussian()));
            }
        }
    }

    private static void transfer(PrintWriter out, int from, int to, double amount) {
        if (from != to) {
            out.printf(Locale.ROOT, "A-%04d,A-%04d,%.2f%n", from, to, amount);
        }
    }

    /** 800 customers of five tastes, who buy 300 products; a carrier bag goes into every basket. */
    private void purchases() throws IOException {
        String[] tastes = {"family", "garden", "kitchen", "sports", "study"};
        int[] age = {38, 61, 45, 27, 21};
        String[] cities = {"Rome", "Oslo", "Lyon", "Graz"};
        int customers = 800;
        int each = 60;
        try (PrintWriter people = file("customers.csv");
                PrintWriter answer = file("answer.csv");
                PrintWriter bought = file("purchases.csv")) {
            people.println("customer,age,city,newsletter");
            answer.println("customer,group");
            bought.println("customer,product");
            for (int i = 0; i < customers; i++) {
                int taste = i % tastes.length;
                people.printf(
                        "C-%04d,%d,%s,%s%n",
                        i,
                        Math.max(18, (int) Math.round(age[taste] + 7 * random.nextGaussian())),
                        cities[random.nextInt(cities.length)],
                        random.nextInt(3) == 0 ? "yes" : "no");
                answer.printf("C-%04d,%s%n", i, tastes[taste]);
                Set<String> basket = new LinkedHashSet<>(List.of("carrier-bag"));
                int wanted = 4 + random.nextInt(8);
                while (basket.size() <= wanted) {
                    int kind = random.nextInt(5) == 0 ? random.nextInt(tastes.length) : taste;
                    // Few products sell most.
                    int product = (int) (each * Math.pow(random.nextDouble(), 2));
                    basket.add(tastes[kind] + "-" + product);
                }
                for (String product : basket) {
                    bought.printf("C-%04d,%s%n", i, product);
                }
            }
        }
    }

    /** 700 notes about five subjects that link to one another. */
    private void documents() throws IOException {
        String[][] words = {
            {"star", "planet", "orbit", "telescope", "galaxy", "comet", "gravity", "nebula", "eclipse", "lunar"},
            {"flour", "oven", "butter", "recipe", "dough", "simmer", "garlic", "pepper", "roast", "whisk"},
            {"seed", "soil", "prune", "compost", "rose", "lawn", "mulch", "harvest", "tulip", "shrub"},
            {"goal", "match", "striker", "league", "penalty", "keeper", "coach", "stadium", "offside", "derby"},
            {"chord", "melody", "rhythm", "violin", "concert", "tempo", "opera", "choir", "sonata", "piano"}
        };
        String[] subjects = {"astronomy", "cooking", "gardening", "football", "music"};
        String[] common = {
            "year", "people", "time", "day", "way", "new", "long", "first", "good", "world", "work", "life", "house", "hand", "small",
            "place", "week", "story", "point", "group", "night", "water", "light", "study", "book", "city", "family", "morning"
        };
        int notes = 700;
        int[] subject = new int[notes];
        try (PrintWriter documents = file("documents.csv");
                PrintWriter answer = file("answer.csv")) {
            documents.println("note,text");
            answer.println("note,group");
            for (int i = 0; i < notes; i++) {
                subject[i] = i % subjects.length;
                List<String> text = new ArrayList<>();
                int length = 12 + random.nextInt(10);
                for (int w = 0; w < length; w++) {
                    int pick = random.nextInt(10);
                    String[] from = pick < 3 ? words[subject[i]] : pick == 3 ? words[random.nextInt(words.length)] : common;
                    text.add(from[random.nextInt(from.length)]);
                }
                documents.printf("note-%03d,%s%n", i, String.join(" ", text));
                answer.printf("note-%03d,%s%n", i, subjects[subject[i]]);
            }
        }
        try (PrintWriter links = file("links.csv")) {
            links.println("source,target");
            for (int i = 0; i < notes; i++) {
                Set<Integer> to = new TreeSet<>();
                for (int l = 0; l < 3; l++) {
                    int other = random.nextInt(notes / 5) * 5 + subject[i];
                    to.add(random.nextInt(5) == 0 ? random.nextInt(notes) : other);
                }
                to.remove(i);
                for (int other : to) {
                    links.printf("note-%03d,note-%03d%n", i, other);
                }
            }
        }
    }
}
