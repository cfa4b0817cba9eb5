"""Writes the binary files beside it. Run: python3 make.py (numpy, scipy, h5py)

All hold the path a-b-c-d of four nodes, three features a node (1 0 2, 0 0 1, 0 3 0, 4 0 0) and the classes 0, 0, 1, 1, in the layouts that
programs of the field write.
"""
import os
import sys
import types
import zipfile

import h5py
import numpy as np
import scipy.io
import scipy.sparse as sp

here = os.path.dirname(os.path.abspath(__file__))


def at(name):
    return os.path.join(here, name)


adj = sp.csr_matrix(np.array([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]], dtype=np.float32))
x = np.array([[1, 0, 2], [0, 0, 1], [0, 3, 0], [4, 0, 0]], dtype=np.float32)
y = np.array([0, 0, 1, 1])
edge_index = np.array([[0, 1, 1, 2, 2, 3], [1, 0, 2, 1, 3, 2]])

# scipy.sparse.save_npz
for kind in ("csr", "csc", "coo", "dia"):
    sp.save_npz(at("scipy_%s.npz" % kind), adj.asformat(kind))

# GraphData and others: SciPy matrices as pickled objects
np.savez(at("graphdata.npz"), adj_matrix=np.array(adj, dtype=object), node_attr=np.array(sp.csc_matrix(x), dtype=object), node_label=y)
np.savez(at("pickled_coo.npz"), adj=np.array(adj.tocoo(), dtype=object), feat=x, label=np.array(["p", "p", "q", "q"], dtype=object))
np.savez(at("metadata.npz"), adj=adj.toarray(), x=np.asfortranarray(x), metadata=np.array({"name": "path"}, dtype=object))

# PyTorch Geometric's names
np.savez(at("edge_index.npz"), edge_index=edge_index, x=x, y=y, edge_weight=np.array([1, 1, 2, 2, 3, 3.0]), train_mask=y > 0)
np.savez(at("pairs.npz"), edges=np.array([[0, 1], [1, 2], [2, 3]]), num_nodes=np.array(5))

# MATLAB
scipy.io.savemat(at("flickr.mat"), {"Network": adj.astype(np.float64), "Attributes": sp.csc_matrix(x.astype(np.float64)), "Label": y.reshape(-1, 1).astype(np.uint8)}, do_compression=True)
scipy.io.savemat(
    at("yelp.mat"),
    {
        "homo": adj.astype(np.float64),
        "net_rur": adj.astype(np.float64),
        "features": sp.csc_matrix(x.astype(np.float64)),
        "label": y.reshape(1, -1),
        "note": "text",
        "cells": np.array([["a"], [1]], dtype=object),
    },
)
scipy.io.savemat(at("group.mat"), {"network": adj.astype(np.float64), "group": sp.csc_matrix(np.eye(2)[y])})

# AnnData
def csr(group, name, matrix, encoding="csr_matrix"):
    part = group.create_group(name)
    part.attrs["encoding-type"] = encoding
    part.attrs["encoding-version"] = "0.1.0"
    part.attrs["shape"] = np.array(matrix.shape)
    part["data"] = matrix.data
    part["indices"] = matrix.indices
    part["indptr"] = matrix.indptr


def anndata(name, sparse, neighbors=True):
    with h5py.File(at(name), "w") as f:
        f.attrs["encoding-type"] = "anndata"
        if sparse:
            csr(f, "X", sp.csr_matrix(x))
        else:
            f.create_dataset("X", data=x, chunks=(2, 3), compression="gzip")
        obs = f.create_group("obs")
        obs.attrs["encoding-type"] = "dataframe"
        obs.attrs["_index"] = "_index"
        obs.attrs["column-order"] = np.array(["n_genes", "cell_type"], dtype=h5py.string_dtype())
        obs.create_dataset("_index", data=np.array(["a", "b", "c", "d"], dtype=object), dtype=h5py.string_dtype())
        obs["n_genes"] = np.array([3, 1, 1, 1])
        kind = obs.create_group("cell_type")
        kind.attrs["encoding-type"] = "categorical"
        kind["codes"] = np.array([0, 0, 1, -1], dtype=np.int8)
        kind.create_dataset("categories", data=np.array(["B", "T"], dtype=object), dtype=h5py.string_dtype())
        obsp = f.create_group("obsp")
        if neighbors:
            csr(obsp, "connectivities", adj)
        csr(obsp, "distances", adj)


anndata("sparse.h5ad", True)
anndata("dense.h5ad", False)
anndata("no_neighbors.h5ad", False, neighbors=False)


