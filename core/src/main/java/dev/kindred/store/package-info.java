/**
 * Our on-disk graph: a folder of .npy files whose features are read through a mapping. Main type: GraphStore. May use: graph, io. Part of the API.
 */
@NullMarked
package dev.kindred.store;

import org.jspecify.annotations.NullMarked;
