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
MOST_WORDS = 15
MOST_ALTERNATIVES = 12
MOST_NAMES = 16
# Patterns that are to become data of the languages; none may be added.
OWED = {"assistant/telling/quotes.py": [15, 21]}
# Lists that are no list of words to recognise: what they are names of.
NAMES_OF = {
    "assistant/choosing/features.py": "columns of the chooser",
    "assistant/evidence/gathering.py": "columns of records, and the kinds of question that ask them",
    "assistant/wording/values.py": "columns of records, and what we call them",
}
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


def strings(node: ast.AST) -> int:
    """How many strings a literal lists: in brackets, as keys, or to be split."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
        said = node.func.value
        return len(said.value.split()) if isinstance(said, ast.Constant) and isinstance(said.value, str) else 0
    held = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
    return sum(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in held)


def alternatives(node: ast.AST) -> int:
    """How many alternatives a pattern writes, in the largest of its parts that ``re`` is given."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
        return 0
    if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re"):
        return 0
    said = "".join(c.value for c in ast.walk(node.args[0]) if isinstance(c, ast.Constant) and isinstance(c.value, str))
    return said.count("|") + 1


def test_words_are_data() -> None:
    """In assistant/, a list of more than fifteen words is a file, whose worth can be measured."""
    listed = {
        f"{name}:{node.lineno}": count
        for path in SOURCES
        if (name := str(path.relative_to(ROOT))).startswith("assistant/") and name not in NAMES_OF
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.expr) and (count := strings(node)) > MOST_WORDS
    }
    assert listed == {}


def test_no_pattern_is_a_list_of_words() -> None:
    """In assistant/, a pattern has twelve alternatives at most."""
    written = {
        name: found
        for path in SOURCES
        if (name := str(path.relative_to(ROOT))).startswith("assistant/")
        and (
            found := [
                n for n in map(alternatives, ast.walk(ast.parse(path.read_text("utf-8")))) if n > MOST_ALTERNATIVES
            ]
        )
    }
    assert written == OWED


def test_a_room_is_seen_at_a_glance() -> None:
    """No folder of code holds more than sixteen modules and rooms."""
    held = {
        str(folder.relative_to(ROOT)): sum(
            (path.suffix == ".py" and path.name != "__init__.py") or (path / "__init__.py").exists()
            for path in folder.iterdir()
        )
        for folder in {path.parent for path in SOURCES}
    }
    assert {name: count for name, count in held.items() if count > MOST_NAMES} == {}


def test_no_tracked_file_names_a_registry_or_a_machine() -> None:
    """The project installs from whatever registry its reader's tools are set to, and works in any folder."""
    words = [
        "py" + r"pi\.org",
        "python" + r"hosted\.org",
        "registry" + r"\.npm",
        "deb" + r"\.debian",
        r"(?<![\w}])/ro" + "ot/[.a-z]",
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
