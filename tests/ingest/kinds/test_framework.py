"""Committees, escalations and duties are read whatever the form: headings, lists, cards, tables any way up, prose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import openpyxl
import pytest
from docx import Document as Word
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.records import Committee, Escalation
from ingest.kinds import framework, minutes, service_offers
from ingest.layout.building import Builder
from ingest.loaders.reading import read
from ingest.model import Description, Document
from tests.ingest.governance_documents import table, text

R = TypeVar("R")
ABOUT = Description(document="cadre", title="Cadre")
FLEET = {
    "composition": "la capitainerie, deux patrons de pêche et le bureau des glaces",
    "chair": "la capitainerie",
    "frequency": "tous les dix jours",
    "quorum": "cinq personnes",
}
PORTS = {
    "composition": "un délégué par port et la capitainerie",
    "chair": "le délégué du plus grand port",
    "frequency": "à chaque équinoxe",
    "quorum": "la moitié des ports",
}


def extracted(document: Document, kind: type[R]) -> list[R]:
    found, _ = framework.extract(document, ABOUT)
    return [record for record in found if isinstance(record, kind)]


def cards(tmp_path: Path) -> Document:
    """A small table of labels and values under each heading."""
    word = Word()
    word.add_heading("Gouvernance", 1)
    for name, told in (("Comité de la flotte (CF)", FLEET), ("Table des ports", PORTS)):
        word.add_heading(name, 2)
        made = word.add_table(rows=0, cols=2)
        for label, key in (
            ("Qui y siège", "composition"),
            ("Présidence", "chair"),
            ("Rencontres", "frequency"),
            ("Quorum", "quorum"),
        ):
            cells = made.add_row().cells
            cells[0].text, cells[1].text = label, told[key]
    word.save(str(tmp_path / "cadre.docx"))
    return read(tmp_path / "cadre.docx", "cadre.docx")


def named_cards(tmp_path: Path) -> Document:
    """Cards that name their committee in their first line."""
    word = Word()
    word.add_heading("Annexe – Fiches", 1)
    for name, told in (("Comité de la flotte (CF)", FLEET), ("Table des ports", PORTS)):
        made = word.add_table(rows=0, cols=2)
        for label, said in (("Comité :", name), ("Membres :", told["composition"]), ("Présidence :", told["chair"]),
                            ("Cadence :", told["frequency"]), ("Quorum :", told["quorum"])):  # fmt: skip
            cells = made.add_row().cells
            cells[0].text, cells[1].text = label, said
        word.add_paragraph("")
    word.save(str(tmp_path / "cadre.docx"))
    return read(tmp_path / "cadre.docx", "cadre.docx")


def workbook(tmp_path: Path) -> Document:
    """A sheet with a title row above its headers."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Instances de la coopérative"])
    sheet.append([])
    sheet.append(["Instance", "Sigle", "Composée de", "Animation", "Périodicité", "Quorum"])
    sheet.append(["Comité de la flotte", "CF", *FLEET.values()])
    sheet.append(["Table des ports", None, *PORTS.values()])
    book.save(tmp_path / "instances.xlsx")
    return read(tmp_path / "instances.xlsx", "instances.xlsx")


def labelled(sep: str, bullet: str) -> str:
    lines = ["# Gouvernance", ""]
    for name, told in (("2.1 Comité de la flotte (CF)", FLEET), ("2.2 Table des ports", PORTS)):
        lines += [f"## {name}", ""]
        for label, key in (
            ("Membres", "composition"),
            ("Présidence", "chair"),
            ("Fréquence des rencontres", "frequency"),
            ("Quorum", "quorum"),
        ):
            lines += [f"{bullet}{label}{sep}{told[key]}", *([""] if not bullet else [])]
        lines.append("")
    return "\n".join(lines)


