"""What a document is: written in corpus.yaml, or inferred from what it says of itself, never from running text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import dating, inference
from ingest.documents.describing import describe
from ingest.documents.descriptions import Said, read_descriptions
from ingest.errors import DescriptionError
from ingest.model import Anticipated, Block, BlockKind, Document, Kind, Place


def document(name: str, *texts: str, title: str = "", margins: tuple[str, ...] = ()) -> Document:
    blocks, start = [], 0
    for number, text in enumerate(texts):
        blocks.append(Block(f"b{number}", BlockKind.PARAGRAPH, text, Place(start=start, end=start + len(text))))
        start += len(text) + 1
    return Document(name, "text", "\n".join(texts), tuple(blocks), title, margins)


@pytest.mark.parametrize(
    ("name", "text", "version"),
    [
        ("politique_v2.docx", "", "2"),
        ("Politique - Version 3.1.pdf", "", "3.1"),
        ("cadre.docx", "Version 1.3 – en vigueur depuis le 1er mai 2025.", "1.3"),
        ("cadre.docx", "La présente version remplace et annule la version 1. Version 2.", "2"),
        ("rapport_2025.docx", "Un texte de la vision.", ""),
        ("cv25.docx", "Le taux passe à la version 40 % du temps.", ""),
    ],
)
def test_version(name: str, text: str, version: str) -> None:
    assert inference.version(document(name, text)) == version


def test_version_on_the_line_after_its_label() -> None:
    assert inference.version(document("m.pdf", "Mandat", "Version", "2", "Suite")) == "2"


@pytest.mark.parametrize(
    ("name", "text", "day"),
    [
        ("m.pdf", "Adopté le 20 mars 2025 – remplace la version 1 du 15 février 2024", "2025-03-20"),
        ("m.pdf", "Version 1.3 – en vigueur depuis le 1er mai 2025.", "2025-05-01"),
        ("m.pdf", "Date d'adoption : 15 février 2024", "2024-02-15"),
        ("pv_2025-06-12.docx", "Rien de daté.", "2025-06-12"),
        ("m.pdf", "Prochaine révision adoptée au plus tard le 3 mai 2027", ""),
        ("m.pdf", "Les travaux de 2019 ont montré que mai est un mois.", ""),
    ],
)
def test_date(name: str, text: str, day: str) -> None:
    assert dating.date_of(document(name, text)) == day


@pytest.mark.parametrize("mark", ["Diffusion restreinte", "CONFIDENTIEL", "Document confidentiel – ne pas diffuser"])
def test_a_mark_in_a_margin_or_on_top_restricts(mark: str) -> None:
    assert inference.restricted(document("a.docx", "Texte.", margins=(mark,)))
    assert inference.restricted(document("a.docx", mark, "Texte."))


@pytest.mark.parametrize(
    "text",
    [
        "Le comité traite les renseignements confidentiels avec soin.",
        "Les documents à diffusion restreinte sont gardés à part. " * 3,
        "Document public",
    ],
)
def test_the_same_words_in_a_sentence_do_not(text: str) -> None:
    assert not inference.restricted(document("a.docx", text))


def test_an_audience_written_down_lifts_the_mark() -> None:
    secret = document("a.docx", "Confidentiel", "Texte.")
    closed, _ = describe([secret], {})
    opened, _ = describe([secret], {"a.docx": Said(audience=frozenset({"direction"}))})
    assert closed["a.docx"].restricted
    assert not opened["a.docx"].restricted
    assert opened["a.docx"].audience == {"direction"}


def test_the_version_before_is_superseded() -> None:
    described, _ = describe(
        [
            document("mandat_v1_2024.pdf", "Mandat"),
            document("mandat_v2_2025.pdf", "Mandat"),
            document("autre_v3.pdf", "X"),
        ],
        {},
    )
    assert described["mandat_v2_2025.pdf"].supersedes == "mandat_v1_2024.pdf"
    assert described["mandat_v1_2024.pdf"].superseded_by == "mandat_v2_2025.pdf"
    assert not described["autre_v3.pdf"].supersedes


def test_what_is_written_wins_over_what_is_inferred() -> None:
    said = Said(title="Le vrai titre", kind=Kind.MINUTES, version="9", date="2020-01-02")
    about = describe([document("m_v2.pdf", "Adopté le 20 mars 2025", title="Autre")], {"m_v2.pdf": said})[0]["m_v2.pdf"]
    assert (about.title, about.kind, about.version, about.date) == ("Le vrai titre", Kind.MINUTES, "9", "2020-01-02")
    assert not {"title", "kind", "version", "date"} & about.inferred


@pytest.mark.parametrize(
    ("written", "says"), [("Cadre.txt", "écrivez « cadre.txt »"), ("zzz.pdf", "retirez cette entrée")]
)
def test_an_entry_that_matches_no_document_stops_the_publication(written: str, says: str) -> None:
    with pytest.raises(DescriptionError, match=says) as stopped:
        describe([document("cadre.txt", "x")], {written: Said(audience=frozenset({"direction"}))})
    assert "corpus.yaml describes" in stopped.value.english


def test_a_file_that_could_not_be_read_may_be_described() -> None:
    described, _ = describe([document("a.txt", "x")], {"b.pdf": Said(title="B")}, unread=["b.pdf"])
    assert list(described) == ["a.txt"]


def test_names_are_compared_in_one_form_of_accents() -> None:
    decomposed = unicodedata.normalize("NFD", "Régie.txt")
    described, _ = describe([document(decomposed, "x")], {"Régie.txt": Said(audience=frozenset({"direction"}))})
    assert described[decomposed].audience == {"direction"}


@pytest.mark.parametrize(
    ("name", "closed"),
    [("note_v2.txt", True), ("Note 2026.txt", True), ("note-mars.txt", True), ("budget.txt", False)],
)
def test_the_next_version_of_a_closed_document_is_closed_until_somebody_says_otherwise(name: str, closed: bool) -> None:
    said = {"note_v1.txt": Said(audience=frozenset({"direction"}))}
    both = [document("note_v1.txt", "Un."), document(name, "Deux.")]
    described, remarks = describe(both, said)
    assert (described[name].audience == {"direction"}) is closed
    assert [remark.code for remark in remarks] == ["inherited-audience"] * closed
    opened, silent = describe(both, said | {name: Said(audience=frozenset())})
    assert not opened[name].audience
    assert not silent


def test_the_next_version_of_a_document_closed_by_its_marks_is_closed() -> None:
    described, _ = describe([document("note_v1.txt", "Confidentiel", "Un."), document("note_v2.txt", "Deux.")], {})
    assert described["note_v2.txt"].restricted


def test_a_description_misnamed_stops_the_publication(tmp_path: Path) -> None:
    (tmp_path / "Corpus.yml").write_text("documents:\n  a.txt:\n    audience: [b]\n", "utf-8")
    with pytest.raises(DescriptionError, match=r"renommez-le « corpus\.yaml »"):
        read_descriptions(tmp_path / "corpus.yaml")


def test_a_version_is_kept_as_written(tmp_path: Path) -> None:
    (tmp_path / "corpus.yaml").write_text(
        "documents:\n  a.txt:\n    version: 2.10\n    expires: ''\n    owner:\n", "utf-8"
    )
    assert read_descriptions(tmp_path / "corpus.yaml")["a.txt"] == Said(version="2.10")


def test_corpus_yaml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "corpus.yaml"
    path.write_text(
        "documents:\n  a.txt:\n    kind: mandate\n    date: 2025-03-20\n    version: 2\n    audience: [a, b]\n"
        "    questions:\n      - question: Quoi ?\n        answer: Cela\n  b.txt:\n",
        "utf-8",
    )
    said = read_descriptions(path)
    assert said["a.txt"] == Said(
        kind=Kind.MANDATE,
        date="2025-03-20",
        version="2",
        audience=frozenset("ab"),
        questions=(Anticipated("Quoi ?", "Cela"),),
    )
    assert said["b.txt"] == Said()
    assert read_descriptions(tmp_path / "absent.yaml") == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("documents:\n  a: [", "ligne"),
        ("documents:\n  a.txt:\n    titre: x\n", "« titre »"),
        ("documents:\n  a.txt:\n    kind: roman\n", "mandate"),
        ("documents:\n  a.txt:\n    date: demain\n", "AAAA-MM-JJ"),
        ("documents:\n  a.txt: bonjour\n", "attributs"),
        ("autres: 1\n", "documents:"),
        ("- a\n", "documents:"),
        ("documents:\n  a.txt: &x\n    title: b\n", "ancres"),
        ("documents:\n  a.txt:\n    questions:\n      - demande: b\n", "questions"),
        ("documents:\n  a.txt:\n    audiance: [b]\n", "« audiance »"),
        ("documents:\n  a.txt:\n    audience:\n", "pour tout le monde"),
        ("documents:\n  a.txt:\n    audience: ''\n", "pour tout le monde"),
        ("documents:\n  a.txt:\n    audience: ['']\n", "pour tout le monde"),
        ("documents:\n  a.txt:\n    audience: direction, dri\n", "groupe, groupe"),
        ("documents:\n  a.txt:\n    audience: [direction]\n  b.txt:\n    audience: [dirction]\n", "le même nom"),
        ("documents:\n  a.txt:\n    audience: [direction, Direction]\n", "le même nom"),
        ("documents:\n  a.txt:\n    audience: tous\n", "pour tout le monde"),
        ("documents:\n  a.txt:\n    audience: {direction: oui}\n", "groupe, groupe"),
        ("documents:\n  a.txt:\n    date: 2025-02-30\n", "« date » de « a.txt »"),
        ("documents:\n  a.txt:\n    expires: 31 mars 2027\n", "AAAA-MM-JJ"),
        ("documents:\n  a.txt:\n    url: javascript:alert(1)\n", "http"),
        ("documents:\n  a.txt:\n    url: //ailleurs.example/x\n", "http"),
        ("documents:\n  a.txt:\n    url: data:text/html,<b>x</b>\n", "http"),
        ("documents:\n  a.txt:\n    url: data:text/html;base64,PGI+\n", "http"),
        ("documents:\n  a.txt:\n    url: file:///etc/passwd\n", "http"),
        ("documents:\n  a.txt:\n    url: https:documents/x\n", "http"),
        ("documents:\n  a.txt:\n    url: 'mailto:'\n", "http"),
        ('documents:\n  a.txt:\n    url: "java\\nscript:alert(1)"\n', "http"),
        ('documents:\n  a.txt:\n    url: "https://a.example/\\ud800"\n', "caractère"),
        ('documents:\n  a.txt:\n    title: "a\\ud800b"\n', "caractère"),
        ('documents:\n  "a\\udfff.txt":\n    title: b\n', "caractère"),
        ("documents:\n  a.txt:\n    title: a\n  a.txt:\n    audience: [b]\n", "deux fois"),
        ("documents:\n  a.txt:\n    audience: [b]\n    audience: []\n", "deux fois"),
    ],
)
def test_what_cannot_be_understood_is_said(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "corpus.yaml").write_text(text, "utf-8")
    with pytest.raises(DescriptionError, match=says):
        read_descriptions(tmp_path / "corpus.yaml")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("y") / "corpus.yaml"
    path.write_bytes(data)
    refused = ""
    try:
        read_descriptions(path)
    except DescriptionError as error:
        refused = str(error)
    assert not refused or refused.endswith("relancez « repere ingest ».")


@given(st.text(max_size=200), st.text(max_size=200))
def test_inference_stands_any_text(name: str, text: str) -> None:
    about = describe([document(name or "x", text, text, title=text, margins=(text,))], {})[0][name or "x"]
    assert about.document == (name or "x")


def test_the_day_a_document_was_confirmed_is_read(tmp_path: Path) -> None:
    """With the day until which that holds; a day no calendar has is refused."""
    written = "documents:\n  a.txt:\n    verified: 2026-09-01\n    review: 2027-03-01\n"
    (tmp_path / "corpus.yaml").write_text(written, "utf-8")
    said = read_descriptions(tmp_path / "corpus.yaml")
    about = describe([document("a.txt", "Un.")], said)[0]["a.txt"]
    assert (about.verified, about.review) == ("2026-09-01", "2027-03-01")
    (tmp_path / "corpus.yaml").write_text(written.replace("2027-03-01", "2027-02-30"), "utf-8")
    with pytest.raises(DescriptionError, match="review"):
        read_descriptions(tmp_path / "corpus.yaml")
