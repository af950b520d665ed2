"""What changed, asked by a program: the same facts, for the groups of its key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bots.http.access.keys import digest
from tests.bots.access.served import served
from tests.bots.following.harbours import ingested


def test_a_program_is_told_what_its_key_may_read(tmp_path: Path) -> None:
    """Each fact with its words before and after, its place and its address; from the generation in service on, nothing."""
    first = ingested(tmp_path).generation.id
    assistant = ingested(tmp_path, day="2027-02-28", secret="2027-09-09")
    keys = tmp_path / "keys.yaml"
    held = {"public": [], "board": ["direction"]}
    lines = "".join(f"  {name}: {{sha256: {digest(name)}, groups: {of}}}\n" for name, of in held.items())
    keys.write_text(f"keys:\n{lines}", "utf-8")
    with served(tmp_path / "state", None, assistant, index=tmp_path / "index", keys=keys) as web:

        def changes(key: str, **asked: str) -> dict[str, Any]:
            answered = web.get("/api/changes", params=asked, headers={"authorization": f"Bearer {key}"})
            assert answered.status_code == 200
            return dict(answered.json())

        told = changes("public", since=first)
        [one] = told["changes"]
        assert (one["how"], one["before"], one["after"]) == ("changed", "2026-12-31", "2027-02-28")
        assert one["what"].startswith("PR-04 Quai du Nord")
        assert one["place"].startswith("ouvert.md")
        assert one["url"].startswith("http://127.0.0.1:8000/sources/ouvert.md/")
        assert {c["after"] for c in changes("board")["changes"]} == {"2027-02-28", "2027-09-09"}
        assert [c["after"] for c in changes("board", about="phare")["changes"]] == ["2027-09-09"]
        assert changes("public", about="phare")["changes"] == changes("public", about="rien")["changes"] == []
        assert changes("board", since=told["generation"])["changes"] == []
        assert web.get("/api/changes").status_code == 401


def test_an_earlier_index_that_cannot_be_read_tells_nothing(tmp_path: Path) -> None:
    """Nobody is told of what cannot be compared, and what serves answers on."""
    first = ingested(tmp_path).generation
    assistant = ingested(tmp_path, day="2027-02-28")
    (tmp_path / "index" / "generations" / first.id / "store.sqlite").write_bytes(b"other")
    with served(tmp_path / "state", None, assistant, index=tmp_path / "index") as web:
        answered = web.get("/api/changes")
        assert (answered.status_code, answered.json()["changes"]) == (200, [])
