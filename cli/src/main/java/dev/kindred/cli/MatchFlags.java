package dev.kindred.cli;

import dev.kindred.tables.TableOptions.Header;
import dev.kindred.tables.TableOptions.IdRule;
import dev.kindred.tables.TableOptions.LostEdges;
import dev.kindred.tables.TableOptions.Matching;
import dev.kindred.tables.TableOptions.TextFormat;
import dev.kindred.tables.TableOptions.UnknownNodes;
import dev.kindred.tables.TableSource;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of how text files are written and how edges find their nodes. */
@Section(Section.INPUT)
final class MatchFlags {
    @Option(
            names = "--features-table",
            paramLabel = "FILE",
            description =
                    "table of more features: rows of a node, a feature and, if there is one, a number; or one row a node with further columns")
    private @Nullable String featuresTable;

    @Option(
            names = "--header",
            description = "the first row of text files names the columns (default: found from the values)")
    private boolean header;

    @Option(names = "--no-header", description = "the first row of text files is data (default: found from the values)")
    private boolean noHeader;

    @Option(
            names = "--encoding-of-text",
            paramLabel = "NAME",
            description =
                    "character encoding of text files, such as latin1 (default: found from the bytes: UTF-8, UTF-16 or windows-1252)")
    private @Nullable String charset;

    @Option(
            names = "--match-ids",
            paramLabel = "RULE",
            description =
                    "when an id of an edge is that of a node: exact, trim (blanks around ids do not count), whole (12.0 is 12), number (007 is 7, too), uuid or ignore-case (default: exact, or, where that finds few, the first of trim, whole and uuid that finds most)")
    private @Nullable String matchIds;

    @Option(
            names = "--keep-unknown-nodes",
            description =
                    "keep nodes that only edges name, without attributes (default: leave them and their edges out)")
    private boolean keepUnknown;

    @Option(
            names = "--allow-lost-edges",
            description = "go on where fewer than half of the edges find both of their nodes (default: an error)")
    private boolean allowLost;

    TextFormat text() {
        if (header && noHeader) {
            throw UsageException.of("--header", "expected either --header or --no-header, got both");
        }
        try {
            return new TextFormat(
                    header ? Header.PRESENT : noHeader ? Header.ABSENT : Header.AUTO,
                    charset == null ? null : Charset.forName(charset));
        } catch (IllegalArgumentException e) {
            throw UsageException.of(
                    "--encoding-of-text",
                    "expected a character encoding such as utf-8, latin1 or windows-1252, got " + charset);
        }
    }

    Matching matching() {
        return new Matching(
                rule(),
                keepUnknown ? UnknownNodes.KEEP : UnknownNodes.LEAVE_OUT,
                allowLost ? LostEdges.ALLOW : LostEdges.REFUSE);
    }

    private IdRule rule() {
        for (IdRule rule : IdRule.values()) {
            if (rule == IdRule.AUTO
                    ? matchIds == null
                    : rule.name().replace('_', '-').equalsIgnoreCase(matchIds)) {
                return rule;
            }
        }
        throw UsageException.of(
                "--match-ids", "expected exact, trim, whole, number, uuid or ignore-case, got " + matchIds);
    }

    @Nullable
    TableSource moreFeatures() {
        return featuresTable == null ? null : GraphFlags.files("--features-table", featuresTable);
    }

    @Nullable
    String featuresTable() {
        return featuresTable;
    }
}
