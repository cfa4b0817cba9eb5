package dev.kindred.formats;

import dev.kindred.graph.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * XML element by element. Document types are refused, and with them entities of any kind; nothing outside the file is opened, whatever it
 * names. The depth of elements is bounded by the formats that read it: none of them recurses.
 */
final class XmlReader implements AutoCloseable {
    /** Bytes that hold a declaration. */
    private static final int DECLARATION = 200;

    private static final Pattern DECLARED = Pattern.compile(
            "^(?:\u00ef\u00bb\u00bf)?<\\?xml[^>]{0,120}?encoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]{0,40})[\"']");

    private final String where;
    private final InputStream bytes;
    private final XMLStreamReader xml;

    private XmlReader(Path path) throws IOException {
        where = path.toString();
        bytes = TextReader.bytes(path);
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("a reference to " + systemId + " is not followed");
        });
        try {
            // Decoded here: the JDK's parser prints bytes that are not in its encoding to the standard error.
            xml = factory.createXMLStreamReader(decoded(path));
        } catch (XMLStreamException e) {
            bytes.close();
            throw refused(e);
        }
    }

    private Reader decoded(Path path) throws IOException {
        PushbackReader text = new PushbackReader(new InputStreamReader(bytes, charset(path)));
        int first = text.read();
        if (first >= 0 && first != 0xFEFF) {
            text.unread(first);
        }
        return text;
    }

    /** The encoding that the file declares, or the one that its bytes are in. */
    private static Charset charset(Path path) throws IOException {
        Charset found = TextReader.charset(path);
        if (!found.equals(StandardCharsets.UTF_8) && !found.equals(StandardCharsets.ISO_8859_1)) {
            return found;
        }
        try (InputStream in = TextReader.bytes(path)) {
            Matcher declared = DECLARED.matcher(new String(in.readNBytes(DECLARATION), StandardCharsets.ISO_8859_1));
            return declared.find() && Charset.isSupported(declared.group(1))
                    ? Charset.forName(declared.group(1))
                    : found;
        }
    }

    static XmlReader open(Path path) throws IOException {
        return new XmlReader(path);
    }

    /**
     * Goes through all elements.
     *
     * @param start takes the name of an element that begins
     * @param end takes that of one that ends
     */
    void forEach(Consumer<String> start, Consumer<String> end) {
        for (int event = next(); event != XMLStreamConstants.END_DOCUMENT; event = next()) {
            (event == XMLStreamConstants.START_ELEMENT ? start : end).accept(name());
        }
    }

    /** Goes on to the next start or end of an element: START_ELEMENT or END_ELEMENT; END_DOCUMENT at the end. */
    int next() {
        try {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD) {
                    throw refused("XML without a document type", "one with <!DOCTYPE, whose entities are not read");
                }
                if (event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT) {
                    return event;
                }
            }
            return XMLStreamConstants.END_DOCUMENT;
        } catch (XMLStreamException e) {
            throw refused(e);
        } catch (RuntimeException e) {
            if (e instanceof InvalidInputException) {
                throw e;
            }
            throw new InvalidInputException(
                    where + ", line " + line() + ": expected well-formed XML, got damaged data", e);
        }
    }

    /** The element's name without its namespace. */
    String name() {
        return xml.getLocalName();
    }

    @Nullable
    String attribute(String name) {
        return xml.getAttributeValue(null, name);
    }

    /** An attribute that must be there. */
    String needed(String name) {
        String value = attribute(name);
        if (value == null) {
            throw refused("an attribute " + name + " of <" + name() + ">", "none");
        }
        return value;
    }

    /** The text of an element up to its end; null where it has elements inside, which are passed. */
    @Nullable
    String text() {
        StringBuilder text = new StringBuilder();
        boolean nested = pass(text, "");
        return nested ? null : text.toString();
    }

    /** The text of the first element of a name inside this one, up to whose end all is passed; empty where there is none. */
    String textInside(String name) {
        StringBuilder text = new StringBuilder();
        pass(text, name);
        return text.toString();
    }

    /** Passes the rest of this element. */
    void skip() {
        pass(new StringBuilder(), "");
    }

    /** @param name of the element whose text is taken; empty is this one */
    private boolean pass(StringBuilder text, String name) {
        int depth = 0;
        boolean nested = false;
        boolean taken = name.isEmpty();
        boolean taking = taken;
        try {
            while (true) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    depth++;
                    nested = true;
                    taking = !taken && xml.getLocalName().equals(name);
                    taken |= taking;
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    if (depth-- == 0) {
                        return nested;
                    }
                    taking = false;
                } else if (taking && (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA)) {
                    text.append(xml.getText());
                } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                    throw refused("text without entities of its own", "&" + xml.getLocalName() + ";");
                }
            }
        } catch (XMLStreamException e) {
            throw refused(e);
        }
    }

    /** A number as XML Schema writes it. */
    double number(String text, String what) {
        try {
            return switch (text.strip()) {
                case "INF" -> Double.POSITIVE_INFINITY;
                case "-INF" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text.strip());
            };
        } catch (NumberFormatException e) {
            throw refused(what, TextReader.shown(text));
        }
    }

    /**
     * A value of a type as GraphML and GEXF name them; null where it is the empty text of a number.
     *
     * @param types by name: {@code long}, {@code double}, {@code boolean}, anything else is text
     */
    @Nullable
    Object value(String text, String type, Map<String, String> types, String what) {
        String plain = text.strip();
        return switch (types.getOrDefault(type.toLowerCase(Locale.ROOT), "text")) {
            case "long" ->
                plain.isEmpty()
                        ? null
                        : plain.matches("[+-]?\\d{1,18}") ? (Object) Long.valueOf(plain) : (Object) number(plain, what);
            case "double" -> plain.isEmpty() ? null : (Object) number(plain, what);
            case "boolean" ->
                switch (plain.toLowerCase(Locale.ROOT)) {
                    case "true", "1" -> true;
                    case "false", "0" -> false;
                    case "" -> null;
                    default -> throw refused(what, TextReader.shown(plain));
                };
            default -> text;
        };
    }

    private int line() {
        Location location = xml.getLocation();
        return location == null ? 0 : location.getLineNumber();
    }

    InvalidInputException refused(String expected, String got) {
        return new InvalidInputException(where + ", line " + line() + ": expected " + expected + ", got " + got);
    }

    private InvalidInputException refused(XMLStreamException e) {
        if (e.getNestedException() instanceof ZipException || e.getNestedException() instanceof EOFException) {
            return new InvalidInputException(
                    where + ": expected readable data, got damaged data; copy the file again", e);
        }
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
        String complaint = String.valueOf(e.getMessage())
                .replaceAll("(?s)^.*Message: ", "")
                .strip();
        return new InvalidInputException(
                where + ", line " + line + ": expected well-formed XML, got an error: " + complaint, e);
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(where + ": " + e.getMessage(), e);
        } finally {
            bytes.close();
        }
    }
}