SUB_HEADINGS = "# Gouvernance\n\n" + "".join(
    f"## {name}\n\n### Composition\n\n- {told['composition']}\n\n### Présidence\n\n{told['chair']}\n\n"
    f"### Rencontres\n\n{told['frequency']}\n\n### Quorum\n\n{told['quorum']}\n\n"
    for name, told in (("Comité de la flotte (CF)", FLEET), ("Table des ports", PORTS))
)
BY_ATTRIBUTE = "# Gouvernance\n\n" + "".join(
    f"## {heading}\n\n- Comité de la flotte (CF) : {FLEET[key]}\n- Table des ports : {PORTS[key]}\n\n"
    for heading, key in (
        ("Composition des comités", "composition"),
        ("Présidence", "chair"),
        ("Fréquence des réunions", "frequency"),
        ("Quorum", "quorum"),
    )
)
ONE_LINE = "# Gouvernance\n\n" + "".join(
    f"## {name}\n\nComposition : {told['composition']}. Présidence : {told['chair']}. "
    f"Fréquence : {told['frequency']}. Quorum : {told['quorum']}.\n\n"
    for name, told in (("Comité de la flotte (CF)", FLEET), ("Table des ports", PORTS))
)
HEAD = ["Comité", "Membres", "Présidence", "Fréquence", "Quorum"]
ROWS = [["Comité de la flotte (CF)", *FLEET.values()], ["Table des ports", *PORTS.values()]]
DEFINED = "<h1>Instances</h1>" + "".join(
    f"<h2>{name}</h2><dl><dt>Composition</dt><dd>{told['composition']}</dd><dt>Présidence</dt><dd>{told['chair']}</dd>"
    f"<dt>Tenue des rencontres</dt><dd>{told['frequency']}</dd><dt>Quorum</dt><dd>{told['quorum']}</dd></dl>"
    for name, told in (("Comité de la flotte (CF)", FLEET), ("Table des ports", PORTS))
)
FORMS: dict[str, Callable[[Path], Document]] = {
    "labelled lines": lambda p: text(p, labelled(" : ", "")),
    "labelled bullets": lambda p: text(p, labelled(" : ", "- ")),
    "bold labels": lambda p: text(
        p, labelled(" : ", "- ").replace("- Membres", "- **Membres**").replace("- Quorum", "- **Quorum**")
    ),
    "dashes": lambda p: text(p, labelled(" – ", "- ")),
    "sub-headings": lambda p: text(p, SUB_HEADINGS),
    "by attribute": lambda p: text(p, BY_ATTRIBUTE),
    "defined": lambda p: text(p, f"<html><body>{DEFINED}</body></html>", "cadre.html"),
    "one line": lambda p: text(p, ONE_LINE),
    "rows": table([HEAD, *ROWS]),
    "on its side": table([list(c) for c in zip(HEAD, *ROWS, strict=True)]),
    "on its side, empty corner": table([list(c) for c in zip(["", *HEAD[1:]], *ROWS, strict=True)]),
    "group headers": table(
        [["Instance", "Personnes", "Personnes", "Fonctionnement", "Fonctionnement"], ["Instance", *HEAD[1:]], *ROWS],
        [(0, 1, 0, 2), (0, 3, 0, 4), (0, 0, 1, 0)],
    ),
    "cards": cards,
    "named cards": named_cards,
    "workbook": workbook,
}


@pytest.mark.parametrize("form", FORMS)
def test_a_committee_is_read_whatever_the_form(form: str, tmp_path: Path) -> None:
    """The same two committees, with the same facts, come out of every layout, and no other."""
    document = FORMS[form](tmp_path)
    found = {c.name.value: c for c in extracted(document, Committee)}
    assert set(found) == {"Comité de la flotte", "Table des ports"}
    assert found["Comité de la flotte"].aliases == ("CF",)
    for name, told in (("Comité de la flotte", FLEET), ("Table des ports", PORTS)):
        for key, said in told.items():
            [fact] = found[name].facts[key]
            assert fact.value.rstrip(".") == said
    assert framework.recognise(document) >= 0.5


@pytest.mark.parametrize("form", FORMS)
def test_every_fact_quotes_the_words_at_its_place(form: str, tmp_path: Path) -> None:
    """A quote is what the document holds at the place the fact names."""
    document = FORMS[form](tmp_path)
    for committee in extracted(document, Committee):
        for fact in (committee.name, *(f for facts in committee.facts.values() for f in facts)):
            assert document.text[fact.place.start : fact.place.end] == fact.quote


PROSE = """GOUVERNANCE DE LA COOPÉRATIVE

Le comité de la flotte (CF) se réunit tous les dix jours. Il est présidé par la capitainerie et compte sept membres.
Son quorum est de cinq personnes. Il approuve la sortie des bateaux et relève de l'assemblée générale.

La table des ports est composée d'un délégué par port. Elle siège quatre fois par année. Les délégués élisent un doyen.

Le comité de la flotte informe la table des ports chaque mois.
"""


