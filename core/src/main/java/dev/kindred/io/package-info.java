/**
 * Exchange formats of other people: npy and npz arrays, safetensors, Planetoid's pickles. Main types: Npz, Npy, SafeTensors, PlanetoidGraph. May use: graph, Jackson. Part of the API.
 */
@NullMarked
package dev.kindred.io;

import org.jspecify.annotations.NullMarked;
