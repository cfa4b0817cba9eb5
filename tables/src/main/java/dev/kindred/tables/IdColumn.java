package dev.kindred.tables;

import dev.kindred.graph.NodeIds;
import java.io.IOException;

/** Reads the ids of nodes out of DuckDB. */
final class IdColumn {
    private IdColumn() {}

    /**
     * Reads a column of a table whose rows are the nodes in order.
     *
     * @param type of the column, in SQL
     */
    static NodeIds read(TableSession session, String table, String column, String type) throws IOException {
        if (type.equals("BIGINT") || type.equals("INTEGER") || type.equals("SMALLINT") || type.equals("TINYINT")) {
            long[] numbers = new long[Math.toIntExact(session.numbers("SELECT count(*) FROM " + table)[0])];
            int[] next = {0};
            session.chunks("SELECT " + column + "::BIGINT FROM " + table + " ORDER BY rowid", chunk -> {
                for (int i = 0; i < chunk.rowCount(); i++) {
                    numbers[next[0]++] = chunk.vector(0).getLong(i);
                }
            });
            return NodeIds.ofNumbers(type, numbers);
        }
        NodeIds.Builder builder = new NodeIds.Builder(type);
        session.chunks("SELECT " + column + "::VARCHAR FROM " + table + " ORDER BY rowid", chunk -> {
            for (int i = 0; i < chunk.rowCount(); i++) {
                builder.add(String.valueOf(chunk.vector(0).getString(i)));
            }
        });
        return builder.build();
    }
}
