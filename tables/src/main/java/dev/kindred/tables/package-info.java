/**
 * Room for tables of a user's own: edges and nodes from CSV, JSON and Parquet through DuckDB, ids as they came, columns turned into
 * features. Empty so far; {@code .npz} graphs are read by core's io package. May use: core.
 */
@NullMarked
package dev.kindred.tables;

import org.jspecify.annotations.NullMarked;
