"""Redraws a ticket and prints or saves its effective weights, with numpy and nothing of ours.

    python3 redraw.py TICKET [OUT.npz]

A ticket holds a seed and the kept edges; this draws the kept weights again (Philox4x32-10, docs/numerics.md) and
collapses every block to two matrices: block(x) = plus relu(x) - minus relu(-x). Sums are exact in float64 while the sum of
their terms' sizes stays below 2^53 steps of the grid (docs/numerics.md), as in tickets that were made here.
"""
import json
import sys

import numpy as np


def philox(key, counter):
    """Philox4x32-10 (Salmon et al., 2011) on arrays of counters [N, 4]; returns words [N, 4]."""
    c = [counter[:, i].astype(np.uint64) for i in range(4)]
    k0, k1 = np.uint64(key[0]), np.uint64(key[1])
    low = np.uint64(0xFFFFFFFF)
    for _ in range(10):
        p0, p1 = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        c = [(p1 >> np.uint64(32)) ^ c[1] ^ k0, p1 & low, (p0 >> np.uint64(32)) ^ c[3] ^ k1, p0 & low]
        k0, k1 = (k0 + np.uint64(0x9E3779B9)) & low, (k1 + np.uint64(0xBB67AE85)) & low
    return np.stack(c, axis=1)


def sizes(law, m):
    """The size of a weight whose word has the upper 24 bits m, under the law of its layer."""
    grid = 2.0 ** law["gridExponent"]
    if law["name"] == "uniform":
        return (m + 1) * grid
    if law["name"] == "binary":
        return np.ones(len(m))
    if law["name"] == "tabulated":
        # The upper bits choose a segment of the table, the others a place in it; integers below 2^48.
        table = np.array(law["magnitudes"], np.int64)
        places = 2**24 // (len(table) - 1)
        low, high = table[m // places], table[m // places + 1]
        return (low + (high - low) * (m % places) // places) * grid
    # Hyperbolic: g^((4 - k)/8) s^((m + 1/2) 2^-24), s = g^(3k/4), from square roots of s, rounded to the grid.
    g, k = (np.sqrt(5.0) - 1) / 2, law["bins"]
    eighth = np.sqrt(np.sqrt(np.sqrt(g)))
    top, step = 1.0, 1.0
    for _ in range(abs(4 - k)):
        top *= eighth
    for _ in range(3 * k):
        step *= np.sqrt(np.sqrt(g))
    roots = [step]
    for _ in range(25):
        roots.append(np.sqrt(roots[-1]))
    high, low = np.full(len(m), 1 / top if k > 4 else top), np.full(len(m), roots[25])
    for b in range(12):
        high *= np.where(m & (0x800000 >> b), roots[1 + b], 1.0)
        low *= np.where(m & (0x800 >> b), roots[13 + b], 1.0)
    return np.floor(high * low / grid + 0.5) * grid


def weights(seed, attempt, law, layer, rows, columns):
    """Weights at (row, column) of source layer `layer`: word (row & 3) at counter (column, row >> 2, layer, attempt)."""
    n = len(rows)
    if law["name"] == "layers":
        law = law["laws"][(layer - 1) % len(law["laws"])]
    counter = np.stack([columns, rows >> 2, np.full(n, layer), np.full(n, attempt)], axis=1)
    words = philox((seed & 0xFFFFFFFF, seed >> 32), counter)[np.arange(n), rows & 3].astype(np.int64)
    return np.where(words & 1, -1.0, 1.0) * sizes(law, words >> 8)


def read_safetensors(path):
    data = open(path, "rb").read()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    metadata = header.pop("__metadata__")
    types = {"U32": "<u4", "F64": "<f8"}
    body = data[8 + size :]
    return metadata, {k: np.frombuffer(body[slice(*v["data_offsets"])], types[v["dtype"]]) for k, v in header.items()}


def effective_weights(path):
    metadata, tensors = read_safetensors(path)
    seed, attempt, law, widths = int(metadata["seed"]), int(metadata["attempt"]), json.loads(metadata["law"]), json.loads(metadata["widths"])
    result, start = {}, 0
    for block, depth in enumerate(json.loads(metadata["depths"]), 1):
        # A unit computes |gain| relu(sign(gain) x_c) for the one input c that feeds it, by way of units that do.
        gain, fed_by = None, None
        for j in range(start + 1, start + depth + 1):
            rows, columns = (tensors[f"layer.{j}.{kind}"].astype(np.int64) for kind in ("rows", "columns"))
            w = weights(seed, attempt, law, j, rows, columns)
            if j == start + depth:
                for name, half in (("plus", gain.get(columns) > 0), ("minus", gain.get(columns) < 0)):
                    matrix = np.zeros((widths[j], widths[start]))
                    np.add.at(matrix, (rows[half], fed_by.get(columns)[half]), (w * gain.get(columns))[half])
                    result[f"{name}.{block}"] = matrix
            elif gain is None:
                gain, fed_by = Units(rows, w), Units(rows, columns)
            else:
                units, place = np.unique(rows, return_inverse=True)
                sums, inputs = np.zeros(len(units)), np.zeros(len(units), np.int64)
                np.add.at(sums, place, w * gain.get(columns))
                inputs[place] = fed_by.get(columns)
                signs = np.zeros(len(units))
                signs[place] = np.sign(gain.get(columns))
                if (inputs[place] != fed_by.get(columns)).any() or (signs[place] != np.sign(gain.get(columns))).any() or (sums * signs <= 0).any():
                    sys.exit("redraw: needed units fed by one input and one sign of it, with a positive gain")
                gain, fed_by = Units(units, sums), Units(units, inputs)
        start += depth
    return result


class Units:
    """A value for each of some units, looked up by their numbers; sources are too wide for arrays of all their units."""

    def __init__(self, units, values):
        order = np.argsort(units)
        if len(np.unique(units)) < len(units):
            sys.exit("redraw: needed one incoming edge per hidden unit of a block's first layer")
        self.units, self.values = units[order], values[order]

    def get(self, units):
        place = np.minimum(np.searchsorted(self.units, units), max(0, len(self.units) - 1))
        if len(units) and (len(self.units) == 0 or not np.array_equal(self.units[place], units)):
            sys.exit("redraw: needed an incoming edge at every used hidden unit")
        return self.values[place] if len(units) else np.zeros(0, self.values.dtype)


if __name__ == "__main__":
    matrices = effective_weights(sys.argv[1])
    if len(sys.argv) > 2:
        np.savez(sys.argv[2], **matrices)
    for name, matrix in matrices.items():
        print(f"{name}: shape {list(matrix.shape)}, sum {matrix.sum():.17g}, largest {np.abs(matrix).max(initial=0):.17g}")
