package dev.kindred.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.Daegc;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.train.Clustering;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails half-way leaves nothing behind. */
class FailuresTest {
    @TempDir
    Path folder;

    @Test
    void aSessionThatCannotBeSetUpLeavesNoFolder() throws Exception {
        TableOptions.Resources resources = new TableOptions.Resources(64, folder.resolve("spill"), 1);
        assertThatThrownBy(() -> new TableSession(resources, List.of("SET no_such_setting = 1")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("tables: Catalog Error: unrecognized configuration parameter");
        try (Stream<Path> left = Files.list(folder.resolve("spill"))) {
            assertThat(left).isEmpty();
        }
    }

    /** DuckDB, but no batch can be inserted while it is broken. */
    private static final class Breaking {
        @Nullable
        Exception failure = new BatchUpdateException("disk full", new int[0]);

        Driver driver() {
            return (Driver) proxy(Driver.class, (method, args) -> switch (method) {
                case "acceptsURL" -> ((String) args[0]).startsWith("jdbc:breaking:");
                case "connect" ->
                    ((String) args[0]).startsWith("jdbc:breaking:")
                            ? connection(DriverManager.getConnection("jdbc:duckdb:" + ((String) args[0]).substring(14)))
                            : null;
                default -> throw new UnsupportedOperationException(method);
            });
        }

        private Connection connection(Connection real) {
            return (Connection) Proxy.newProxyInstance(
                    FailuresTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                        Object result = call(real, method, args);
                        return result instanceof PreparedStatement statement ? statement(statement) : result;
                    });
        }

        private PreparedStatement statement(PreparedStatement real) {
            return (PreparedStatement) Proxy.newProxyInstance(
                    FailuresTest.class.getClassLoader(),
                    new Class<?>[] {PreparedStatement.class},
                    (proxy, method, args) -> {
                        if (failure != null && method.getName().equals("executeBatch")) {
                            throw failure;
                        }
                        return call(real, method, args);
                    });
        }

        private static Object call(Object target, java.lang.reflect.Method method, Object[] args) throws Throwable {
            try {
                return method.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private interface Body {
            @Nullable
            Object run(String method, Object[] args) throws Exception;
        }

        private static Object proxy(Class<?> type, Body body) {
            return Proxy.newProxyInstance(
                    FailuresTest.class.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, args) -> switch (method.getName()) {
                        case "hashCode" -> System.identityHashCode(proxy);
                        case "toString" -> "driver that breaks";
                        default -> body.run(method.getName(), args);
                    });
        }
    }

    @Test
    void aFailedInsertCanBeTriedAgain() throws Exception {
        Breaking breaking = new Breaking();
        Driver driver = breaking.driver();
        DriverManager.registerDriver(driver);
        try {
            AttributedGraph graph = new AttributedGraph(
                    GraphBuilder.symmetric(4).add(0, 1).add(2, 3).build(),
                    new DenseFeatures(4, 1, new float[] {1, 1, 2, 2}));
            Clustering result = Daegc.fit(graph, Daegc.defaults(2));
            NodeIds ids = NodeIds.of(new long[] {7, 8, 9, 10});
            String url = "jdbc:breaking:" + folder.resolve("out.db");
            assertThatThrownBy(() -> ClusterTables.insert(url, "found", ids, result))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(url + ", table found: expected a database that takes a new table, got disk full");
            ClusterTables.checkInsert(url, "found");
            // Not all that a driver throws is an SQLException.
            breaking.failure = new IllegalStateException("driver at fault");
            assertThatThrownBy(() -> ClusterTables.insert(url, "found", ids, result))
                    .isSameAs(breaking.failure);
            ClusterTables.checkInsert(url, "found");
            breaking.failure = null;
            ClusterTables.insert(url, "found", ids, result);
            try (Connection database = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("out.db"));
                    Statement statement = database.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(*) FROM found")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(4);
            }
        } finally {
            DriverManager.deregisterDriver(driver);
        }
    }
}
