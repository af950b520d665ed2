"""A list holds every member that meets the conditions of the question, and no other; a count counts them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evidence.conditions import conditions, either, kept
from assistant.evidence.links import links
from assistant.evidence.sets import sets
from assistant.known.members import Condition, Member, Set
from assistant.library import Library
from assistant.model import Lang
from assistant.reading.reading import Reading
from assistant.telling import sets as telling
from assistant.telling.drafting import Drafting
from ingest.facts.records import Sort
from tests.assistant import harbour
from tests.assistant.conftest import Opens, asked


def meant(library: Library, text: str, what: Sort) -> tuple[Set, list[Condition], Reading]:
    """The set of a sort that a question means, with what the question asks of its members."""
    reading = asked(library, text)
    linked = links(reading, library)
    found = next(one for one in sets(reading, library, linked) if one.what is what)
    return found, conditions(found, reading, library, linked), reading


def named(members: list[Member]) -> set[str]:
    return {member.subject.name.value for member in members}


def condition(wanted: list[Condition], key: str) -> Condition:
    return next(one for one in wanted if one.key == key)


@pytest.mark.parametrize(
    ("said", "what", "key", "names"),
    [
        ("Quels projets sont au rouge ?", Sort.PROJECT, "health", {"Quai du Nord"}),
        ("Which projects are yellow?", Sort.PROJECT, "health", {"Phare automatique"}),
        ("Quels projets relèvent du maître de quai ?", Sort.PROJECT, "lead", {"Quai du Nord"}),
        ("quels projets sont en retard", Sort.PROJECT, "late", {"Quai du Nord"}),
        ("quels services sont gratuits", Sort.OFFER, "cost", {"Prêt de grue", "Visite du phare"}),
        ("quels services sont suspendus", Sort.OFFER, "status", {"Visite du phare"}),
        ("quels services pour les écoles", Sort.OFFER, "audience", {"Visite du phare"}),
        ("services offerts par le bureau des glaces", Sort.OFFER, "provider", {"Glace en vrac"}),
    ],
)
def test_members_that_meet_a_condition(library: Library, said: str, what: Sort, key: str, names: set[str]) -> None:
    """A colour, a lead, a price, a status, an audience; each with the cell that proves it."""
    found, wanted, _ = meant(library, said, what)
    met = kept(found, [condition(wanted, key)])
    assert named(met) == names
    assert all(member.proofs for member in met)


def test_two_values_of_one_column_are_either_of_them(library: Library) -> None:
    """« retirés ou suspendus » keeps both, where one alone keeps one."""
    found, wanted, _ = meant(library, "quels services sont retirés ou suspendus ?", Sort.OFFER)
    one, other = [c for c in wanted if c.key == "status" and len(kept(found, [c])) == 1][:2]
    assert named(kept(found, [either(one, other)])) == {"Glace en vrac", "Visite du phare"}


def test_two_conditions_at_once_keep_what_meets_both(library: Library) -> None:
    """Free, and for the crews."""
    found, wanted, _ = meant(library, "quels services gratuits pour les équipages ?", Sort.OFFER)
    both = [condition(wanted, "cost"), condition(wanted, "audience")]
    assert named(kept(found, both)) == {"Prêt de grue"}


def test_the_projects_are_those_of_the_report_named(library: Library) -> None:
    """In winter two projects were green; in spring, one."""
    found, wanted, _ = meant(library, "Quels projets étaient au vert à l'hiver 2025 ?", Sort.PROJECT)
    assert found.document == "suivi-hiver.md"
    assert named(kept(found, [condition(wanted, "health")])) == {"Quai du Nord", "Phare automatique"}


def test_without_a_condition_the_whole_set_is_kept(library: Library) -> None:
    """« Combien de comités » is all of them."""
    found, _, _ = meant(library, "Combien y a-t-il de comités ?", Sort.BODY)
    assert named(kept(found, [])) == {
        "Conseil des ports", "Comité de la flotte", "Comité des bouées et des phares",
    }  # fmt: skip


def test_the_count_is_told_with_its_names_and_its_cells(library: Library) -> None:
    """The number first, then who they are; each name cited, and what makes it meet the condition too."""
    found, wanted, reading = meant(library, "Combien de services sont gratuits ?", Sort.OFFER)
    draft = Drafting(library, reading.language)
    telling.listed(draft, found, kept(found, [condition(wanted, "cost")]), [condition(wanted, "cost")])
    [claim] = draft.claims
    assert claim.text.startswith("2")
    assert "Prêt de grue" in claim.text
    assert "Visite du phare" in claim.text
    assert {"Gratuit", "Prêt de grue", "Visite du phare"} <= {draft.citations[c].quote for c in claim.citations}


def test_a_day_that_has_passed_is_said_to_have_in_a_table(library: Library) -> None:
    """On the first of November what was due in October, unless it is done; what is due in spring is not past."""
    found, _, reading = meant(library, "Quels projets ?", Sort.PROJECT)
    draft = Drafting(library, reading.language, shown=True)
    telling.listed(draft, found, kept(found, []), [])
    assert draft.table
    due = {row[0][0]: row[draft.table.header.index("Échéance")][0] for row in draft.table.rows}
    assert [day for name, day in due.items() if "PR-02" in name] == ["31 octobre 2025 (passée)"]
    assert [day for name, day in due.items() if "PR-02" not in name and "passée" in day] == []


def test_that_none_is_there_is_shown_by_the_column(library: Library) -> None:
    """« Aucun », with the cells of the column that was looked into."""
    found, _, _ = meant(library, "Quels projets ?", Sort.PROJECT)
    nobody = Condition("health", "grey", lambda _: None)
    draft = Drafting(library, Lang.FR)
    telling.listed(draft, found, [], [nobody])
    [claim] = draft.claims
    assert claim.text.startswith("Aucun")
    assert {draft.citations[c].quote for c in claim.citations} == {"Rouge", "Vert", "Jaune"}


def test_words_of_a_long_cell_are_a_condition(opens: Opens, tmp_path: Path) -> None:
    """« par le Bureau des ententes »: the cell says how to ask, at length; who it is to be asked of makes a condition."""
    rows = "".join(
        f"{name};Décrit en quelques mots ce que l'on offre aux groupes;{how}\n"
        for name, how in (
            ("Nolisement", "Bureau des ententes, 418 555-0170, le matin seulement, sauf le lundi"),
            ("Tournage", "Écrire au Bureau des ententes, deux semaines avant la date voulue"),
            ("Visite", "Formulaire en ligne, une semaine avant la date voulue, le matin seulement"),
        )
    )
    (tmp_path / "Catalogue des services.csv").write_text(f"Service;Description;Comment demander\n{rows}")
    library = opens(tmp_path).library()
    found, wanted, _ = meant(library, "Quels services passent par le Bureau des ententes ?", Sort.OFFER)
    assert any(named(kept(found, [one])) == {"Nolisement", "Tournage"} for one in wanted if one.key == "request")


_CATALOGUE = """# Catalogue des services

