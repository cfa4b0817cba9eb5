/**
 * Exchange formats of other people: npy and npz arrays, safetensors. Main types: Npz, Npy, SafeTensors. May use: graph.
 */
@NullMarked
package dev.kindred.io;

import org.jspecify.annotations.NullMarked;
