package dev.kindred.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The loss of a step or epoch with its named parts, in a fixed order.
 *
 * @param total weighted sum of the parts, whose gradient is used
 * @param parts losses, not multiplied by their weights
 */
public record Losses(double total, List<Part> parts) {
    /** No loss yet. */
    public static final Losses NONE = new Losses(0, List.of());

    /** One loss. */
    public record Part(String name, double value) {}

    public Losses {
        parts = List.copyOf(parts);
    }

    /** These losses and one more. */
    public Losses plus(String name, double value, double weight) {
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(name, value));
        return new Losses(total + weight * value, more);
    }

    /** The names of the losses, in order. */
    public List<String> names() {
        return parts.stream().map(Part::name).toList();
    }

    /** The loss of this name. */
    public double value(String name) {
        for (Part part : parts) {
            if (part.name.equals(name)) {
                return part.value;
            }
        }
        throw new IllegalArgumentException("loss: expected one of " + names() + ", got " + name);
    }

    /** The weighted mean over parts of a graph; for one part, its losses unchanged. */
    public static Losses mean(List<Losses> ofParts, List<Double> weights) {
        if (ofParts.size() == 1) {
            return ofParts.getFirst();
        }
        double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
        double total = 0;
        double[] values = new double[ofParts.getFirst().parts.size()];
        for (int i = 0; i < ofParts.size(); i++) {
            double share = weights.get(i) / sum;
            total += share * ofParts.get(i).total;
            for (int j = 0; j < values.length; j++) {
                values[j] += share * ofParts.get(i).parts.get(j).value;
            }
        }
        List<Part> parts = new ArrayList<>();
        for (int j = 0; j < values.length; j++) {
            parts.add(new Part(ofParts.getFirst().parts.get(j).name, values[j]));
        }
        return new Losses(total, parts);
    }

    /** A log line: {@code loss 1.5000 (reconstruction 1.0000, clustering 0.0500)}. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "loss %.4f", total));
        for (int i = 0; i < parts.size(); i++) {
            line.append(String.format(
                    Locale.ROOT, "%s%s %.4f", i == 0 ? " (" : ", ", parts.get(i).name, parts.get(i).value));
        }
        return line.append(parts.isEmpty() ? "" : ")").toString();
    }
}