def test_prose_tells_of_committees_sentence_by_sentence(tmp_path: Path) -> None:
    """A sentence that names a body, and those that go on with « il », give its facts; what a body does to another none."""
    found = {c.name.value.lower(): c for c in extracted(text(tmp_path, PROSE, "cadre.txt"), Committee)}
    assert set(found) == {"comité de la flotte", "table des ports"}
    fleet, ports = found["comité de la flotte"], found["table des ports"]
    assert [f.value for f in fleet.facts["chair"]] == ["la capitainerie"]
    assert [f.quote for f in fleet.facts["quorum"]] == ["Son quorum est de cinq personnes."]
    assert [f.quote for f in fleet.facts["frequency"]] == ["Le comité de la flotte (CF) se réunit tous les dix jours."]
    assert [f.quote for f in ports.facts["frequency"]] == ["Elle siège quatre fois par année."]
    assert fleet.facts.keys() >= {"decisions", "escalation", "composition"}


def test_sentences_without_the_usual_words_tell_as_well(tmp_path: Path) -> None:
    """« trois présences suffisent », « lui seul peut fermer », « présidé par X, il réunit… »."""
    words = (
        "## Conseil des bancs\n\nLe conseil des bancs, présidé par la doyenne, réunit neuf pêcheurs. "
        "Trois présences suffisent. Lui seul peut fermer un banc.\n"
    )
    [council] = extracted(text(tmp_path, words), Committee)
    told = {key: [f.quote for f in facts] for key, facts in council.facts.items()}
    assert told["quorum"] == ["Trois présences suffisent."]
    assert told["decisions"] == ["Lui seul peut fermer un banc."]
    assert [f.value for f in council.facts["chair"]] == ["la doyenne"]


def test_a_list_under_a_label_gives_each_item(tmp_path: Path) -> None:
    """« Membres : » and its bullets are as many facts, and nothing of the next list."""
    words = (
        "## Comité des phares\n\nMembres :\n\n- le gardien\n- deux électriciens\n\n"
        "Il décide :\n\n- de l'allumage\n- des repos\n\nQuorum : deux.\n"
    )
    [committee] = extracted(text(tmp_path, words), Committee)
    assert [f.value for f in committee.facts["composition"]] == ["le gardien", "deux électriciens"]
    assert [f.value for f in committee.facts["decisions"]][-2:] == ["de l'allumage", "des repos"]


def test_the_level_is_that_of_the_heading_the_band_or_the_column(tmp_path: Path) -> None:
    """« Palier tactique » is a level wherever it stands above or beside the committee."""
    words = "# Cadre\n\n## 3. Palier tactique\n\n### 3.1 Comité des phares\n\nFréquence : chaque nuit.\n"
    [by_heading] = extracted(text(tmp_path, words), Committee)
    banded = table(
        [HEAD, ["Niveau local"] * 5, ROWS[0], ["Niveau régional"] * 5, ROWS[1]], [(1, 0, 1, 4), (3, 0, 3, 4)]
    )
    columned = table([["Palier", *HEAD], ["Local", *ROWS[0]], ["Régional", *ROWS[1]]])
    assert by_heading.level == "Palier tactique"
    assert [c.level for c in extracted(banded(tmp_path), Committee)] == ["Niveau local", "Niveau régional"]
    assert [c.level for c in extracted(columned(tmp_path), Committee)] == ["Local", "Régional"]


@pytest.mark.parametrize(
    ("said", "chair"),
    [
        ("Composition : le maire, le capitaine, qui préside, et un élu.", "le capitaine"),
        ("Membres : le maire (présidence), le capitaine et un élu.", "le maire"),
        ("Composition : trois élus, sous la présidence du maire.", "maire"),
        ("Composition : trois élus, sous le gardien.", "le gardien"),
        ("Composition : trois élus; l'animation revient à un marin.", "un marin"),
        ("Le capitaine préside le comité des phares, qui se réunit chaque nuit.", "Le capitaine"),
    ],
)
def test_who_presides_is_read_inside_other_words(said: str, chair: str, tmp_path: Path) -> None:
    """The one who presides is told from the other members."""
    [committee] = extracted(text(tmp_path, f"## Comité des phares\n\nFréquence : chaque nuit.\n\n{said}\n"), Committee)
    [fact] = committee.facts["chair"]
    assert fact.value == chair
    assert fact.quote in said


def test_other_headings_are_no_committees(tmp_path: Path) -> None:
    """Rules, definitions, a chapter on committees in general and a table of documents name no committee."""
    words = (
        "# Cadre\n\n## Règles communes aux comités\n\nQuorum : la moitié.\n\nFréquence : chaque mois.\n\n"
        "## Définitions\n\nQuorum : nombre de présences.\n\nPrésidence : personne qui dirige.\n\n"
        "## Table des matières\n\nQuorum : page 3\n\n## Rapports\n\n"
        "| Document | Fréquence | Destinataire |\n|---|---|---|\n| Bilan | annuel | ministre |\n"
    )
    assert not extracted(text(tmp_path, words), Committee)


