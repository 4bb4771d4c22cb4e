"""Redraws a ticket and prints or saves its effective weights, with numpy and nothing of ours.

    python3 redraw.py TICKET [OUT.npz]

A ticket holds a seed and the kept edges; this draws the kept weights again (Philox4x32-10, docs/numerics.md) and
collapses every block to two matrices: block(x) = plus relu(x) - minus relu(-x). All sums are exact in float64.
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


def weights(seed, attempt, layer, rows, columns):
    """Weights at (row, column) of source layer `layer`: word (row & 3) at counter (column, row >> 2, layer, attempt)."""
    n = len(rows)
    counter = np.stack([columns, rows >> 2, np.full(n, layer), np.full(n, attempt)], axis=1)
    words = philox((seed & 0xFFFFFFFF, seed >> 32), counter)[np.arange(n), rows & 3].astype(np.int64)
    return np.where(words & 1, -1.0, 1.0) * ((words >> 8) + 1) / 2**24


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
    seed, attempt, widths = int(metadata["seed"]), int(metadata["attempt"]), json.loads(metadata["widths"])
    result = {}
    for j in range(1, len(widths) - 1, 2):
        edges = [(tensors[f"layer.{i}.rows"].astype(np.int64), tensors[f"layer.{i}.columns"].astype(np.int64)) for i in (j, j + 1)]
        (units, inputs), (outputs, hidden) = edges
        gain, fed_by = np.zeros(widths[j]), np.zeros(widths[j], np.int64)
        gain[units], fed_by[units] = weights(seed, attempt, j, units, inputs), inputs
        u, c, v = gain[hidden], fed_by[hidden], weights(seed, attempt, j + 1, outputs, hidden)
        for name, half in (("plus", u > 0), ("minus", u < 0)):
            matrix = np.zeros((widths[j + 1], widths[j - 1]))
            np.add.at(matrix, (outputs[half], c[half]), (v * u)[half])
            result[f"{name}.{(j + 1) // 2}"] = matrix
    return result


if __name__ == "__main__":
    matrices = effective_weights(sys.argv[1])
    if len(sys.argv) > 2:
        np.savez(sys.argv[2], **matrices)
    for name, matrix in matrices.items():
        print(f"{name}: shape {list(matrix.shape)}, sum {matrix.sum():.17g}, largest {np.abs(matrix).max(initial=0):.17g}")
