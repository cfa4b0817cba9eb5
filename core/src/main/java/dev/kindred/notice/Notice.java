package dev.kindred.notice;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that a user should know, as a sentence for people with its kind and the settings it names for programs.
 *
 * @param kind of notice
 * @param sentence without a full stop; settings stand in it as Java knows them, see {@link Setting#replaceAll}
 * @param settings that the sentence names, in the order of {@link Setting}
 */
public record Notice(Kind kind, String sentence, List<Setting> settings) {
    /** How much a notice matters. */
    public enum Kind {
        /** A choice that was made without being told: a column that was guessed, an encoding that was found. */
        GUESS,
        /** Data that was mended or left out, so that the result rests on less than was given. */
        IRREGULARITY,
        /** A result that may be worth little. */
        WARNING,
        /** The message of a {@link KindredException}. */
        ERROR
    }

    public Notice {
        settings = List.copyOf(settings);
    }

    /** A notice; the settings are found in the sentence. */
    public static Notice of(Kind kind, String sentence) {
        List<Setting> named = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            if (setting.isNamedIn(sentence)) {
                named.add(setting);
            }
        }
        return new Notice(kind, sentence, named);
    }

    /** Notices of one kind. */
    public static List<Notice> all(Kind kind, List<String> sentences) {
        return sentences.stream().map(sentence -> of(kind, sentence)).toList();
    }

    /** The sentence. */
    @Override
    public String toString() {
        return sentence;
    }
}