# ------------------------------------------------------------------ recognition
def test_a_framework_without_committees_says_so() -> None:
    """Nothing found is said, with how to present a committee."""
    builder = Builder("cadre.md", "markdown")
    builder.heading("Cadre de gouvernance")
    builder.paragraph("Tout va bien.")
    found, [remark] = framework.extract(builder.document(), ABOUT)
    assert not found
    assert "Composition" in remark.advice


def test_other_documents_are_not_taken_for_a_framework(tmp_path: Path) -> None:
    """Minutes of a committee and a list of offers describe no committee."""
    told = (
        "# Procès-verbal du comité des phares – 3 mai 2025\n\nPrésidence : le maire\n\n"
        "Présents : le gardien\n\nQuorum : constaté.\n"
    )
    offers = (
        "| Offre | Description | Fréquence | Contact |\n|---|---|---|---|\n"
        "| Prêt | Une barque | annuelle | port@example.org |\n"
    )
    assert framework.recognise(text(tmp_path, told)) == 0.0
    assert framework.recognise(text(tmp_path, offers)) == 0.0
    assert minutes.recognise(FORMS["rows"](tmp_path)) < 0.5
    assert service_offers.recognise(FORMS["rows"](tmp_path)) < framework.recognise(FORMS["rows"](tmp_path))


@given(
    st.lists(
        st.tuples(st.sampled_from(["heading", "paragraph", "item"]), st.text(min_size=1, max_size=120)),
        min_size=1,
        max_size=8,
    )
)
def test_no_text_makes_extraction_fail(blocks: list[tuple[str, str]]) -> None:
    """Any text at all is read, and every duty, escalation and fact quotes it exactly."""
    builder = Builder("cadre.md", "markdown")
    builder.paragraph("Début.")
    for how, words in blocks:
        getattr(builder, how)(words)
    document = builder.document()
    for record in framework.extract(document, ABOUT)[0]:
        quoted = (
            record.name
            if isinstance(record, Committee)
            else record.situation
            if isinstance(record, Escalation)
            else record.text
        )
        assert quoted.quote in document.text
    assert 0.0 <= framework.recognise(document) <= 1.0


def test_the_letter_of_one_committee_tells_of_it_by_its_name(tmp_path: Path) -> None:
    """« Le comité » is the one named in full above, whatever the verb; no sentence and no common word is a name."""
    words = (
        "# Lettre de mandat\n\nÀ la présidence du Comité de flexibilité de la demande (CFD)\n\n## Composition et présidence\n\n"
        "Le comité réunit six membres. Il est présidé par la Direction de l'exploitation du réseau.\n\nLe quorum est de quatre "
        "membres.\n\n## Rencontres\n\nLe comité se réunit une fois par trimestre et relève de la Direction générale.\n"
    )
    document = text(tmp_path, words, "Lettre de mandat.md")
    (committee,) = extracted(document, Committee)
    assert committee.name.value == "Comité de flexibilité de la demande"
    assert {"composition", "frequency"} <= committee.facts.keys()
    assert framework.recognise(document) >= 0.5


@pytest.mark.parametrize(
    "words",
    [
        "# Charte\n\n## Éthique\n\nLes locataires qui siègent à un comité reçoivent 35 $ par séance pour leurs frais de garde.\n",
        "# Calendrier\n\n## Séances du conseil d'administration\n\nLe conseil d'administration se réunit chaque mois.\n",
    ],
)
def test_what_only_mentions_committees_is_no_framework(tmp_path: Path, words: str) -> None:
    document = text(tmp_path, words, "document.md")
    assert framework.recognise(document) < 0.5
    assert not any("reçoivent" in committee.name.value for committee in extracted(document, Committee))


def told(document: Document) -> dict[str, dict[str, list[str]]]:
    """Committee by name → its facts' words by key, each checked at its place."""
    found = extracted(document, Committee)
    for committee in found:
        for fact in (f for facts in committee.facts.values() for f in facts):
            assert document.text[fact.place.start : fact.place.end] == fact.quote
    return {c.name.value: {key: [f.quote for f in facts] for key, facts in c.facts.items()} for c in found}


