package dev.kindred.bench;

import java.util.List;
import java.util.Locale;

/** Draws panels of milliseconds against a quantity, both axes logarithmic, with the fitted power laws, as SVG. */
final class GrowthPlot {
    private static final int COLUMNS = 3;
    private static final int WIDTH = 320;
    private static final int HEIGHT = 260;
    private static final int LEFT = 52;
    private static final int RIGHT = 14;
    private static final int TOP = 44;
    private static final int BOTTOM = 42;

    private GrowthPlot() {}

    /**
     * One panel.
     *
     * @param title the quantity
     * @param rest what stays as it is
     * @param x the quantity's values, ascending
     * @param y milliseconds of an epoch
     * @param fit over all points
     * @param end over the last two
     */
    record Panel(String title, String rest, double[] x, double[] y, PowerFit fit, PowerFit end) {}

    static String svg(List<Panel> panels) {
        int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
        StringBuilder svg = new StringBuilder(String.format("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="sans-serif" font-size="11" fill="#333">
                <rect width="100%%" height="100%%" fill="white"/>
                """, COLUMNS * WIDTH, rows * HEIGHT));
        for (int i = 0; i < panels.size(); i++) {
            svg.append(
                    String.format("<g transform=\"translate(%d %d)\">%n", i % COLUMNS * WIDTH, i / COLUMNS * HEIGHT));
            new Drawing(svg, panels.get(i)).draw();
            svg.append("</g>\n");
        }
        return svg.append("</svg>\n").toString();
    }

    /** A panel on its way into the text. */
    private static final class Drawing {
        private final StringBuilder svg;
        private final Panel panel;
        private final double lowX;
        private final double highX;
        private final double lowY;
        private final double highY;

        Drawing(StringBuilder svg, Panel panel) {
            this.svg = svg;
            this.panel = panel;
            double[] x = panel.x;
            this.lowX = Math.log10(x[0]) - .1;
            this.highX = Math.log10(x[x.length - 1]) + .1;
            double least = Double.POSITIVE_INFINITY;
            double most = 0;
            for (double y : panel.y) {
                least = Math.min(least, y);
                most = Math.max(most, y);
            }
            // Whole decades, so that every panel has two labels or more.
            this.lowY = Math.floor(Math.log10(least));
            this.highY = Math.ceil(Math.log10(most) + 1e-9);
        }

        private double across(double x) {
            return LEFT + (Math.log10(x) - lowX) / (highX - lowX) * (WIDTH - LEFT - RIGHT);
        }

        private double down(double y) {
            return HEIGHT - BOTTOM - (Math.log10(y) - lowY) / (highY - lowY) * (HEIGHT - TOP - BOTTOM);
        }

        void draw() {
            text(LEFT, 18, "start", "font-size=\"13\" font-weight=\"bold\"", panel.title);
            text(LEFT, 34, "start", "fill=\"#777\"", panel.rest);
            axes();
            double first = panel.x[0];
            double last = panel.x[panel.x.length - 1];
            line(first, panel.fit.at(first), last, panel.fit.at(last), "stroke=\"#e08214\" stroke-dasharray=\"5 3\"");
            StringBuilder points = new StringBuilder();
            for (int i = 0; i < panel.x.length; i++) {
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", across(panel.x[i]), down(panel.y[i])));
            }
            svg.append("<polyline fill=\"none\" stroke=\"#2166ac\" stroke-width=\"1.5\" points=\"")
                    .append(points.toString().trim())
                    .append("\"/>\n");
            for (int i = 0; i < panel.x.length; i++) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#2166ac\"><title>%s: %.3f ms</title></circle>%n",
                        across(panel.x[i]),
                        down(panel.y[i]),
                        number(panel.x[i]),
                        panel.y[i]));
            }
            text(
                    LEFT + 8,
                    TOP + 14,
                    "start",
                    "fill=\"#b35806\"",
                    String.format(
                            Locale.ROOT, "exponent %.2f; at the end %.2f", panel.fit.exponent(), panel.end.exponent()));
        }

        private void axes() {
            for (int decade = (int) lowY; decade <= highY; decade++) {
                double y = Math.pow(10, decade);
                grid(LEFT, down(y), WIDTH - RIGHT, down(y));
                text(LEFT - 6, down(y) + 4, "end", "", number(y));
            }
            // Of a range below two decades the decades alone would label one place or none.
            double[] labels = highX - lowX < 2 ? new double[] {1, 2, 5} : new double[] {1};
            for (int decade = (int) Math.floor(lowX); decade <= highX; decade++) {
                for (double label : labels) {
                    double x = label * Math.pow(10, decade);
                    if (Math.log10(x) >= lowX && Math.log10(x) <= highX) {
                        grid(across(x), TOP, across(x), HEIGHT - BOTTOM);
                        text(across(x), HEIGHT - BOTTOM + 16, "middle", "", number(x));
                    }
                }
            }
            text((LEFT + WIDTH - RIGHT) / 2., HEIGHT - 8, "middle", "fill=\"#777\"", panel.title);
            svg.append(String.format(
                    Locale.ROOT,
                    "<text transform=\"translate(14 %.1f) rotate(-90)\" text-anchor=\"middle\" fill=\"#777\">ms an epoch</text>%n",
                    (TOP + HEIGHT - BOTTOM) / 2.));
        }

        /** 10 and 0.1 as they are, 1000 as 1k, 1000000 as 1M. */
        private static String number(double value) {
            if (value >= 1e6) {
                return trimmed(value / 1e6) + "M";
            }
            return value >= 1e3 ? trimmed(value / 1e3) + "k" : trimmed(value);
        }

        private static String trimmed(double value) {
            return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
        }

        private void grid(double x1, double y1, double x2, double y2) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
                    x1,
                    y1,
                    x2,
                    y2));
        }

        private void line(double x1, double y1, double x2, double y2, String style) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>%n",
                    across(x1),
                    down(y1),
                    across(x2),
                    down(y2),
                    style));
        }

        private void text(double x, double y, String anchor, String style, String words) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n",
                    x,
                    y,
                    anchor,
                    style,
                    words));
        }
    }
}
