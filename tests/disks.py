"""Real disks that refuse: a folder mounted read-only, one with no room, in a namespace of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).parents[1]


def where(script: str, locked: Sequence[Path] = (), full: Mapping[Path, str] | None = None) -> Any:
    """What Python's ``script`` prints last, as JSON, in a process for which the folders of ``locked`` are read-only and
    those of ``full`` are empty disks of that size (« 64k »). Skips, with the reason, where none can be mounted."""
    mounts = [f"mount --bind '{one}' '{one}' && mount -o remount,ro,bind '{one}' '{one}'" for one in locked]
    mounts += [f"mount -t tmpfs -o size={size} tmpfs '{one}'" for one, size in (full or {}).items()]
    _skip_unless_mounting()
    shell = " && ".join([*mounts, 'exec "$0" -c "$1"'])
    ran = subprocess.run(
        ["unshare", "-rm", "sh", "-c", shell, sys.executable, script],
        cwd=_ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def _skip_unless_mounting() -> None:
    if not shutil.which("unshare"):
        pytest.skip("no unshare on this machine: no disk can be made to refuse")
    tried = subprocess.run(
        ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
    )
    if tried.returncode:
        pytest.skip("this machine lets no test mount a disk of its own")