def test_numbered_articles_tell_of_the_body_of_their_chapter_by_its_acronym(tmp_path: Path) -> None:
    """« Chapitre III – Comité des opérations (COP) », then « Article 7. Le COP réunit… », « 3.2 Il se réunit… »."""
    words = (
        "# Mandat partagé\n\n## Chapitre III – Comité des opérations (COP)\n\n"
        "Article 7. Le COP réunit les cinq capitaines de port.\n\n"
        "Article 8. Le COP se réunit chaque mois. Son quorum est de quatre membres. Il relève du Conseil.\n\n"
        "## 3. Conseil d'administration\n\n3.1 Le conseil compte dix-sept membres. 3.2 Il se réunit six fois par année.\n\n"
        "Un siège vacant est comblé dans les 45 jours.\n"
    )
    found = told(text(tmp_path, words))
    assert found["Comité des opérations"] == {
        "composition": ["Le COP réunit les cinq capitaines de port."],
        "frequency": ["Le COP se réunit chaque mois."],
        "quorum": ["Son quorum est de quatre membres."],
        "escalation": ["Il relève du Conseil."],
    }
    assert found["Conseil d'administration"] == {
        "composition": ["Le conseil compte dix-sept membres."],
        "frequency": ["Il se réunit six fois par année."],
    }


def test_an_article_that_names_its_body_tells_of_it_and_the_next_of_another(tmp_path: Path) -> None:
    """« 11. Comité de l'admission (CAE). Cinq membres. Quorum : trois. »: what the next article says is not of it."""
    words = (
        "# Règlement\n\n## SECTION III – COMITÉS\n\n"
        "11. Comité de l'admission (CAE). Cinq membres. Quorum : trois. Il se réunit chaque mois.\n\n"
        "12. Comité de révision. Trois personnes, dont une du public. Quatre réunions par an.\n\n"
        "13. La règle vaut pour tous. Son quorum est de neuf personnes.\n"
    )
    found = told(text(tmp_path, words))
    assert found["Comité de l'admission"] == {
        "composition": ["Cinq membres."],
        "quorum": ["Quorum : trois."],
        "frequency": ["Il se réunit chaque mois."],
    }
    assert found["Comité de révision"] == {
        "composition": ["Trois personnes, dont une du public."],
        "frequency": ["Quatre réunions par an."],
    }


def test_the_charter_of_one_body_is_about_it_from_its_title_to_its_end(tmp_path: Path) -> None:
    """Sections that only say « Qui siège », « Pouvoirs »; a table of seats; definitions are none of it."""
    words = (
        "# Charte du comité santé et sécurité (CSS)\n\n# Définitions\n\n- Éclosion : trois cas ou plus.\n\n# Qui siège\n\n"
        "| Siège | Nombre | Vote |\n|---|---|---|\n| Éducatrices | 2 | oui |\n| Parents | 2 | oui |\n\n"
        "# Fonctionnement\n\n- Le comité se réunit tous les deux mois.\n- Le quorum est de quatre membres.\n\n"
        "# Pouvoirs\n\n- Fermer une structure jugée dangereuse.\n\n# Reddition de comptes\n\nIl dépose un rapport annuel.\n"
    )
    document = text(tmp_path, words, "charte.md")
    assert told(document) == {
        "comité santé et sécurité": {
            "composition": ["Éducatrices | 2 | oui", "Parents | 2 | oui"],
            "frequency": ["Le comité se réunit tous les deux mois."],
            "quorum": ["Le quorum est de quatre membres."],
            "decisions": ["Fermer une structure jugée dangereuse."],
            "escalation": ["Il dépose un rapport annuel."],
        }
    }
    assert framework.recognise(document) >= 0.5


def test_a_calendar_of_duties_is_no_table_of_bodies(tmp_path: Path) -> None:
    words = (
        "# Comités\n\n## Échéances\n\n| Objet | Date limite | Instance |\n|---|---|---|\n| Adoption du budget | 30 juin | CA |\n"
        "| Avis sur le calendrier scolaire | 15 février | Comité de parents |\n"
        "| Recommandation sur les surplus | 30 avril | CRR |\n"
    )
    assert not told(text(tmp_path, words))


def test_it_is_the_body_that_the_sentence_before_names(tmp_path: Path) -> None:
    """In the mandate of an office, « Le Conseil siège… Son quorum… » is told of the council, not of the office."""
    words = (
        "# Mandat du Bureau partagé\n\nArticle 5. Le Conseil siège trois fois par année. Son quorum est de quatre membres.\n\n"
        "Article 6. Le Bureau relève de la mairie.\n"
    )
    assert told(text(tmp_path, words, "mandat.md")) == {
        "Conseil": {
            "frequency": ["Le Conseil siège trois fois par année."],
            "quorum": ["Son quorum est de quatre membres."],
        }
    }
