"""Rows of numbers or bytes kept in a file each, which a reader maps and never loads whole.

Not numpy's own format: it reads a file's heading with ``ast``, and Python 3.11 fails (SystemError) in any thread that
parses while another does. A server opens an index in one thread and answers in others.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def save(path: Path, values: NDArray[Any]) -> None:
    """Writes rows, shape (n,), as they are in memory."""
    values.tofile(path)


def mapped(path: Path, kind: str) -> NDArray[Any]:
    """Rows saved as ``kind``, one of numpy's names (« <i4 », « S48 »). Read only, shape (n,)."""
    if not path.stat().st_size:
        return np.empty(0, kind)
    return np.memmap(path, kind, mode="r")
