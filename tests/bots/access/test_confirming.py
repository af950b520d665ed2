"""A document confirmed on the steward's page: by whom it may be, what answers say of it then, and all that ends it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.model import Answer, Claim, Lang, Question
from bots.channel import Asked, Desk
from bots.channels.privacy import rows
from bots.http.access.groups import Owners
from bots.settings import Settings
from ingest import pipeline
from ingest.index.shelf import Shelf
from tests.bots.access.openid import OpenId
from tests.bots.access.served import DIRECTION, PAGE, served, signed_in
from tests.ingest.index.conftest import HashEmbedder

TODAY = date(2026, 11, 24)
DESCRIBED = """documents:
  quais.md: {title: Règlement des quais, owner: "Direction des ports, du large", version: "%s"}
  glace.md: {title: Règlement de la glace, owner: Bureau des glaces, verified: 2026-01-05, review: 2026-06-30}
  secret.md: {title: Note fermée, owner: "Direction des ports, du large", audience: [comité]}
"""
SAID = "Vérifié le 24 novembre 2026 par la Direction des ports, du large."
OPEN = {"stewards": "direction", "owners": "direction=direction  des ports, du large"}


class Quoting(Assistant):
    """Answers with the last words of a document, which the question names."""

    def answer(self, question: Question, *_: Any) -> Any:
        library = self.library(question.groups, question.as_of)
        block = library.blocks(question.text)[-1]
        cited = library.cite(question.text, quote=block.text, place=block.place)
        claims, text = (Claim(block.text, (cited.id,)),), block.text
        return Answer("a", question.text, Lang.FR, text, claims, (cited,), generation=library.generation.id)


def ingested(place: Path, words: str = "Le quai du Nord ferme à 20 h.", described: str = DESCRIBED % "1") -> Assistant:
    (place / "docs").mkdir(exist_ok=True, parents=True)
    for name, text in (("corpus.yaml", described), ("quais.md", words), ("glace.md", "Glace."), ("secret.md", "Chut.")):
        (place / "docs" / name).write_text(text, "utf-8")
    embedder = HashEmbedder()
    pipeline.ingest(place / "docs", place / "index", embedder)
    return Quoting(Shelf(place / "index", embedder.identity), embedder, today=TODAY)


@pytest.fixture
def provider() -> Iterator[OpenId]:
    with OpenId() as made:
        made.person |= {"groups": [DIRECTION]}
        yield made


def form(page: str, document: str) -> dict[str, str]:
    """What the page's button of a document would send."""
    found = re.search(rf'name="document" value="{document}">(?:<input type="hidden" name="seen" value="(\w+)">)?', page)
    assert found, document
    return {"document": document, "seen": found[1] or "", "until": "2027-05-01", "how": "confirm"}


def told(desk: Desk, document: str, as_of: date | None = None) -> list[str]:
    reply = desk.reply(Asked(document, as_of=as_of))
    return [n.text for n in reply.notices if n.kind == "verified" and n.text in reply.text.split("\n")]


def test_an_owner_confirms_and_answers_say_so_until_it_is_taken_back(
    tmp_path: Path, provider: OpenId, caplog: pytest.LogCaptureFixture
) -> None:
    """One audit line each; the page then shows the two days and what to copy into corpus.yaml."""
    caplog.set_level(logging.INFO, "repere.audit")
    with served(tmp_path / "state", provider, ingested(tmp_path), **OPEN) as web:
        desk: Desk = web.app.state.desk  # type: ignore[attr-defined]
        signed_in(web)
        page = web.get("/intendance", headers=PAGE).text
        assert "jamais vérifié" in page
        assert told(desk, "quais.md") == []
        assert web.post("/intendance", data=form(page, "quais.md"), headers=PAGE).status_code == 303
        assert told(desk, "quais.md") == [SAID]
        assert told(desk, "quais.md", date(2027, 5, 2)) == told(desk, "quais.md", date(2026, 11, 23)) == []
        after = web.get("/intendance", headers=PAGE).text
        assert "jamais vérifié" not in after
        assert "review: &#39;2027-05-01&#39;" in after
        web.post("/intendance", data={"document": "quais.md", "how": "withdraw"}, headers=PAGE)
        assert told(desk, "quais.md") == []
    lines = [one.getMessage() for one in caplog.records if one.getMessage().startswith("confirmation")]
    assert [line.rpartition(": ")[2] for line in lines] == ["until 2027-05-01", "withdrawn"]


