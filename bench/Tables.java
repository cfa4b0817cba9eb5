import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** Writes the generated tables that docs/RESULTS.md measures: the same rows each time. */
class Tables {
    private static final String ID = "'c-' || lpad((hash(%1$s) %% 1000000007)::VARCHAR, 10, '0') || '-' || %1$s";

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        StringBuilder numbers = new StringBuilder();
        for (int c = 1; c <= 9; c++) {
            numbers.append(", (hash(i * ").append(37 + 4 * c).append(") % 1000) / 7.0 AS n").append(c);
        }
        String nodes = "SELECT " + ID.formatted("i") + " AS id, hash(i * 3) % 80 + 18 AS age, (hash(i * 5) % 1000000) / 100.0 AS income, "
                + "CASE WHEN i % 17 = 0 THEN NULL ELSE (hash(i * 7) % 10000) / 100.0 END AS score, "
                + "['DE', 'FR', 'IT', 'ES', 'PL', 'NL', 'BE', 'AT', 'SE', 'DK'][(hash(i * 11) % 10 + 1)::INT] AS country, "
                + "['gold', 'silver', 'bronze'][(hash(i * 13) % 3 + 1)::INT] AS tier, hash(i * 17) % 2 = 0 AS active, "
                + "DATE '2015-01-01' + (hash(i * 19) % 3650)::INT AS joined, "
                + "'w' || hash(i * 23) % 500 || ' w' || hash(i * 29) % 500 || ' w' || hash(i * 31) % 500 AS notes, "
                + "'city' || hash(i * 71) % 200 AS city, 'seg' || hash(i * 73) % 12 AS segment, hash(i * 83) % 3 = 0 AS flag" + numbers
                + " FROM range(2000000) t(i)";
        // Three of four edges stay among a thousand nodes.
        String edges = "SELECT " + ID.formatted("s") + " AS source, " + ID.formatted("t") + " AS target FROM (SELECT (hash(e) % 2000000)::BIGINT AS s, "
                + "CASE WHEN e % 4 = 0 THEN (hash(e * 3 + 1) % 2000000)::BIGINT "
                + "ELSE ((hash(e) % 2000000) // 1000 * 1000 + hash(e * 5 + 1) % 1000)::BIGINT END AS t FROM range(20000000) x(e))";
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET memory_limit = '4GB'");
            statement.execute("COPY (" + nodes + ") TO '" + folder.resolve("nodes.parquet") + "'");
            statement.execute("COPY (" + edges + ") TO '" + folder.resolve("edges.parquet") + "'");
        }
    }
}
