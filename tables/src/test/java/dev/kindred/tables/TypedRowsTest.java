package dev.kindred.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Notice;
import dev.kindred.notice.Setting;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records, beans and values of Java as nodes and edges. */
class TypedRowsTest {
    enum Segment {
        RETAIL,
        BUSINESS
    }

    record Link(UUID from, UUID to, float weight) {}

    record Person(
            UUID id,
            int age,
            Segment segment,
            char grade,
            Optional<String> city,
            OptionalInt visits,
            Instant seen,
            OffsetDateTime changed,
            ZonedDateTime moved,
            Timestamp written,
            LocalDate born,
            double[] position,
            float[] tint,
            int[] tags,
            int[] pair,
            String[] words,
            List<Double> scores,
            @Nullable Boolean active) {}

    /** As frameworks have them. */
    public static class Account {
        private final long number;
        private final boolean open;

        Account(long number, boolean open) {
            this.number = number;
            this.open = open;
        }

        public long getNumber() {
            return number;
        }

        public boolean isOpen() {
            return open;
        }

        public double getBalance() {
            return 10.5 * number;
        }

        public String getURL() {
            return "bank " + number % 3 + " branch";
        }

        /** No column: it takes an argument. */
        public int getRate(int year) {
            return year;
        }

        /** No column: it is no getter. */
        public String settle() {
            return "";
        }
    }

    private static UUID id(int i) {
        return new UUID(7, i);
    }

    private static Person person(int i) {
        Instant time = Instant.parse("2024-01-01T00:00:00Z").plusSeconds(86_400L * i);
        return new Person(
                id(i),
                20 + i / 2,
                Segment.values()[i % 2],
                (char) ('a' + i % 3),
                i % 4 == 0 ? Optional.empty() : Optional.of(i % 2 == 0 ? "Rome" : "Oslo"),
                i % 5 == 0 ? OptionalInt.empty() : OptionalInt.of(i),
                time,
                time.atOffset(ZoneOffset.ofHours(5)),
                time.atZone(ZoneOffset.ofHours(-3)),
                Timestamp.from(time),
                LocalDate.of(1990, 1, 1 + i),
                new double[] {i, i * i},
                new float[] {i, 1, 2 * i},
                IntStream.range(0, i % 3 + 1).toArray(),
                new int[] {i, 3 - i},
                new String[] {"w" + i % 2, "x"},
                List.of(.5 * i, 1.0, -.25 * i),
                i % 3 == 0 ? null : i % 2 == 0);
    }

    private static TableSource links(int nodes) {
        return TableSource.of(
                Link.class, IntStream.range(0, nodes).mapToObj(i -> new Link(id(i), id((i + 1) % nodes), 1 + i)));
    }

    private static TableOptions quiet() {
        return TableOptions.defaults().withListener(notice -> {});
    }

    @Test
    void recordsAreNodesAndEdges() throws Exception {
        TableGraph table = GraphTables.read(
                TableSource.of(
                        IntStream.range(0, 12).mapToObj(TypedRowsTest::person).toList()),
                links(12),
                quiet());
        assertThat(table.ids().text(3)).isEqualTo(id(3).toString());
        assertThat(table.ids().type()).isEqualTo("UUID");
        assertThat(table.graph().graph().isWeighted()).isTrue();
        Map<String, ColumnKind> kinds = new java.util.LinkedHashMap<>();
        table.report().columns().forEach(column -> kinds.put(column.name(), column.kind()));
        assertThat(kinds)
                .containsExactly(
                        Map.entry("age", ColumnKind.NUMBER),
                        Map.entry("segment", ColumnKind.CATEGORY),
                        Map.entry("grade", ColumnKind.CATEGORY),
                        Map.entry("city", ColumnKind.CATEGORY),
                        Map.entry("visits", ColumnKind.NUMBER),
                        Map.entry("seen", ColumnKind.DATE),
                        Map.entry("changed", ColumnKind.DATE),
                        Map.entry("moved", ColumnKind.DATE),
                        Map.entry("written", ColumnKind.DATE),
                        Map.entry("born", ColumnKind.DATE),
                        Map.entry("position", ColumnKind.VECTOR),
                        Map.entry("tint", ColumnKind.VECTOR),
                        Map.entry("tags", ColumnKind.TOKENS),
                        Map.entry("pair", ColumnKind.VECTOR),
                        Map.entry("words", ColumnKind.TOKENS),
                        Map.entry("scores", ColumnKind.VECTOR),
                        Map.entry("active", ColumnKind.BOOLEAN));
        Map<String, ColumnEncoding> encodings = new java.util.HashMap<>();
        table.encoding().columns().forEach(column -> encodings.put(column.column(), column));
        assertThat(encodings.get("city")).isInstanceOfSatisfying(ColumnEncoding.Categories.class, city -> {
            assertThat(city.values()).containsExactly("Oslo", "Rome");
            assertThat(city.missing()).isTrue();
        });
        // One instant in four types is one time.
        ColumnEncoding.Numbers seen = (ColumnEncoding.Numbers) java.util.Objects.requireNonNull(encodings.get("seen"));
        for (String other : List.of("changed", "moved", "written")) {
            assertThat(((ColumnEncoding.Numbers) java.util.Objects.requireNonNull(encodings.get(other))).centers())
                    .isEqualTo(seen.centers());
        }
        assertThat(table.encoding().features()).contains("segment=BUSINESS", "segment=RETAIL");
    }

