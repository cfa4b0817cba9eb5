"""Writes the files ind.tiny.* beside it, and the hostile ones, as Planetoid's publishers wrote theirs: Python 2.7, cPickle, protocol 2.

NumPy and SciPy for Python 2 are hard to come by, so classes of their names stand in that pickle to the same instructions.
Run: python2.7 make.py
"""
import cPickle
import collections
import os
import struct
import sys
import types


def module(name, **members):
    made = types.ModuleType(name)
    for key, member in members.items():
        member.__module__ = name
        setattr(made, key, member)
    sys.modules[name] = made


def _reconstruct():
    pass


class ndarray(object):
    def __init__(self, shape, type, data):
        self.state = (1, shape, type, False, data)

    def __reduce__(self):
        return _reconstruct, (ndarray, (0,), 'b'), self.state


class dtype(object):
    def __init__(self, code):
        self.code = code

    def __reduce__(self):
        return dtype, (self.code, 0, 1), (3, '<', None, None, None, -1, -1, 0)


class csr_matrix(object):
    pass


module('numpy', ndarray=ndarray, dtype=dtype)
module('numpy.core')
module('numpy.core.multiarray', _reconstruct=_reconstruct)
module('scipy')
module('scipy.sparse')
module('scipy.sparse.csr', csr_matrix=csr_matrix)

I4, F4 = dtype('i4'), dtype('f4')


def ints(values, shape=None):
    return ndarray(shape or (len(values),), I4, struct.pack('<%di' % len(values), *values))


def csr(rows, columns):
    matrix = csr_matrix()
    indptr, indices, data = [0], [], []
    for row in rows:
        indices += sorted(row)
        data += [row[column] for column in sorted(row)]
        indptr.append(len(indices))
    matrix.__dict__.update(
        format='csr', _shape=(len(rows), columns), maxprint=50, indptr=ints(indptr), indices=ints(indices),
        data=ndarray((len(data),), F4, struct.pack('<%df' % len(data), *data)))
    return matrix


def one_hot(labels, classes):
    return ints([int(c == label) for label in labels for c in range(classes)], (len(labels), classes))


def write(name, value):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), 'wb') as out:
        out.write(value if isinstance(value, str) else cPickle.dumps(value, 2))


# Nodes 0..3, then test nodes 6, 4, 7 in this order; 5 is described by nobody and has no edges.
write('ind.tiny.allx', csr([{0: 1.0}, {1: 1.0, 300: .5}, {}, {2: 1.0}], 301))
write('ind.tiny.ally', one_hot([0, 1, 2, 1], 3))
write('ind.tiny.tx', csr([{6: 6.0}, {4: 4.0}, {7: 7.0}], 301))
write('ind.tiny.ty', one_hot([2, 1, 0], 3))
write('ind.tiny.test.index', '6\n4\n7\n')
graph = collections.defaultdict(list)
graph.update({0: [1, 1, 2], 1: [0], 2: [2], 3: [4, 7], 4: [3], 5: [], 6: [0], 7: [3]})
write('ind.tiny.graph', graph)


class Call(object):
    def __reduce__(self):
        return os.system, ('echo this must not run',)


write('hostile.call', Call())
