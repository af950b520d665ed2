"""What the house promises of its own shape, checked on the sources as they are."""

from __future__ import annotations

import ast
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("ingest", "assistant", "bots")
SOURCES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
LONGEST_FILE = 350
LONGEST_USUAL_FUNCTION = 30
# Importing any of these takes a second or more, opens files or starts threads.
HEAVY = (
    "chromadb", "langchain", "langchain_core", "langchain_openai", "microsoft_teams", "openpyxl", "pdfplumber", "pypdf",
    "sentence_transformers", "slack_bolt", "torch", "transformers",
)  # fmt: skip


def module_names() -> list[str]:
    names = (".".join(path.relative_to(ROOT).with_suffix("").parts) for path in SOURCES)
    return sorted({name.removesuffix(".__init__") for name in names} - {"bots.__main__"})


def tracked_files() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git clone: there is no list of tracked files")
    return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_imports_follow_the_contracts() -> None:
    """Folders, rooms, plug-ins and vendors' doors are as pyproject.toml draws them, and every module is drawn there."""
    linter = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([str(linter), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_importing_every_module_is_free() -> None:
    """No model, database, chat library or document reader is loaded by an import."""
    code = (
        f"import importlib, sys\nfor name in {module_names()!r}: importlib.import_module(name)\n"
        f"print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == []


def test_no_file_is_too_long() -> None:
    """A file over the limit holds more than one noun."""
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_nine_functions_in_ten_are_short() -> None:
    """At least 90 % of the functions hold within thirty lines, signature and docstring included."""
    lengths = sorted(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert lengths[int(0.9 * (len(lengths) - 1))] <= LONGEST_USUAL_FUNCTION


def test_no_tracked_file_names_a_registry_or_a_machine() -> None:
    """The project installs from whatever registry its reader's tools are set to, and works in any folder."""
    words = [
        "py" + r"pi\.org",
        "python" + r"hosted\.org",
        "registry" + r"\.npm",
        "deb" + r"\.debian",
        "/ro" + "ot/[.a-z]",
        "/wo" + "rk/",
    ]
    pattern = re.compile("|".join(words).encode())
    binary = {".pdf", ".docx", ".xlsx", ".pptx", ".png", ".ico"}
    named = [
        f"{path.relative_to(ROOT)}: {found.group().decode()}"
        for path in tracked_files()
        if path.suffix not in binary and (found := pattern.search(path.read_bytes()))
    ]
    assert named == []


def test_the_suite_cannot_reach_a_network() -> None:
    """A connection to an address beyond this machine is refused before it leaves."""
    with pytest.raises(OSError, match="only reach loopback"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(OSError, match="only reach loopback"):
        socket.getaddrinfo("example.org", 80)
