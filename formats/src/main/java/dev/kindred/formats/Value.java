package dev.kindred.formats;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.Csr;
import dev.kindred.io.Npy;
import dev.kindred.io.Pickle.Global;
import dev.kindred.io.Pickle.Instance;
import dev.kindred.io.Pickle.Tuple;
import dev.kindred.io.PickledArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A named value of a file of arrays. */
sealed interface Value {
    /** An array whose cells are all there. */
    record Dense(Npy array) implements Value {}

    /** A sparse matrix. */
    record Matrix(Sparse sparse) implements Value {}

    /** A list of texts. */
    record Texts(List<String> texts) implements Value {}

    /** The lengths of its dimensions; empty for a single number. */
    default int[] shape() {
        return switch (this) {
            case Dense dense -> dense.array().shape();
            case Matrix matrix ->
                new int[] {matrix.sparse().rows(), matrix.sparse().columns()};
            case Texts texts -> new int[] {texts.texts().size()};
        };
    }

    /**
     * What a pickled object stands for: an array, a SciPy matrix, an array that holds one of these, or texts and numbers.
     *
     * @param where the file (and array) that messages name
     * @throws InvalidInputException where it is something else
     */
    static Value ofPickled(Object pickled, String where) {
        List<?> items = PickledArrays.objects(pickled);
        if (items != null && items.size() == 1 && (items.getFirst() instanceof Instance)) {
            return ofPickled(items.getFirst(), where);
        }
        if (items != null) {
            List<String> texts = new ArrayList<>();
            for (Object item : items) {
                if (!(item instanceof String || item instanceof Long)) {
                    throw new InvalidInputException(
                            where + ": expected objects that are texts, numbers or one SciPy matrix, got others");
                }
                texts.add(item.toString());
            }
            return new Texts(texts);
        }
        if (PickledArrays.isArray(pickled)) {
            return new Dense(PickledArrays.array(pickled, where));
        }
        if (pickled instanceof Instance matrix
                && Set.of(Global.CSR_MATRIX, Global.CSC_MATRIX, Global.COO_MATRIX)
                        .contains(matrix.type())
                && matrix.state() instanceof Map<?, ?> state) {
            return new Matrix(matrix(matrix.type(), state, where));
        }
        throw new InvalidInputException(
                where + ": expected an array or a SciPy matrix (csr, csc, coo), got another object;"
                        + " save arrays with numpy.savez, or matrix.tocsr() with scipy.sparse.save_npz");
    }

    private static Sparse matrix(Global type, Map<?, ?> state, String where) {
        int[] shape = PickledArrays.shape(state.get("_shape"), where + " (_shape)");
        Npy data = PickledArrays.array(state.get("data"), where + " (data)");
        if (type == Global.COO_MATRIX) {
            Object row = state.get("row");
            Object column = state.get("col");
            if (state.get("coords") instanceof Tuple coordinates
                    && coordinates.items().size() == 2) {
                row = coordinates.items().get(0);
                column = coordinates.items().get(1);
            }
            return coordinates(
                    where,
                    shape,
                    PickledArrays.array(row, where + " (row)"),
                    PickledArrays.array(column, where + " (col)"),
                    data);
        }
        return compressed(
                where,
                type == Global.CSC_MATRIX,
                shape,
                PickledArrays.array(state.get("indptr"), where + " (indptr)"),
                PickledArrays.array(state.get("indices"), where + " (indices)"),
                data);
    }

    /** A matrix of SciPy's three arrays, by rows or by columns. */
    static Sparse compressed(String where, boolean byColumns, int[] shape, Npy indptr, Npy indices, Npy data) {
        checkTwo(where, shape);
        int rows = byColumns ? shape[1] : shape[0];
        int columns = byColumns ? shape[0] : shape[1];
        Sparse sparse = new Sparse(rows, columns, Csr.of(where, "", indptr, indices, data, rows, columns));
        return byColumns ? sparse.transposed() : sparse;
    }

    /** A matrix of places and values. */
    static Sparse coordinates(String where, int[] shape, Npy row, Npy column, @Nullable Npy data) {
        checkTwo(where, shape);
        int[] rows = row.ints();
        float[] values;
        if (data == null) {
            values = new float[rows.length];
            Arrays.fill(values, 1);
        } else {
            values = data.floats();
        }
        return Sparse.ofCoordinates(where, shape[0], shape[1], rows, column.ints(), values);
    }

    private static void checkTwo(String where, int[] shape) {
        if (shape.length != 2) {
            throw new InvalidInputException(where + ": expected two dimensions, got " + shape.length);
        }
    }
}