# MATLAB 7.3: HDF5 behind 512 bytes of text, matrices by their columns. save('graph.mat', '-v7.3') writes so.
def matlab_73(name, sparse):
    with h5py.File(at(name), "w", userblock_size=512) as f:
        for key, matrix in (("Network", adj), ("Attributes", sp.csc_matrix(x))):
            if sparse:
                columns = sp.csc_matrix(matrix).astype(np.float64)
                group = f.create_group(key)
                group.attrs["MATLAB_class"] = np.bytes_("double")
                group.attrs["MATLAB_sparse"] = np.uint64(columns.shape[0])
                group["data"] = columns.data
                group["ir"] = columns.indices.astype(np.uint64)
                group["jc"] = columns.indptr.astype(np.uint64)
            else:
                cells = f.create_dataset(key, data=matrix.toarray().astype(np.float64).T, chunks=True, compression="gzip")
                cells.attrs["MATLAB_class"] = np.bytes_("double")
        classes = f.create_dataset("Label", data=(y + 1).astype(np.uint8).reshape(1, -1))
        classes.attrs["MATLAB_class"] = np.bytes_("uint8")
        text = f.create_dataset("about", data=np.array([[104], [105]], dtype=np.uint16))
        text.attrs["MATLAB_class"] = np.bytes_("char")
        nothing = f.create_dataset("nothing", data=np.array([0, 0], dtype=np.uint64))
        nothing.attrs["MATLAB_class"] = np.bytes_("double")
        nothing.attrs["MATLAB_empty"] = np.uint8(1)
    with open(at(name), "r+b") as f:
        f.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64, Created on: Wed Nov 25 2026 HDF5 schema 1.00 .".ljust(124))
        f.write(bytes([0, 2]) + b"IM")


matlab_73("sparse73.mat", True)
matlab_73("dense73.mat", False)


# PyTorch: classes of torch's names pickle to the same instructions.
import pickle


def module(name, **members):
    made = types.ModuleType(name)
    for key, member in members.items():
        member.__module__ = name
        member.__qualname__ = key
        setattr(made, key, member)
    sys.modules[name] = made


def _rebuild_tensor_v2(*arguments):
    pass


def _rebuild_sparse_tensor(*arguments):
    pass


def _get_layout(name):
    pass


class FloatStorage:
    pass


class LongStorage:
    pass


class Data:
    pass


class GlobalStorage:
    pass


module("torch_geometric")
module("torch_geometric.data")
module("torch", FloatStorage=FloatStorage, LongStorage=LongStorage)
module("torch._utils", _rebuild_tensor_v2=_rebuild_tensor_v2, _rebuild_sparse_tensor=_rebuild_sparse_tensor)
module("torch.serialization", _get_layout=_get_layout)
module("torch_geometric.data.data", Data=Data)
module("torch_geometric.data.storage", GlobalStorage=GlobalStorage)


class Tensor:
    def __init__(self, array, stride=None, size=None, offset=0):
        self.array = array
        self.size = tuple(size or array.shape)
        self.stride = tuple(stride or [s // array.itemsize for s in array.strides])
        self.offset = offset

    def __reduce__(self):
        return _rebuild_tensor_v2, (self.storage(), self.offset, self.size, self.stride, False, {})

    def storage(self):
        return Storage(self.array)


class Storage:
    def __init__(self, array):
        self.array = array


class SparseTensor:
    def __init__(self, indices, values, size):
        self.parts = (indices, values, size)

    def __reduce__(self):
        return _rebuild_sparse_tensor, (Layout(), self.parts)


class Layout:
    def __reduce__(self):
        return _get_layout, ("torch.sparse_coo",)


def torch_save(name, value, order="little"):
    import io

    storages = []

    class Pickler(pickle._Pickler):
        def persistent_id(self, value):
            if isinstance(value, Storage):
                key = str(len(storages))
                storages.append(value.array)
                kind = FloatStorage if value.array.dtype == np.float32 else LongStorage
                return ("storage", kind, key, "cpu", value.array.size)
            return None

    out = io.BytesIO()
    Pickler(out, protocol=2).dump(value)
    base = name.split(".")[0]
    with zipfile.ZipFile(at(name), "w") as z:
        z.writestr(zipfile.ZipInfo(base + "/data.pkl"), out.getvalue())
        z.writestr(zipfile.ZipInfo(base + "/byteorder"), order)
        for i, array in enumerate(storages):
            data = array.tobytes(order="A") if order == "little" else array.byteswap().tobytes(order="A")
            z.writestr(zipfile.ZipInfo(base + "/data/%d" % i), data)
        z.writestr(zipfile.ZipInfo(base + "/version"), "3\n")


def geometric(**members):
    data = Data.__new__(Data)
    store = GlobalStorage.__new__(GlobalStorage)
    store.__dict__.update({"_mapping": members})
    data.__dict__.update({"_store": store})
    return data


# x by columns, as x.t().contiguous().t() has it: strides 1 and 4.
torch_save("data.pt", geometric(x=Tensor(np.asfortranarray(x)), edge_index=Tensor(edge_index), y=Tensor(y), num_nodes=4))
torch_save("big_endian.pt", {"x": Tensor(x), "edge_index": Tensor(edge_index)}, order="big")
coo = adj.tocoo()
torch_save(
    "sparse.pt",
    {"adj": SparseTensor(Tensor(np.array([coo.row, coo.col]).astype(np.int64)), Tensor(coo.data), (4, 4)), "feat": Tensor(x)},
)
torch_save("slices.pt", (geometric(x=Tensor(x), edge_index=Tensor(edge_index), y=Tensor(y)), None))