## Pour les voisins

### Prêt de tondeuse

Machine rendue propre.

- Prix : 5 $ l'heure
- Demande : 450 555-0101

### Prêt d'échelle

Échelle de huit mètres.

- Prix : 8 $ l'heure
- Demande : 450 555-0102

### Corvée

Aide de samedi.

- Prix : gratuit
- Demande : poste 12

## Pour les commerces

### Étal

Table au marché.

- Prix : 40 $ par jour
- Demande : poste 14

### Vitrine

Nettoyage de devanture.

- Prix : gratuit
- Demande : poste 15
- État : en préparation (été 2026)

### Enseigne

Pose d'enseignes.

- Prix : 30 $
- Demande : poste 16
- État : retiré en avril 2024
"""


@pytest.mark.parametrize(
    ("said", "key", "names"),
    [
        ("quels services pour les voisins ?", "section", {"Prêt de tondeuse", "Prêt d'échelle", "Corvée"}),
        ("quels services se paient à l'heure ?", "cost", {"Prêt de tondeuse", "Prêt d'échelle"}),
        ("qu'est-ce qu'on ne peut pas demander ?", "status", {"Vitrine", "Enseigne"}),
    ],
)
def test_offers_are_kept_by_part_of_the_catalogue_by_unit_of_price_and_by_not_being_offered(
    catalogued: Library, said: str, key: str, names: set[str]
) -> None:
    """None of these is a column's value."""
    found, wanted, _ = meant(catalogued, said, Sort.OFFER)
    assert names in [named(kept(found, [c])) for c in wanted if c.key == key]


def test_a_part_and_a_price_at_once(catalogued: Library) -> None:
    """Free, and for the neighbours: each is a condition, and what meets both is one offer."""
    found, wanted, _ = meant(catalogued, "qu'est-ce qui est gratuit pour les voisins ?", Sort.OFFER)
    free, part = condition(wanted, "cost"), condition(wanted, "section")
    assert named(kept(found, [free, part])) == {"Corvée"}


@pytest.fixture(scope="module")
def catalogued(opens: Opens, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A catalogue in two parts."""
    folder = tmp_path_factory.mktemp("catalogue")
    (folder / "catalogue.md").write_text(_CATALOGUE, encoding="utf-8")
    return opens(folder).library()


ROWS = """| PR-01 | Passerelle | Vert | 45 % | 2026-03-31 | Chargé de projet |
| PR-02 | Digue | Rouge | 12 % | 2025-05-15 | Maître de quai |
| PR-03 | Phare neuf | Vert | 80 % | 2026-06-30 | Chargé de projet |"""


def test_the_word_a_set_is_called_by_asks_nothing_of_its_members(opens: Opens, tmp_path: Path) -> None:
    """« Où en sont les projets ? » is no question on the « chargé de projet »; « ceux du chargé de projet » is."""
    for season, day in (("hiver 2025", "31 mars 2025"), ("printemps 2025", "30 juin 2025")):
        report = harbour.REPORT.format(season=season, day=day, rows=ROWS).replace("chantiers", "projets")
        (tmp_path / f"suivi-{season}.md").write_text(report, "utf-8")
    library = opens(tmp_path).library()

    def leads(text: str) -> set[str]:
        return {one.label for one in meant(library, text, Sort.PROJECT)[1] if one.key == "lead" and one.said >= 0.5}

    assert leads("Où en sont les projets ?") == set()
    assert leads("Quels projets ont un chargé de projet ?") == {"Chargé de projet"}
