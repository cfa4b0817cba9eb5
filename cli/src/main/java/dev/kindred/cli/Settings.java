package dev.kindred.cli;

import dev.kindred.Daegc;
import dev.kindred.method.Method;
import dev.kindred.model.ModelConfig;
import dev.kindred.sweep.ClusterCounts;
import dev.kindred.sweep.SweepPlan;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Hyper-parameters as a user gives them. Each is a flag and, under the flag's name without dashes, a key of the config file; what is not
 * given is left to the preset. A field with {@link Sets} is all that a new one needs: help, completion, the keys of the config file, the default
 * that help shows and the names in messages follow from it.
 */
@Section(Section.MODEL)
final class Settings {
    private static final String PRETRAIN_RATE = "schedule.pretrain.learningRate";
    private static final String FINETUNE_RATE = "schedule.finetune.learningRate";
    private static final String AUTO = "auto";

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "where unset settings come from: default, seed or paper; the defaults shown are those of default (default: default)")
    @Nullable
    String preset;

    @Option(
            names = {"-k", "--clusters"},
            paramLabel = "K",
            description =
                    "number of clusters, 2 or more; auto: the one that kindred sweep finds; for kindred sweep, a range or list as in 2..20 or 2,4,8")
    @Nullable
    String clusters;

    @Option(
            names = "--k-range",
            paramLabel = "RANGE",
            description = "numbers of clusters that -k auto tries, as in 2..20 or 2,4,8 (default: 2..20)")
    @Nullable
    String range;

    @Sets("seed")
    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "random seed; the same seed reproduces the results bit for bit")
    @Nullable
    Long seed;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = {
                "how nodes are grouped: ${COMPLETION-CANDIDATES}; auto compares those that fit the data, without labels, and takes the best"
                        + " (default: auto; daegc with --preset seed or paper)"
            })
    @Nullable
    Method method;

    @Section(Section.TRAINING)
    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = {
                "train N times, with seeds --seed, --seed + 1, and so on, and report how far the runs agree; the result is that of --seed"
                        + " (default: 1)"
            })
    @Nullable
    Integer seeds;

    @Mixin
    private EncoderSettings encoder = new EncoderSettings();

    @Mixin
    private ObjectiveSettings objective = new ObjectiveSettings();

    @Mixin
    private HeadSettings head = new HeadSettings();

    @Mixin
    private ScheduleSettings schedule = new ScheduleSettings();

    @Mixin
    private SafeguardSettings safeguards = new SafeguardSettings();

    /** A field that sets components of the config. */
    private record Setting(
            String flag,
            String field,
            List<String> paths,
            @Nullable Object value) {}

    private List<Setting> settings() {
        return List.of(this, encoder, objective, head, schedule, safeguards).stream()
                .flatMap(group -> Arrays.stream(group.getClass().getDeclaredFields())
                        .filter(field -> field.isAnnotationPresent(Sets.class))
                        .map(field -> setting(group, field)))
                .toList();
    }

    private static Setting setting(Object group, Field field) {
        try {
            String[] names = field.getAnnotation(Option.class).names();
            return new Setting(
                    names[names.length - 1],
                    field.getName(),
                    List.of(field.getAnnotation(Sets.class).value()),
                    field.get(group));
        } catch (IllegalAccessException e) {
            throw new AssertionError(field + ": expected a field that is not private", e);
        }
    }

    /**
     * The config these settings mean.
     *
     * @param defaultClusters k where none was given, or null where it must be
     */
    ModelConfig build(@Nullable Integer defaultClusters) {
        return method().isSimple() ? untrained(defaultClusters) : trained(defaultClusters, null);
    }

    /** The config these settings mean for the data: what is not set is the default preset's for attributes and edges of this kind. */
    ModelConfig build(@Nullable Integer defaultClusters, ClusterInput data) {
        return method().isSimple() ? untrained(defaultClusters) : trained(defaultClusters, data);
    }

    /** The same with no epochs: what simple methods stand beside. */
    ModelConfig untrained(@Nullable Integer defaultClusters) {
        return trained(defaultClusters, null).untrained();
    }

    private ModelConfig trained(@Nullable Integer defaultClusters, @Nullable ClusterInput data) {
        Integer k = clusters == null || isSwept() ? defaultClusters : Integer.valueOf(number(clusters));
        if (k == null) {
            throw UsageException.of(
                    "-k",
                    "expected the number of clusters, got "
                            + (isSwept() ? AUTO + "; kindred sweep finds one" : "none"));
        }
        return forClusters(k, data);
    }

    /** The config of the network for a number of clusters, whatever {@code -k} says. */
    ModelConfig forClusters(int k) {
        return forClusters(k, null);
    }

    /** The same, suited to the data where there is any. */
    ModelConfig forClusters(int k, @Nullable ClusterInput data) {
        ModelConfig base = preset(k);
        if (data != null && preset().equals("default")) {
            base = Daegc.defaults(k, data.graph(), data.blocks());
        }
        Map<String, Object> values = new HashMap<>();
        for (Setting setting : settings()) {
            if (setting.value() != null) {
                setting.paths().forEach(path -> values.put(path, setting.value()));
            }
        }
        scaleFinetuning(base, values);
        try {
            return ConfigOverlay.apply(base, values);
        } catch (ConfigOverlay.RefusedException e) {
            throw usage(e);
        } catch (IllegalArgumentException e) {
            throw UsageException.of(
                    flagOf(e.getMessage()), "expected a model that has this setting, got " + preset(), e);
        }
    }

    private ModelConfig preset(int k) {
        try {
            return Daegc.preset(preset(), k);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String flag = message.startsWith("preset: ") ? "--preset" : "-k";
            throw UsageException.of(flag, message.substring(message.indexOf(": ") + 2), e);
        }
    }

    /** The learning rate of finetuning keeps the preset's ratio to that of pretraining, unless it is set. */
    private static void scaleFinetuning(ModelConfig base, Map<String, Object> values) {
        if (values.get(PRETRAIN_RATE) instanceof Double rate && !values.containsKey(FINETUNE_RATE)) {
            double ratio =
                    (double) ConfigOverlay.get(base, FINETUNE_RATE) / (double) ConfigOverlay.get(base, PRETRAIN_RATE);
            values.put(FINETUNE_RATE, rate * ratio);
        }
    }

    /** A mistake, which the library names by component, told by flag. */
    private UsageException usage(ConfigOverlay.RefusedException refused) {
        String message = String.valueOf(refused.getMessage());
        int colon = message.indexOf(": ");
        String name = colon < 0 ? "" : message.substring(0, colon);
        String path = refused.path().isEmpty() ? name : refused.path() + "." + name;
        return settings().stream()
                .filter(setting ->
                        setting.paths().contains(path) || setting.field().equals(name))
                .findFirst()
                .map(setting -> UsageException.of(setting.flag(), message.substring(colon + 2), refused))
                .orElseGet(() -> new UsageException(message, refused));
    }

    private String flagOf(@Nullable String path) {
        return settings().stream()
                .filter(setting -> setting.paths().contains(path))
                .findFirst()
                .map(Setting::flag)
                .orElse("settings");
    }

    /** Values of the default preset by flag, for help. */
    static Map<String, String> defaults() {
        ModelConfig preset = Daegc.preset("default", 2);
        Map<String, String> defaults = new LinkedHashMap<>();
        for (Setting setting : new Settings().settings()) {
            defaults.put(
                    setting.flag(),
                    text(ConfigOverlay.get(preset, setting.paths().getFirst())));
        }
        return defaults;
    }

    private static String text(Object value) {
        if (value instanceof List<?> items) {
            return items.stream().map(Settings::text).collect(Collectors.joining(","));
        }
        return value instanceof Double number && number == Math.rint(number)
                ? String.valueOf(number.longValue())
                : value.toString();
    }

    /**
     * Refuses mistakes before anything is read.
     *
     * @param nodes of the graph, where that is known already
     */
    void check(@Nullable Integer defaultClusters, OptionalLong nodes) {
        seeds();
        if (range != null && !isSwept()) {
            throw UsageException.of(
                    "--k-range", "expected -k auto beside it, got " + (clusters == null ? "no -k" : "-k " + clusters));
        }
        int k = build(isSwept() ? Integer.valueOf(counts(nodes).largest()) : defaultClusters)
                .clusters();
        if (nodes.isPresent()) {
            checkClusters(k, nodes.getAsLong());
        }
    }

    /** The same for a command that finds no number of clusters itself. */
    void checkGiven(OptionalLong nodes) {
        build(null);
        check(null, nodes);
    }

    /** Whether the number of clusters is to be found. */
    boolean isSwept() {
        return AUTO.equals(clusters);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw UsageException.of("-k", "expected a number or auto, got " + Messages.cut(text), e);
        }
    }

    /**
     * Numbers of clusters that {@code -k auto} tries.
     *
     * @param nodes of the graph, where that is known already: a small graph is tried with fewer where no range was given
     */
    ClusterCounts counts(OptionalLong nodes) {
        return range == null ? ClusterCounts.upTo(nodes.orElse(Long.MAX_VALUE)) : counts("--k-range", range);
    }

    /** A sweep with these settings. */
    SweepPlan plan(ClusterCounts tried) {
        return new SweepPlan(
                tried,
                method(),
                Math.max(SweepPlan.DEFAULT_SEEDS, seeds()),
                SweepPlan.DEFAULT_DRAWS,
                forClusters(tried.largest()).seed());
    }

    /** Numbers of clusters that {@code sweep -k} tries; null where none were given. */
    @Nullable
    ClusterCounts sweptCounts() {
        String given = clusters == null || isSwept() ? range : clusters;
        return given == null ? null : counts(given.equals(clusters) ? "-k" : "--k-range", given);
    }

    private static ClusterCounts counts(String flag, String text) {
        try {
            return ClusterCounts.parse(text);
        } catch (IllegalArgumentException e) {
            throw UsageException.of(flag, String.valueOf(e.getMessage()), e);
        }
    }

    static void checkClusters(int k, long nodes) {
        if (k > nodes) {
            throw UsageException.of("-k", "expected at most " + nodes + " (nodes), got " + k);
        }
    }

    /** Seeds to train with. */
    int seeds() {
        int number = seeds == null ? 1 : seeds;
        if (number < 1) {
            throw UsageException.of("--seeds", "expected 1 or more, got " + number);
        }
        return number;
    }

    /** The method asked for; presets other than the default are asked for to see what the network makes of a graph. */
    Method method() {
        if (method != null) {
            return method;
        }
        return preset().equals("default") ? Method.AUTO : Method.DAEGC;
    }

    /** The preset asked for, or {@code default}. */
    String preset() {
        return preset == null ? "default" : preset;
    }
}