    @Test
    void gettersAreColumnsByName() throws Exception {
        List<Account> accounts =
                IntStream.range(0, 6).mapToObj(i -> new Account(i, i % 2 == 0)).toList();
        record Transfer(long source, long target) {}
        TableGraph table = GraphTables.read(
                TableSource.of(accounts),
                TableSource.of(List.of(new Transfer(0, 1), new Transfer(2, 3), new Transfer(4, 5))),
                quiet().withId("number"));
        assertThat(table.ids().areRowNumbers()).isTrue();
        assertThat(table.report().columns().stream().map(TableReport.Column::name))
                .containsExactly("URL", "balance", "open");
        assertThat(table.graph().graph().edges()).isEqualTo(6);
        assertThat(table)
                .hasToString("TableGraph[6 nodes, 6 entries, "
                        + table.graph().features().columns() + " features, ids of BIGINT]");
    }

    @Test
    void declaredTypesCountWhereNoValueTells() throws Exception {
        record Item(
                int id, @Nullable Double price, @Nullable String name) {}
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            items.add(new Item(i, i < 3 ? null : 1.5 * i, null));
        }
        TableGraph table = GraphTables.read(
                TableSource.of(items),
                TableSource.rows(List.of("source", "target"), Stream.<Object[]>of(new Object[] {0, 1})),
                quiet());
        assertThat(table.report().columns().getFirst())
                .isEqualTo(new TableReport.Column("price", ColumnKind.NUMBER, 2, 3, ""));
        assertThat(RowValues.fitted(3L, "DOUBLE")).isEqualTo(3.0);
        assertThat(RowValues.fitted(List.of(1L, 2L), "DOUBLE[]")).isEqualTo(List.of(1.0, 2.0));
        assertThat(RowValues.fitted(3.5, "BIGINT")).isNull();
        assertThat(RowValues.plain(Arrays.asList(1, null), "x")).isEqualTo(List.of("1", "null"));
    }

    @Test
    void whatIsNoRowIsRefused() {
        record Nested(int id, Thread thread) {}
        assertThatThrownBy(() -> TableSource.of(List.of()))
                .hasMessage("rows: expected one or more, got none; name their class where there may be none");
        assertThatThrownBy(() -> TableSource.of(List.of(1, "a")))
                .hasMessage("rows: expected objects of one class, got java.lang.Integer and java.lang.String;"
                        + " name the class that they have in common");
        assertThatThrownBy(() -> TableSource.of(Object.class, Stream.of()))
                .hasMessage("rows: expected a record or a class with public getters, got java.lang.Object");
        assertThatThrownBy(() -> GraphTables.read(
                        TableSource.of(List.of(new Nested(1, Thread.currentThread()))), links(2), quiet()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "column thread: expected text, a number, a flag, an enum, a UUID, a day, a time, an array or a"
                                + " list of numbers or texts, or an Optional of one of these, got java.lang.Thread");
    }

    @Test
    void guessesAndIrregularitiesAreTold() throws Exception {
        List<Notice> told = new ArrayList<>();
        TableSource people = TableSource.rows(
                List.of("id", "x"),
                Stream.<Object[]>of(
                        new Object[] {1, 2}, new Object[] {2, 4}, new Object[] {3, 5}, new Object[] {4, 9}));
        TableSource edges = TableSource.rows(
                List.of("source", "target"), Stream.<Object[]>of(new Object[] {1, 2}, new Object[] {3, 3}));
        TableGraph table =
                GraphTables.read(people, edges, TableOptions.defaults().withListener(told::add));
        assertThat(told).isEqualTo(table.report().typed());
        assertThat(told.getFirst().kind()).isEqualTo(Notice.Kind.GUESS);
        assertThat(told.getFirst().settings()).containsExactly(Setting.ID);
        assertThat(told).anySatisfy(notice -> {
            assertThat(notice.kind()).isEqualTo(Notice.Kind.IRREGULARITY);
            assertThat(notice.sentence()).isEqualTo("self-loops left out: 1");
        });
    }

    @Test
    void irregularitiesAreLoggedWhereNobodyListens() throws Exception {
        Logger logger = Logger.getLogger("dev.kindred.tables");
        List<String> logged = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry.getLevel() + " " + entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            GraphTables.readEdges(
                    TableSource.rows(
                            List.of("source", "target"),
                            Stream.<Object[]>of(
                                    new Object[] {1, 2}, new Object[] {2, 3}, new Object[] {3, 3}, new Object[] {3, 1
                                    })),
                    TableOptions.defaults());
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        assertThat(logged).contains("WARNING self-loops left out: 1").allMatch(line -> line.startsWith("WARNING"));
    }
}
