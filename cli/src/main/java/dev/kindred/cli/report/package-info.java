/** The report of a run: one HTML file made of the files in a folder of results. Its front end is built from {@code report/}. */
@NullMarked
package dev.kindred.cli.report;

import org.jspecify.annotations.NullMarked;
