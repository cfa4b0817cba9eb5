/**
 * Kindred's graphs on disk: a folder of .npy files, whose features are mapped. Main type: {@link dev.kindred.store.GraphStore}.
 * ARCHITECTURE.md lists the packages that it may use.
 * Part of the API.
 */
@NullMarked
package dev.kindred.store;

import org.jspecify.annotations.NullMarked;
