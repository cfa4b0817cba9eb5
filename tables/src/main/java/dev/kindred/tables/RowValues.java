package dev.kindred.tables;

import dev.kindred.graph.InvalidInputException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Values of Java as tables hold them: String, Boolean, Long, Double, UUID, LocalDate, LocalDateTime (UTC), a list of one of String, Long and Double, or
 * null.
 */
final class RowValues {
    private static final String EXPECTED =
            "text, a number, a flag, an enum, a UUID, a day, a time, an array or a list of"
                    + " numbers or texts, or an Optional of one of these";

    private RowValues() {}

    /**
     * The value as tables hold it.
     *
     * @param column for messages
     * @throws InvalidInputException where tables hold no such values
     */
    @SuppressWarnings("JavaUtilDate") // which users' classes still have
    static @Nullable Object plain(@Nullable Object value, String column) {
        return switch (value) {
            case null -> null;
            case String s -> s;
            case Boolean b -> b;
            case Long l -> l;
            case Double d -> d;
            case Byte b -> b.longValue();
            case Short s -> s.longValue();
            case Integer i -> i.longValue();
            case Float f -> f.doubleValue();
            case BigDecimal d -> d.doubleValue();
            case BigInteger i -> i.toString();
            case UUID u -> u;
            case Character c -> c.toString();
            case Enum<?> e -> e.name();
            case CharSequence s -> s.toString();
            case LocalDate d -> d;
            case LocalDateTime t -> t;
            case Instant t -> LocalDateTime.ofInstant(t, ZoneOffset.UTC);
            case OffsetDateTime t -> LocalDateTime.ofInstant(t.toInstant(), ZoneOffset.UTC);
            case ZonedDateTime t -> LocalDateTime.ofInstant(t.toInstant(), ZoneOffset.UTC);
            case java.sql.Date d -> d.toLocalDate();
            case java.sql.Time t -> throw unknown(t.getClass(), column);
            case java.util.Date t -> LocalDateTime.ofInstant(t.toInstant(), ZoneOffset.UTC);
            case Optional<?> o -> plain(o.orElse(null), column);
            case OptionalInt o -> o.isPresent() ? (Object) (long) o.getAsInt() : null;
            case OptionalLong o -> o.isPresent() ? (Object) o.getAsLong() : null;
            case OptionalDouble o -> o.isPresent() ? (Object) o.getAsDouble() : null;
            case char[] c -> String.valueOf(c);
            case Collection<?> c -> list(c, column);
            default -> {
                if (!value.getClass().isArray()) {
                    throw unknown(value.getClass(), column);
                }
                yield list(
                        IntStream.range(0, Array.getLength(value))
                                .<@Nullable Object>mapToObj(i -> Array.get(value, i))
                                .toList(),
                        column);
            }
        };
    }

    /** Numbers stay numbers, with fractions where one has them or a null; anything else becomes texts. */
    private static List<?> list(Collection<?> values, String column) {
        List<@Nullable Object> items = new ArrayList<>();
        boolean numbers = !values.isEmpty();
        boolean whole = true;
        for (Object value : values) {
            Object item = plain(value, column);
            if (item instanceof List) {
                throw unknown(values.getClass(), column);
            }
            numbers &= item instanceof Number;
            whole &= item instanceof Long;
            items.add(item);
        }
        if (!numbers) {
            return items.stream().map(String::valueOf).toList();
        }
        return whole
                ? items
                : items.stream()
                        .map(item -> item instanceof Number number ? number.doubleValue() : Double.NaN)
                        .toList();
    }

    /** SQL type of a value of {@link #plain}; null where it says nothing: null itself and lists without items. */
    static @Nullable String type(@Nullable Object plain) {
        return switch (plain) {
            case null -> null;
            case Boolean b -> "BOOLEAN";
            case Long l -> "BIGINT";
            case Double d -> "DOUBLE";
            case UUID u -> "UUID";
            case LocalDate d -> "DATE";
            case LocalDateTime t -> "TIMESTAMP";
            case List<?> l -> l.isEmpty() ? null : type(l.getFirst()) + "[]";
            default -> "VARCHAR";
        };
    }

    /** SQL type of all values of a class; null where it depends on the value. */
    @SuppressWarnings("JavaUtilDate") // which users' classes still have
    static @Nullable String type(Class<?> declared) {
        if (declared == boolean.class || declared == Boolean.class) {
            return "BOOLEAN";
        }
        if (List.of(byte.class, short.class, int.class, long.class).contains(declared)
                || List.of(Byte.class, Short.class, Integer.class, Long.class, OptionalInt.class, OptionalLong.class)
                        .contains(declared)) {
            return "BIGINT";
        }
        if (List.of(float.class, double.class).contains(declared)
                || List.of(Float.class, Double.class, BigDecimal.class, OptionalDouble.class)
                        .contains(declared)) {
            return "DOUBLE";
        }
        if (declared == UUID.class) {
            return "UUID";
        }
        if (declared == LocalDate.class || declared == java.sql.Date.class) {
            return "DATE";
        }
        if (List.of(LocalDateTime.class, Instant.class, OffsetDateTime.class, ZonedDateTime.class)
                        .contains(declared)
                || List.of(java.util.Date.class, java.sql.Timestamp.class).contains(declared)) {
            return "TIMESTAMP";
        }
        if (declared.isArray() && declared != char[].class) {
            String item = type(declared.getComponentType());
            return item == null ? null : item + "[]";
        }
        boolean text = CharSequence.class.isAssignableFrom(declared)
                || declared.isEnum()
                || List.of(char.class, Character.class, char[].class, BigInteger.class)
                        .contains(declared);
        return text ? "VARCHAR" : null;
    }

    /** The value for a column of a type, or null where it doesn't fit: whole numbers fit among those with fractions. */
    static @Nullable Object fitted(Object plain, String type) {
        String own = type(plain);
        if (own == null ? type.endsWith("[]") : own.equals(type)) {
            return plain;
        }
        if (plain instanceof Long whole && type.equals("DOUBLE")) {
            return whole.doubleValue();
        }
        if (plain instanceof List<?> items && type.equals("DOUBLE[]") && "BIGINT[]".equals(own)) {
            return items.stream()
                    .map(item -> item instanceof Number number ? number.doubleValue() : Double.NaN)
                    .toList();
        }
        return null;
    }

    private static InvalidInputException unknown(Class<?> type, String column) {
        return new InvalidInputException("column " + column + ": expected " + EXPECTED + ", got " + type.getName());
    }
}
