/**
 * The {@code kindred} command: reads files, shows progress, writes results. No algorithm lives here. Main type: {@link
 * dev.kindred.cli.Main}. May use: core, tables.
 */
@NullMarked
package dev.kindred.cli;

import org.jspecify.annotations.NullMarked;
