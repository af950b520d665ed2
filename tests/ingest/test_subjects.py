"""What documents speak of, as they are laid out: rows under merged heads, fields of forms, items of a roadmap, articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import pipeline
from ingest.documents.describing import describe
from ingest.facts.records import Committee, Record, Responsibility, Sort, Subject
from ingest.index.writing import Entry
from ingest.loaders.reading import read
from ingest.model import Document

_CASES = Path(__file__).parents[3] / "shared" / "cases"


def _entry(folder: Path, name: str, text: str = "") -> Entry:
    if text:
        (folder / name).write_text(text, encoding="utf-8")
    document = read(folder / name, name)
    return _described(document)


def _described(document: Document) -> Entry:
    about = describe([document], {}, None)[0][document.name]
    entry, _ = pipeline._entry(document, about, "")
    return entry


def _values(subject: Subject) -> dict[str, str]:
    return {value.key or value.label: value.fact.quote for value in subject.values}


def _named(entry: Entry, name: str, sort: Sort = Sort.ROW) -> Subject:
    [found] = [s for s in entry.subjects if s.name.value == name and s.sort is sort]
    return found


def test_a_row_under_a_merged_cell_is_named_by_both(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td rowspan=2>{body}</td><td>Présidence</td><td>{one}</td></tr><tr><td>Secrétariat</td><td>{two}</td></tr>"
        for body, one, two in (("Comité des quais", "Mairie", "Greffe"), ("Comité des phares", "Direction", "Archives"))
    )
    page = f"<h1>Comités</h1><table><tr><th>Comité</th><th>Fonction</th><th>Titulaire</th></tr>{rows}</table>"
    row = _named(_entry(tmp_path, "comites.html", page), "Comité des phares – Secrétariat")
    assert (row.name.quote, _values(row)["Titulaire"]) == ("Secrétariat", "Archives")


def test_a_legend_whose_first_letter_stands_where_heads_do_has_none(tmp_path: Path) -> None:
    legend = (
        "| T | Tenu | Se réunit |\n|---|---|---|\n| V | Vacant | Cherche un membre |\n| S | Suspendu | Ne siège pas |\n"
    )
    held = {s.name.value: _values(s) for s in _entry(tmp_path, "sigles.md", f"# Sigles\n\n{legend}").subjects}
    assert {"T", "V", "S"} <= held.keys()
    assert set(held["V"]) == {""}


def test_a_label_under_each_of_several_headings_is_told_by_their_cards_alone(tmp_path: Path) -> None:
    cards = "".join(f"## Visite {n}\n\nPour : les gens du quai {n}\n\nDélai : {n} jours\n\n" for n in "123")
    entry = _entry(tmp_path, "visites.md", f"# Visites\n\nSaison : été 2026\n\nCoût : 5 $\n\n{cards}")
    assert [s.name.value for s in entry.subjects if s.sort is Sort.FIELD] == ["Saison", "Coût"]
    assert _values(_named(entry, "Visite 2", Sort.CARD)) == {"Pour": "les gens du quai 2", "Délai": "2 jours"}


def test_a_register_whose_first_column_is_merged_is_named_by_its_names(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td rowspan=2>{kind}</td><td>En service</td><td>{one}</td></tr><tr><td>Retiré</td><td>{two}</td></tr>"
        for kind, one, two in (("Wiki", "Aster", "Boréal"), ("Messagerie", "Cobalt", "Dune"))
    )
    page = f"<table><tr><th>Famille</th><th>Statut</th><th>Nom de l'outil</th></tr>{rows}</table>"
    assert _values(_named(_entry(tmp_path, "parc.html", page), "Dune"))["Statut"] == "Retiré"


def test_a_row_is_named_by_what_it_is_about_never_by_a_remark_a_date_or_a_unit(tmp_path: Path) -> None:
    calendar = _entry(
        tmp_path,
        "calendrier.csv",
        "Quand;Quoi;Note\n15 février;Envoi des avis;\n18 avril;Corvée;au printemps\n8 déc. 2026;Envoi des avis;\n",
    )
    assert [s.name.value for s in calendar.subjects if s.sort is Sort.ROW] == [
        "Envoi des avis",
        "Corvée",
        "Envoi des avis",
    ]
    prices = _entry(
        tmp_path,
        "prix.csv",
        "code;unité;prix;note\nEAU-101;échantillon;38 $;\nEAU-102;échantillon;96 $;quatre métaux\nEAU-103;trousse;85 $;\n",
    )
    assert _values(_named(prices, "EAU-102")) == {"unité": "échantillon", "prix": "96 $", "note": "quatre métaux"}
    register = _entry(
        tmp_path,
        "registre.csv",
        "No;Objet;Décision;Vote\nD-2025-04;Mandats des comités;Adoptés sans débat;unanimité\n"
        "D-2025-23;Grille tarifaire;Hausse de 3 % recommandée;majorité\nD-2025-25;Grille tarifaire;Adoptée à 3 %;majorité\n",
    )
    assert {s.name.value for s in register.subjects if s.sort is Sort.ROW} == {
        "Mandats des comités",
        "Grille tarifaire",
    }


def test_an_item_of_a_roadmap_has_its_state_and_the_quarter_above_it(tmp_path: Path) -> None:
    plan = (
        "# Feuille de route\n\n## 2e trimestre : avril à juin 2026\n\n- [En cours] Carnet d'adresses\n- Thème nocturne\n\n"
        "## Bilan de 2025\n\n- Lancement du portail\n"
    )
    entry = _entry(tmp_path, "plan.md", plan)
    assert _values(_named(entry, "Carnet d'adresses")) == {
        "phase": "En cours",
        "due": "2e trimestre : avril à juin 2026",
    }
    assert _values(_named(entry, "Thème nocturne")) == {"due": "2e trimestre : avril à juin 2026"}
    assert "Lancement du portail" not in [s.name.value for s in entry.subjects]


def test_a_list_under_a_date_is_no_roadmap_where_no_item_tells_its_state(tmp_path: Path) -> None:
    entry = _entry(
        tmp_path, "nouvelles.md", "# Nouvelles\n\n## Mars 2026\n\n- Le quai est repeint\n- La grue est louée\n"
    )
    assert not [s for s in entry.subjects if s.sort is Sort.ROW]


def test_an_article_is_called_by_its_number_where_rules_have_articles(tmp_path: Path) -> None:
    rules = "# Règlement\n\n## Article 1 Objet\n\nIl fixe tout.\n\n## Article 2 Quorum\n\nIl est de cinq.\n"
    assert _named(_entry(tmp_path, "r.md", rules), "Article 2 Quorum", Sort.CARD).aliases == ("article 2",)
    guide = "# Guide\n\n## 2.1 Accès\n\nPar le quai.\n\n## 2.2 Départ\n\nPar la porte.\n"
    assert _named(_entry(tmp_path, "g.md", guide), "2.2 Départ", Sort.CARD).aliases == ()


def test_letters_beside_names_in_a_cell_are_a_matrix(tmp_path: Path) -> None:
    table = "Étape;Tâche;Acteur\nEssai;Choix du quai;A : Odile R : Clients\nEssai;Pose du quai;R : Grutier A : Paul\n"
    entry = _entry(tmp_path, "plan.csv", table)
    held = _of(entry.records, Responsibility)
    assert sorted(cell.letter.value for cell in held) == ["A", "A", "R", "R"]
    roles = {r.id: r.name.value for r in entry.records if r.kind == "role"}
    names = {a.id: a.name.value for a in entry.records if a.kind == "activity"}
    assert {(names[c.activity], roles[c.role]) for c in held if c.letter.value == "R"} == {
        ("Choix du quai", "Clients"), ("Pose du quai", "Grutier"),
    }  # fmt: skip


def test_who_animates_a_committee_does_not_preside_it(tmp_path: Path) -> None:
    text = "# Cadre de gouvernance\n\n## Comité des quais\n\n{}\n\n## Comité des phares\n\nIl se réunit deux fois par an.\n"
    animated = _entry(tmp_path, "a.md", text.format("Il se réunit chaque mois. Il est animé par la capitainerie."))
    chaired = _entry(tmp_path, "b.md", text.format("Il se réunit chaque mois. Il est présidé par la capitainerie."))
    assert [
        "chair" in c.facts for e in (animated, chaired) for c in _of(e.records, Committee) if "quais" in c.name.value
    ] == [False, True]


def test_a_title_that_says_no_more_than_its_kind_is_completed_by_the_name_of_the_file(tmp_path: Path) -> None:
    text = "# Charte de projet\n\n## Équipe\n\nUne personne.\n"
    assert _entry(tmp_path, "Charte de projet Vigie.md", text).description.title == "Charte de projet Vigie"
    assert _entry(tmp_path, "Charte de projet finale.md", text).description.title == "Charte de projet"


def _of(records: tuple[Record, ...], kind: type) -> list:  # type: ignore[type-arg]
    return [record for record in records if isinstance(record, kind)]


# ---------------------------------------------------------------- the shared cases, where they are
@pytest.mark.skipif(not (_CASES / "cases.yaml").is_file(), reason="the shared cases are not beside the repository")
@pytest.mark.parametrize(
    ("folder", "name", "values"),
    [
        ("s01", "Cobalt", {"Statut d'utilisation": "En retrait"}),
        ("s03", "Passage au thème nocturne", {"due": "2e trimestre : avril à juin 2026"}),
        ("t03", "Ajout d'une application de démarrage Zéphyr", {"phase": "Terminé", "due": "2e trimestre 2026"}),
    ],
)
def test_a_shared_case_is_read_as_it_is_laid_out(folder: str, name: str, values: dict[str, str]) -> None:
    found = [path for path in (_CASES / "shapes" / folder).iterdir() if path.is_file()]
    entry = _described(read(found[0], found[0].name))
    held = _values(_named(entry, name))
    assert held | values == held
