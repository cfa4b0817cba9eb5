/**
 * Tables in and out through DuckDB: CSV, TSV, JSON lines, Parquet, JDBC, streams; ids of any type; features by column type. Main type:
 * {@link dev.kindred.tables.GraphTables}. May use: core, DuckDB's driver, Jackson, JGraphT. Part of the API.
 */
@NullMarked
package dev.kindred.tables;

import org.jspecify.annotations.NullMarked;
