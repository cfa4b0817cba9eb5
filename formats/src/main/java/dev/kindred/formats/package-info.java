/**
 * Graph files of other programs, told by their content: documents whose nodes have columns (GraphML, GEXF, GML, node-link JSON, Pajek) go the way
 * of tables, arrays (NumPy, SciPy, PyTorch, MATLAB, HDF5, Matrix Market, METIS, text matrices) become graph and features at once. Nothing in
 * a file is run, and sizes that it claims are held against its length. Main type: {@link dev.kindred.formats.GraphFiles}. May use: core,
 * tables, Jackson, jHDF. Part of the API.
 */
@NullMarked
package dev.kindred.formats;

import org.jspecify.annotations.NullMarked;
