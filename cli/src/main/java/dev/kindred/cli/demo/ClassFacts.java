package dev.kindred.cli.demo;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.reflect.AccessFlag;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the demo takes from one class file.
 *
 * @param name with dots, as in {@code java.util.Map$Entry}
 * @param references names of other classes that it mentions: superclasses, types of members, whatever its code calls
 * @param words the parts of its own name and of the names of members that someone wrote (none the compiler made), lower case
 */
record ClassFacts(String name, Set<String> references, Set<String> words) {
    /** Class names in a descriptor. */
    private static final Pattern DESCRIBED = Pattern.compile("L([^;<]+)[;<]");
    /** Where a name's words meet: before a capital that begins a word, and at anything that is no letter. */
    private static final Pattern SEAM = Pattern.compile("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z]+");

    private static final int SHORTEST_WORD = 3;

    /**
     * Reads a class file.
     *
     * @throws IllegalArgumentException where it is damaged
     */
    static ClassFacts of(byte[] bytes) {
        ClassModel model = ClassFile.of().parse(bytes);
        String name = dotted(model.thisClass().asInternalName());
        Set<String> references = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry c -> addType(c.asInternalName(), references);
                case NameAndTypeEntry n -> addDescribed(n.type().stringValue(), references);
                case MethodTypeEntry m -> addDescribed(m.descriptor().stringValue(), references);
                default -> {}
            }
        }
        Set<String> words = new TreeSet<>();
        addWords(name.substring(name.lastIndexOf('.') + 1), words);
        for (FieldModel field : model.fields()) {
            addDescribed(field.fieldType().stringValue(), references);
            if (!field.flags().has(AccessFlag.SYNTHETIC)) {
                addWords(field.fieldName().stringValue(), words);
            }
        }
        for (MethodModel method : model.methods()) {
            addDescribed(method.methodType().stringValue(), references);
            String member = method.methodName().stringValue();
            if (!member.startsWith("<") && !method.flags().has(AccessFlag.SYNTHETIC)) {
                addWords(member, words);
            }
        }
        references.remove(name);
        return new ClassFacts(name, references, words);
    }

    private static String dotted(String internalName) {
        return internalName.replace('/', '.');
    }

    private static void addType(String type, Set<String> references) {
        if (type.startsWith("[")) {
            addDescribed(type, references);
        } else {
            references.add(dotted(type));
        }
    }

    private static void addDescribed(String descriptor, Set<String> references) {
        Matcher matcher = DESCRIBED.matcher(descriptor);
        while (matcher.find()) {
            references.add(dotted(matcher.group(1)));
        }
    }

    private static void addWords(String name, Set<String> words) {
        for (String word : SEAM.split(name, -1)) {
            if (word.length() >= SHORTEST_WORD) {
                words.add(word.toLowerCase(Locale.ROOT));
            }
        }
    }

    /** The package, or {@code (none)}. */
    String packageName() {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "(none)" : name.substring(0, dot);
    }
}
