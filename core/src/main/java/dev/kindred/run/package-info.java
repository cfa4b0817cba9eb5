/**
 * Folders of results: what the command writes and reads, and what programs save and load. Part of the API. Main type: {@link dev.kindred.run.SavedRun}. May use:
 * explain, layout, select, method, eval, train, model, cluster, tensor, graph, io, Jackson.
 */
@NullMarked
package dev.kindred.run;

import org.jspecify.annotations.NullMarked;
