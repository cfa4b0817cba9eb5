package dev.kindred.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class NoticeTest {
    private static String renamed(String sentence) {
        return Setting.replaceAll(
                sentence,
                named -> "--" + named.setting().name().toLowerCase(Locale.ROOT)
                        + (named.texts().isEmpty() ? "" : "=" + String.join("|", named.texts()))
                        + (named.constant() == null ? "" : ":" + named.constant()));
    }

    @Test
    void aSentenceSaysWhichSettingsItNames() {
        Notice notice = Notice.of(
                Notice.Kind.GUESS,
                "ids of edges and nodes are matched as numbers (" + Setting.MATCHING + "); " + Setting.ID
                        + " names another column");
        assertThat(notice.settings()).containsExactly(Setting.ID, Setting.MATCHING);
        assertThat(notice)
                .hasToString("ids of edges and nodes are matched as numbers (TableOptions.withIdRule);"
                        + " TableOptions.withId names another column");
        assertThat(Notice.of(Notice.Kind.WARNING, "TableOptions.withIdRules, others.TableOptions.withId")
                        .settings())
                .isEmpty();
    }

    @Test
    void aProgramPutsItsOwnNames() {
        assertThat(renamed("pass " + Setting.ID + " or " + Setting.MATCHING.to(Notice.Kind.GUESS) + "."))
                .isEqualTo("pass --id or --matching:GUESS.");
        assertThat(renamed("(" + Setting.ID.to("customer \"no\" (x)") + ")")).isEqualTo("(--id=customer \"no\" (x))");
        assertThat(renamed(Setting.KIND.to("a\\b, $1", Notice.Kind.ERROR) + ", " + Setting.IGNORE.to("")))
                .isEqualTo("--kind=a\\b, $1:ERROR, --ignore=");
        assertThat(renamed("swapped: " + Setting.TABLES.to("a (1), b.csv", "c.csv") + "; " + Setting.EDGES))
                .isEqualTo("swapped: --tables=a (1), b.csv|c.csv; --edges");
        assertThat(renamed("nothing (named) here")).isEqualTo("nothing (named) here");
    }

    @Test
    void anExceptionIsANotice() {
        Notice notice = new KindredException("x: expected y, got z; " + Setting.LABEL + " names it").notice();
        assertThat(notice.kind()).isEqualTo(Notice.Kind.ERROR);
        assertThat(notice.settings()).containsExactly(Setting.LABEL);
    }
}