WRONG = (
    {"until": "2026-11-24"}, {"until": "2028-11-26"}, {"until": "demain"}, {"until": ""}, {"seen": "0"}, {"seen": ""},
)  # fmt: skip


def test_nothing_else_confirms(tmp_path: Path, provider: OpenId) -> None:
    """A day that is past, too far or none, a file other than the one shown; the document of another owner, one that the
    person does not read, one that is not there: these three look the same."""
    with served(tmp_path / "state", provider, ingested(tmp_path), **OPEN) as web:
        desk: Desk = web.app.state.desk  # type: ignore[attr-defined]
        signed_in(web)
        good = form(web.get("/intendance", headers=PAGE).text, "quais.md")
        for wrong in WRONG:
            assert web.post("/intendance", data={**good, **wrong}, headers=PAGE).status_code == 422, wrong
        for name in ("glace.md", "secret.md", "nulle-part.md"):
            for how in ("confirm", "withdraw"):
                sent = {**good, "document": name, "how": how}
                assert web.post("/intendance", data=sent, headers=PAGE).status_code == 404, name
        assert desk.confirmations.held() == {}


@pytest.mark.parametrize("more", [{"owners": ""}, {"keep": "nothing"}, {"owners": "comité=*"}])
def test_without_a_rule_nobody_confirms(tmp_path: Path, provider: OpenId, more: dict[str, str]) -> None:
    """Not said who confirms what, nothing to be kept, another audience's: no button, and none would do anything.
    Nor is a file of it made where there is no rule."""
    with served(tmp_path / "state", provider, ingested(tmp_path), **{**OPEN, **more}) as web:
        signed_in(web)
        assert 'value="confirm"' not in web.get("/intendance", headers=PAGE).text
        sent = {"document": "quais.md", "seen": "x", "until": "2027-05-01", "how": "confirm"}
        assert web.post("/intendance", data=sent, headers=PAGE).status_code == 404
    on = more.get("owners") == "comité=*"
    assert bool(list((tmp_path / "state").glob("confirmations*"))) is on


@pytest.mark.parametrize(
    ("words", "described"),
    [("Le quai du Nord ferme à 21 h.", DESCRIBED % "1"), (None, (DESCRIBED % "1").replace("du large", "du fleuve"))],
)
def test_another_file_or_another_owner_is_not_confirmed(
    tmp_path: Path, provider: OpenId, words: str | None, described: str
) -> None:
    """The document changed since, or somebody else keeps it: the answer says nothing, and the page asks again."""
    same = words or "Le quai du Nord ferme à 20 h."
    with served(tmp_path / "state", provider, ingested(tmp_path), **OPEN) as web:
        signed_in(web)
        web.post("/intendance", data=form(web.get("/intendance", headers=PAGE).text, "quais.md"), headers=PAGE)
        desk: Desk = web.app.state.desk  # type: ignore[attr-defined]
        assert told(desk, "quais.md") == [SAID]
        changed = ingested(tmp_path, same, described)
        assert desk.assistant.generation.id == changed.generation.id
        assert told(desk, "quais.md") == []
        assert "jamais vérifié" in web.get("/intendance", headers=PAGE).text
        ingested(tmp_path, same, DESCRIBED % "2")
        assert told(desk, "quais.md") == ([] if words else [SAID])


def test_who_confirms_what() -> None:
    """An audience confirms what its own owner keeps; « * » everything; what is not written, nothing."""
    owners = Owners("c, a=Direction des ports, du large, b=*, =x, d=")
    assert owners.may({"a"}, "direction des PORTS, du large")
    assert not owners.may({"a"}, "Direction des ports")
    assert not owners.may({"a"}, "")
    assert owners.may({"b"}, "")
    assert not any(owners.may({one}, "Bureau") for one in ("c", "d", "", "x"))


def test_the_privacy_page_tells_of_it_where_it_is_kept(tmp_path: Path) -> None:
    """And nowhere else."""
    found = [
        any("confirmés" in row[0] for row in rows(Settings(state=tmp_path, **more), "fr"))  # type: ignore[arg-type]
        for more in ({"owners": "a=b"}, {}, {"owners": "a=b", "keep": "nothing"})
    ]
    assert found == [True, False, False]
