/**
 * File formats: npy and npz arrays, safetensors, and Planetoid's pickles; and files and folders that are written atomically. Main types:
 * {@link dev.kindred.io.Npz}, {@link dev.kindred.io.Npy}, {@link dev.kindred.io.SafeTensors}, {@link dev.kindred.io.NpzGraph},
 * {@link dev.kindred.io.PlanetoidGraph}, {@link dev.kindred.io.OutputFolder}. ARCHITECTURE.md lists the packages that it may use.
 * Part of the API.
 */
@NullMarked
package dev.kindred.io;

import org.jspecify.annotations.NullMarked;
