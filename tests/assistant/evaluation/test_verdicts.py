"""Verdicts are those of the shared definitions: on answers written here, and on the shared organisation where it is."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.errors import AssistantError
from assistant.evaluation.gold import Evidence, Gold, expression, load
from assistant.evaluation.scoring import Verdict, judge, meets
from assistant.evaluation.sources import Sources
from assistant.model import Answer, Citation, Claim, Lang, Refusal, Reply
from bots.rendering.contract import reply_json
from ingest.loaders.reading import load as read
from ingest.model import Document, Place

SHARED = Path(__file__).resolve().parents[4] / "shared" / "gold" / "organisation"
MARKDOWN = """# Règles
Le quorum est de cinq membres.

## Séances
Le comité siège chaque trimestre.
Il se réunit aussi sur demande.
- Le quorum est de cinq membres.
"""
CSV = "Service,Contact\nPrêt de salle,salles@exemple.test\nPrêt de matériel,salles@exemple.test\n"
TEXT = "Procès-verbal\n\nLa date est reportée au 4 mai.\n\nLa séance est levée à midi.\n"
HTML = "<h1>Offres</h1><p>Deux offres.</p><h2>Visite guidée</h2><p>Une heure, sur rendez-vous.</p><ul><li>Gratuit.</li></ul>"
FILES = {"regles.md": MARKDOWN, "services.csv": CSV, "pv.txt": TEXT, "offres.html": HTML}


@pytest.fixture(scope="module")
def sources() -> Sources:
    """Four small documents, and a sheet as its loader gives it."""
    documents = {name: read(text.encode(), name) for name, text in FILES.items()}
    return Sources(documents, documents.__getitem__)


def cited(document: str, quote: str, **place: Any) -> Citation:
    return Citation("c1", document, quote, Place(**place))


SITS = cited("regles.md", "Le comité siège chaque trimestre.", row=5)


def answer(text: str, *citations: Citation) -> Answer:
    ids = tuple(c.id for c in citations)
    return Answer("", "", Lang.FR, text, (Claim(text, ids),), tuple(citations))


def refusal() -> Refusal:
    return Refusal("", "", Lang.FR, "Les documents ne le disent pas.", "unknown")


def gold(behaviour: str = "answer", **more: Any) -> Gold:
    patterns = {
        name: tuple(map(expression, more.pop(name, ()))) for name in ("must_mention", "must_not_mention", "lead")
    }
    evidence = more.pop("evidence", (Evidence("regles.md", "row 5", "Le comité siège chaque trimestre.", True),))
    return Gold("g1", "", "text", "formal", (), behaviour, evidence, **patterns, **more)


@pytest.mark.parametrize(
    ("citation", "evidence", "met"),
    [
        # A line: its very row, or words that are nowhere else.
        (cited("regles.md", "Le quorum est de cinq membres.", row=2), ("regles.md", "row 2"), True),
        (cited("regles.md", "Le quorum est de cinq membres.", row=7), ("regles.md", "row 2"), False),
        (cited("regles.md", "Le comité siège chaque trimestre.", row=9), ("regles.md", "row 5"), True),
        (cited("regles", "Le comité siège chaque trimestre."), ("regles.md", "row 5"), True),
        # Any cell of a row proves it, but one value that stands on two rows needs to say which.
        (cited("services.csv", "Prêt de salle", row=2), ("services.csv", "row 2"), True),
        (cited("services.csv", "salles@exemple.test", row=2), ("services.csv", "row 2"), True),
        (cited("services.csv", "salles@exemple.test", row=3), ("services.csv", "row 2"), False),
        (cited("services.csv", "Prêt de salle | salles@exemple.test", row=2), ("services.csv", "row 2"), True),
        (cited("services.csv", "Contact : salles@exemple.test", row=2), ("services.csv", "row 2"), True),
        (cited("regles.md", "Prêt de salle", row=2), ("services.csv", "row 2"), False),
        # A text file tells no line: its words do.
        (cited("pv.txt", "La date est reportée au 4 mai."), ("pv.txt", "row 3", "reportée au 4 mai"), True),
        (cited("pv.txt", "La séance est levée à midi."), ("pv.txt", "row 3", "reportée au 4 mai"), False),
        # A section: words of it, mostly the same.
        (
            cited("offres.html", "Une heure, sur rendez-vous."),
            ("offres.html", "section Visite guidée", "Une heure"),
            True,
        ),
        (
            cited("offres.html", "Gratuit."),
            ("offres.html", "section Visite guidée", "Une heure, sur rendez-vous"),
            False,
        ),
        (cited("offres.html", "Deux offres."), ("offres.html", "section Visite guidée", "Deux offres"), False),
        (
            cited("offres.html", "Deux heures, sur rendez-vous."),
            ("offres.html", "section Visite guidée", "Une heure"),
            False,
        ),
        (cited("inconnu.md", "Le quorum est de cinq membres.", row=2), ("regles.md", "row 2"), False),
    ],
)
def test_a_citation_meets_an_evidence_by_its_place_and_its_words(
    sources: Sources, citation: Citation, evidence: tuple[str, ...], met: bool
) -> None:
    """Rows by where they are, sections and pages by what they say."""
    document, place, *quote = evidence
    assert meets(citation, Evidence(document, place, *(quote or [citation.quote]), True), sources) is met


def test_a_cell_is_met_by_its_row_and_told_apart_from_it() -> None:
    """Another cell of the row supports the answer; only the very cell is the right cell."""
    sources = Sources(["m.xlsx"], lambda _: sheet())
    asked = gold(evidence=(Evidence("m.xlsx", "Matrice!B2", "R", True),), must_mention=["greffe"])
    for cell, quote, supported, right in [
        ("B2", "R", True, True),
        ("A2", "Signer", True, False),
        ("B3", "R", False, False),
    ]:
        told = judge(
            asked, answer("Le greffe.", cited("m.xlsx", quote, sheet="Matrice", cell=cell, row=int(cell[1]))), sources
        )
        assert (told.supported, told.right_cell) == (supported, (right,))


def sheet() -> Document:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.title = "Matrice"
    for row in (["Activité", "Greffe"], ["Signer", "R"], ["Publier", "R"]):
        page.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return read(kept.getvalue(), "m.xlsx")


@pytest.mark.parametrize(
    ("asked", "reply", "right", "supported"),
    [
        (gold(must_mention=["trimestre|quarter"]), answer("Chaque trimestre.", SITS), True, True),
        (gold(must_mention=["trimestre"]), answer("Chaque trimestre."), True, False),
        (gold(must_mention=["trimestre"]), refusal(), False, False),
        (gold(must_mention=["reunion"]), answer("Une réunion par TRIMESTRE."), True, False),
        (gold(must_mention=["trimestre"], must_not_mention=["mois"]), answer("Chaque trimestre, ou chaque mois."), False, False),
        (gold(must_mention=["trimestre"]), answer("trimestre " * 301), False, False),
        (gold("abstain", evidence=()), refusal(), True, True),
        (gold("abstain", evidence=()), answer("Oui."), False, False),
        (gold("correct", evidence=(), must_mention=["aucun"]), answer("Aucun rôle."), True, True),
        (gold("correct", evidence=(), must_mention=["aucun"]), answer("Le greffe."), False, False),
        (gold("correct", evidence=(), must_mention=["aucun"]), refusal(), True, True),
    ],
)  # fmt: skip
def test_an_answer_is_right_when_it_says_what_is_wanted_and_supported_when_it_is_cited(
    sources: Sources, asked: Gold, reply: Reply, right: bool, supported: bool
) -> None:
    """Each behaviour, with and without what it needs."""
    found = judge(asked, reply, sources)
    assert (found.right, found.supported) == (right, supported)


def test_a_set_is_exact_and_the_current_value_comes_first(sources: Sources) -> None:
    """A missing member, an intruder or an old value told first are seen."""
    asked = gold(is_set=True, must_mention=["greffe", "maire"], must_not_mention=["tresor"], lead=["2026", "2025"])
    told = [judge(asked, answer(text), sources) for text in ("Greffe, maire.", "Greffe.", "Greffe, maire, trésor.")]
    assert [v.set_exact for v in told] == [True, False, False]
    assert [judge(asked, answer(text), sources).lead for text in ("2026, avant 2025", "de 2025 à 2026")] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ("{}", "not a list of questions"),
        ("- id: a\n  question: [", "not YAML"),
        ("- {id: a, question: q}", "question a, “expects” is missing"),
        ("- {id: a, question: q, expects: {behaviour: guess}}", "“behaviour” is none of answer, abstain, correct"),
        ("- {id: a, question: q, expects: {behaviour: abstain, must_mention: ['(']}}", "“must_mention”"),
        ("- {id: a, question: q, expects: {behaviour: answer, evidence: [{document: d}]}}", "“quote” is missing"),
        ("- &q {id: a, question: q, expects: {behaviour: abstain}}\n- *q", "the id a is there twice"),
        ("- {id: a, question: q, as_of: hier, expects: {behaviour: abstain}}", "not a date"),
    ],
)
def test_what_is_no_gold_set_is_told_in_a_sentence(tmp_path: Path, entries: str, said: str) -> None:
    """The entry, the key, and the page that tells the format."""
    (tmp_path / "gold.yaml").write_text(entries, "utf-8")
    with pytest.raises(AssistantError) as refused:
        load(tmp_path / "gold.yaml")
    assert said in refused.value.english
    assert "docs/evaluation.md" in refused.value.french


# ---------------------------------------------------------------- the shared organisation
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared gold sets are not beside this clone")
@pytest.mark.parametrize("name", ["questions.yaml", "status.yaml", "offers.yaml"])
def test_verdicts_are_those_of_the_shared_score(shared: Any, name: str) -> None:
    """On reference answers, on answers of other questions, half cited, uncited, at other places, and on refusals."""
    raw = {entry["id"]: entry for entry in yaml.safe_load((SHARED / name).read_text("utf-8"))}
    corpus = shared.corpus(str(SHARED / "docs"))
    sources = Sources((p.name for p in (SHARED / "docs").iterdir()), _cached())
    asked = load(SHARED / name)
    apart = [
        (gold.id, kind, ours, theirs)
        for gold in asked
        for kind, reply in _replies(gold, asked, sources)
        if (ours := _ours(judge(gold, reply, sources)))
        != (theirs := _theirs(shared.judge(corpus, raw[gold.id], reply_json(reply))))
    ]
    assert apart == []


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The score that is kept with the shared gold sets."""
    monkeypatch.syspath_prepend(str(SHARED))
    for name in ("common", "score"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    yield import_module("score")
    for name in ("common", "score"):
        sys.modules.pop(name, None)


def _cached() -> Any:
    known: dict[str, Document] = {}

    def opened(name: str) -> Document:
        if name not in known:
            known[name] = read((SHARED / "docs" / name).read_bytes(), name)
        return known[name]

    return opened


def _replies(asked: Gold, others: tuple[Gold, ...], sources: Sources) -> Iterator[tuple[str, Reply]]:
    chance = random.Random(asked.id)
    proofs = [_proof(e, n) for n, e in enumerate(asked.evidence)]
    other = chance.choice(others)
    yield "reference", answer(asked.reference, *proofs)
    yield "half cited", answer(asked.reference, *proofs[: len(proofs) // 2])
    yield "uncited", answer(asked.reference)
    yield "of another", answer(other.reference, *(_proof(e, n) for n, e in enumerate(other.evidence)))
    yield "proofs of another", answer(asked.reference, *(_proof(e, n) for n, e in enumerate(other.evidence)))
    yield "elsewhere", answer(asked.reference, *(replace(p, place=replace(p.place, row=3, cell="B3")) for p in proofs))
    yield "placeless", answer(asked.reference, *(replace(p, place=Place(sheet=p.place.sheet)) for p in proofs))
    yield "refusal", refusal()


def _proof(evidence: Evidence, number: int) -> Citation:
    kind, _, value = evidence.place.partition(" ")
    place = Place(section=(value,))
    if "!" in evidence.place:
        name, cell = evidence.place.rsplit("!", 1)
        place = Place(sheet=name, cell=cell, row=int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
    elif kind in ("row", "page", "slide"):
        place = Place(**{kind: int(value)})
    return Citation(f"c{number}", evidence.document, evidence.quote, place)


def _ours(found: Verdict) -> tuple[Any, ...]:
    supported = found.supported if found.gold.behaviour == "answer" else None
    return found.right, supported, found.set_exact, found.lead


def _theirs(found: dict[str, Any]) -> tuple[Any, ...]:
    supported = found["ok"] and found["full"] if found["q"]["expects"]["behaviour"] == "answer" else None
    return found["ok"], supported, found["set"]["exact"] if found["set"] else None, found["lead"]
