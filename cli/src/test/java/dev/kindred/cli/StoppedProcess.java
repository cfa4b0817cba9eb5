package dev.kindred.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A process of Kindred that a debugger stops at a place in its code, for a test to change the world under it. */
final class StoppedProcess {
    private static final long MOST_MILLIS = 60_000;

    /** Something that happens meanwhile. */
    interface Happening {
        void happen() throws Exception;
    }

    /**
     * Where it is stopped: at the beginning of a method.
     *
     * @param type its class
     * @param method its name, {@code <init>} for a constructor
     */
    record Place(String type, String method) {}

    /**
     * How it ended.
     *
     * @param code exit code
     * @param error all of stderr
     */
    record Outcome(int code, String error) {}

    private StoppedProcess() {}

    /** Runs a command line; what is to happen happens once, at the first time the process comes by the place. Arguments hold no spaces. */
    static Outcome run(Place place, Happening happening, Object... args) throws Exception {
        LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        set(arguments, "home", System.getProperty("java.home"));
        set(
                arguments,
                "options",
                "--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmx512m"
                        + " -Dkindred.kernels=" + System.getProperty("kindred.kernels", "auto") + " -cp "
                        + System.getProperty("java.class.path"));
        set(
                arguments,
                "main",
                Main.class.getName() + " "
                        + Arrays.stream(args).map(String::valueOf).collect(Collectors.joining(" ")));
        VirtualMachine machine = connector.launch(arguments);
        // Breakpoints, since whoever asks for the entries of methods has all code interpreted.
        ClassPrepareRequest prepared = machine.eventRequestManager().createClassPrepareRequest();
        prepared.addClassFilter(place.type);
        prepared.enable();
        machine.classesByName(place.type).forEach(type -> stopAt(place, type));
        boolean happened = false;
        boolean connected = true;
        while (connected) {
            EventSet events = machine.eventQueue().remove(MOST_MILLIS);
            assertThat(events)
                    .as("an event, or the end of the process, within a minute")
                    .isNotNull();
            for (Event event : events) {
                connected &= !(event instanceof VMDisconnectEvent);
                if (event instanceof ClassPrepareEvent loaded) {
                    stopAt(place, loaded.referenceType());
                }
                if (!happened && event instanceof BreakpointEvent) {
                    happened = true;
                    happening.happen();
                    machine.eventRequestManager().deleteAllBreakpoints();
                }
            }
            events.resume();
        }
        Process process = machine.process();
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        assertThat(happened).as("the process came by %s: %s", place, error).isTrue();
        return new Outcome(
                code,
                error.lines().filter(line -> !line.startsWith("WARNING: ")).collect(Collectors.joining("\n")));
    }

    private static void set(Map<String, Connector.Argument> arguments, String name, String value) {
        Objects.requireNonNull(arguments.get(name), name).setValue(value);
    }

    private static void stopAt(Place place, ReferenceType type) {
        for (Method method : type.methodsByName(place.method)) {
            type.virtualMachine()
                    .eventRequestManager()
                    .createBreakpointRequest(method.location())
                    .enable();
        }
    }
}
