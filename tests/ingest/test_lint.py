"""Small governances with one planted defect each: lint sees it, and sees nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.records import (
    Activity,
    Amendment,
    Committee,
    Escalation,
    Fact,
    Level,
    ProjectStatus,
    Record,
    Responsibility,
    Role,
    ServiceOffer,
    Term,
)
from ingest.facts.values.measures import Quantity, measures
from ingest.lint.contradictions import contradictions
from ingest.lint.findings import Defect, Holdings, as_json, lint
from ingest.model import Block, BlockKind, Description, Document, Kind, Period, Place

TODAY = date(2026, 11, 24)
T2 = Period("T2 2026", "2026-06-30", 2026, 2)
T3 = Period("T3 2026", "2026-09-30", 2026, 3)


def fact(text: str, cell: str = "A1") -> Fact:
    return Fact(text, text, Place(sheet="F", cell=cell))


def page(name: str, *lines: str) -> Document:
    """A document whose lines beginning with # are headings."""
    blocks, position, section = [], 0, ()
    for number, line in enumerate(lines):
        heading = line.startswith("# ")
        text = line.removeprefix("# ")
        section = (text,) if heading else section
        kind = BlockKind.HEADING if heading else BlockKind.PARAGRAPH
        place = Place(page=1, section=section, start=position, end=position + len(text))
        blocks.append(Block(f"{name}-{number}", kind, text, place))
        position += len(text) + 1
    return Document(name, "pdf", "\n".join(b.text for b in blocks), tuple(blocks))


def holdings(*records: Record, documents: tuple[Document, ...] = (), **kinds: Kind) -> Holdings:
    described = [Description(d.name, d.name, kind=kinds.get(d.name.split(".")[0], Kind.OTHER)) for d in documents]
    return Holdings.of(documents, described, records, TODAY)


def codes(found: tuple[Defect, ...]) -> list[str]:
    return [defect.code for defect in found]


def role(name: str) -> Role:
    return Role(id=name, document="matrice.xlsx", name=fact(name))


def activity(name: str) -> Activity:
    return Activity(id=name, document="matrice.xlsx", name=fact(name, "B2"))


def cell(of: str, to: str, letter: str, at: str) -> Responsibility:
    levels = frozenset(Level(x) for x in letter.split("/"))
    return Responsibility(id=at, document="matrice.xlsx", activity=of, role=to, letter=fact(letter, at), levels=levels)


def project(name: str, period: Period, code: str = "", **facts: str) -> ProjectStatus:
    return ProjectStatus(
        id=f"{name}{period.label}",
        document=f"etat-{period.label}.xlsx",
        code=fact(code) if code else None,
        name=fact(name),
        period=period,
        facts={key: fact(text) for key, text in facts.items()},
    )


def offer(name: str, **facts: str) -> ServiceOffer:
    found = {key: fact(text) for key, text in facts.items()}
    return ServiceOffer(id=name, document="offres.xlsx", code=None, name=fact(name), facts=found)


MATRIX = (role("Direction"), activity("Publier"), cell("Publier", "Direction", "A", "C2"))


def test_a_sound_governance_has_no_defect() -> None:
    assert lint(holdings(*MATRIX, offer("Prêt", request="pret@example.org"), project("Alpha", T3))) == ()


def test_an_activity_without_approver_is_an_error_at_its_name() -> None:
    found = lint(holdings(*MATRIX, activity("Former"), cell("Former", "Direction", "R", "C3")))
    assert codes(found) == ["activity_without_A"]
    assert found[0].severity == "error"
    assert found[0].places[0].quote == "Former"


def test_an_activity_with_two_approvers_points_at_both_cells() -> None:
    found = lint(holdings(*MATRIX, role("Bureau"), cell("Publier", "Bureau", "A/R", "D2")))
    assert codes(found) == ["activity_with_two_A"]
    assert [spot.place.cell for spot in found[0].places] == ["C2", "D2"]


def test_a_matrix_that_uses_no_approver_letter_is_let_be() -> None:
    assert lint(holdings(role("Direction"), activity("Former"), cell("Former", "Direction", "R", "C3"))) == ()


def test_a_matrix_that_gives_an_approver_to_few_activities_and_its_bands_are_let_be() -> None:
    rare = [record for name in "XYZ" for record in (activity(name), cell(name, "Direction", "R", f"C{name}"))]
    assert lint(holdings(*MATRIX, *rare)) == ()
    assert lint(holdings(*MATRIX, activity("B. Réaliser"))) == ()
    across = replace(cell("B. Réaliser", "Direction", "R", "C9"), letter=fact("B. Réaliser", "C9"), levels=frozenset())
    assert lint(holdings(*MATRIX, activity("B. Réaliser"), across)) == ()
    assert codes(lint(holdings(*MATRIX, activity("B. Réaliser"), cell("B. Réaliser", "Direction", "R", "C9")))) == [
        "activity_without_A"
    ]


def test_a_project_is_followed_through_its_names_and_a_code_in_its_name() -> None:
    t1 = Period("T1 2026", "2026-03-31", 2026, 1)
    renamed = (project("Guichet", t1, "1"), project("Vigie (ex-Guichet)", T2, "2"), project("Vigie", T3, "7"))
    assert lint(holdings(*MATRIX, *renamed)) == ()
    coded = (project("Single Portal", T2, "P-01"), project("P-01 Portail unique", T3))
    assert lint(holdings(*MATRIX, *coded)) == ()


def test_a_role_nobody_defined_is_told_once_with_all_its_places() -> None:
    led = (project("Alpha", T2, lead="Cosmologue"), project("Alpha", T3, lead="le cosmologue"))
    [found] = lint(holdings(*MATRIX, *led))
    assert len(found.places) == 2


def test_a_decision_that_says_what_it_changes_is_no_contradiction() -> None:
    charter = page("charte.pdf", "# Comité des usagers", "Le comité des usagers se réunit quatre fois par année.")
    said = "Le comité des usagers se réunira six fois par année au lieu de quatre."
    minutes = page("pv.pdf", "# Décisions", said)
    apart = holdings(documents=(charter, minutes))
    assert codes(lint(apart)) == ["contradiction"]
    change = Amendment(
        id="a", document="pv.pdf", text=Fact(said, said, minutes.blocks[1].place), about="Décisions", subject="",
        old="quatre", attribute="frequency", article="", day="2026-05-12",
    )  # fmt: skip
    assert lint(holdings(change, documents=(charter, minutes))) == ()


def test_a_project_led_by_a_role_nobody_defined_is_reported() -> None:
    found = lint(holdings(*MATRIX, project("Alpha", T3, lead="Conseillère en cosmologie")))
    assert codes(found) == ["unknown_role"]


@pytest.mark.parametrize("lead", ["Direction", "la direction", "DIRECTION", "Chargée de projet", "Direction et CP", ""])
def test_a_role_is_known_by_its_name_its_acronym_and_its_inflections(lead: str) -> None:
    known = replace(role("Chargé de projet (CP)"), aliases=("CP",))
    assert lint(holdings(*MATRIX, known, project("Alpha", T3, lead=lead))) == ()


def test_a_sentence_where_a_role_is_named_is_no_unknown_role() -> None:
    said = "La personne que la ville voisine aura nommée avant la fin du mois"
    assert lint(holdings(*MATRIX, project("Alpha", T3, lead=said))) == ()


def test_an_escalation_to_an_unknown_body_is_reported_and_to_a_committee_is_not() -> None:
    body = Committee(id="c", document="cadre.docx", name=fact("2.1 Comité directeur (CD)"))
    steps = (fact("Comité directeur"), fact("Conseil des sages"))
    row = Escalation(id="e", document="cadre.docx", situation=fact("Retard"), steps=steps)
    found = lint(holdings(*MATRIX, body, row))
    assert [spot.quote for defect in found for spot in defect.places] == ["Conseil des sages"]


def test_an_offer_nobody_can_ask_for_is_reported_unless_it_is_withdrawn() -> None:
    offers = (offer("Prêt", request="a@example.org"), offer("Don"), offer("Vieux", status="Retiré"))
    found = lint(holdings(*offers))
    assert codes(found) == ["service_without_contact"]
    assert found[0].places[0].quote == "Don"


def test_an_offer_without_owner_is_reported_only_where_owners_are_kept() -> None:
    asked = {"request": "a@example.org"}
    assert lint(holdings(offer("Prêt", **asked), offer("Don", **asked))) == ()
    found = lint(holdings(role("Bureau"), offer("Prêt", owner="Bureau", **asked), offer("Don", **asked)))
    assert codes(found) == ["service_without_owner"]


def test_a_project_that_leaves_the_last_report_unclosed_is_reported_where_it_was_last_seen() -> None:
    found = lint(holdings(project("Alpha", T2, "P1"), project("Bêta", T2, "P2"), project("Bêta", T3, "P2")))
    assert codes(found) == ["stale_project"]
    assert found[0].places[0].document == "etat-T2 2026.xlsx"


@pytest.mark.parametrize("last", [{"phase": "Terminé"}, {"progress": "100"}, {"comment": "Projet annulé en mai."}])
def test_a_project_said_closed_may_leave(last: dict[str, str]) -> None:
    assert lint(holdings(project("Alpha", T2, "P1", **last), project("Bêta", T3, "P2"))) == ()


def test_a_renamed_project_has_not_left() -> None:
    renamed = replace(project("Oméga", T3), formerly=("Alpha",))
    assert lint(holdings(project("Alpha", T2), renamed)) == ()


MANDATE = page("mandat.pdf", "# 5. Gouvernance", "Le comité directeur se réunit chaque mois. Il relève de l'Agence.")


def committee(frequency: str) -> Committee:
    facts = {"frequency": (fact(frequency),)}
    return Committee(id="c", document="cadre.docx", name=fact("2.1 Comité directeur"), facts=facts)


def test_two_frequencies_of_one_committee_contradict_each_other() -> None:
    said = committee("le comité directeur se réunit toutes les six semaines")
    found = lint(holdings(said, documents=(MANDATE,), mandat=Kind.MANDATE))
    assert codes(found) == ["contradiction"]
    assert {spot.quote for spot in found[0].places} == {
        "le comité directeur se réunit toutes les six semaines",
        "Le comité directeur se réunit chaque mois.",
    }


@pytest.mark.parametrize("same", ["douze fois par année", "tous les mois", "le premier jeudi de chaque mois"])
def test_the_same_frequency_in_other_words_is_no_contradiction(same: str) -> None:
    assert lint(holdings(committee(f"il se réunit {same}"), documents=(MANDATE,), mandat=Kind.MANDATE)) == ()


def test_an_offer_and_the_framework_that_give_two_delays_contradict_each_other() -> None:
    framework = page("cadre.docx", "# 3.2 Comité d'accès aux données", "Une demande est traitée en 30 jours ouvrables.")
    own = offer("Accès à un jeu de données", request="x", delay="20 jours ouvrables")
    helping = offer("Préparation d'une demande d'accès aux données", request="x", delay="10 jours ouvrables")
    found = lint(holdings(own, helping, documents=(framework,), cadre=Kind.FRAMEWORK))
    assert codes(found) == ["contradiction"]
    assert {spot.quote for spot in found[0].places} == {
        "20 jours ouvrables",
        "Une demande est traitée en 30 jours ouvrables.",
    }


def test_minutes_and_report_that_give_two_colours_contradict_each_other() -> None:
    minutes = page("pv.docx", "Le projet Alpha est déclaré en santé jaune.", "Le projet Bêta demeure en santé vert.")
    described = Description("pv.docx", "PV", kind=Kind.MINUTES, date="2026-06-12")
    states = (project("Alpha", T2, health="Rouge"), project("Bêta", T2, health="Vert"))
    found = lint(Holdings.of([minutes], [described], states, TODAY))
    assert codes(found) == ["contradiction"]
    assert "Alpha" in found[0].text


def test_minutes_are_held_against_the_report_of_their_own_quarter() -> None:
    minutes = page("pv.docx", "Le projet Alpha est déclaré en santé jaune.")
    described = Description("pv.docx", "PV", kind=Kind.MINUTES, date="2026-06-12")
    states = (project("Alpha", T2, health="Jaune"), project("Alpha", T3, health="Rouge"))
    assert lint(Holdings.of([minutes], [described], states, TODAY)) == ()


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Le Centre compte 9 postes permanents.", "Le Centre compte 14 postes permanents."),
        ("Le budget annuel de fonctionnement est de 1,4 M$.", "Le budget annuel de fonctionnement est de 2 100 000 $."),
        ("Les copies remises aux chercheurs sont détruites après 6 mois.", "Les copies sont conservées 12 mois."),
        ("Le mandat prévoit un préavis écrit de 90 jours.", "Le mandat prévoit un préavis écrit de trente jours."),
    ],
)  # fmt: skip
def test_two_documents_in_force_that_state_one_thing_twice_must_agree(one: str, two: str) -> None:
    documents = (page("a.pdf", one), page("b.docx", two))
    assert codes(lint(holdings(documents=documents))) == ["contradiction"]
    assert lint(holdings(documents=(documents[0], page("b.docx", one)))) == ()


@pytest.mark.parametrize(
    "said",
    [
        "Le comité directeur, composé de neuf membres, se réunit toutes les six semaines.",
        "Comité directeur : réunions trimestrielles.",
        "Le comité directeur tient deux rencontres par année.",
    ],
)
def test_a_committee_is_known_however_its_meetings_are_told(said: str) -> None:
    other = page("presentation.pptx", said)
    found = lint(holdings(documents=(MANDATE, other), mandat=Kind.MANDATE))
    assert codes(found) == ["contradiction"]


def test_working_days_and_days_are_compared_through_the_week() -> None:
    for said, expected in (("14 jours", []), ("10 jours", []), ("30 jours", ["contradiction"])):
        other = page("guide.docx", f"L'offre Audit des accès est livrée : le délai est de {said}.")
        asked = offer("Audit des accès", request="x", delay="10 jours ouvrables")
        assert codes(lint(holdings(asked, documents=(other,)))) == expected


@pytest.mark.parametrize(
    "said",
    [
        "Le projet Alpha passe au jaune.",
        "P1 : santé jaune au 30 juin 2026.",
        "Au T2 2026, le projet Alpha est en jaune.",
    ],
)
def test_minutes_may_name_a_project_by_part_of_its_name_or_its_code_and_name_the_report(said: str) -> None:
    minutes = page("pv.docx", said)
    described = Description("pv.docx", "PV", kind=Kind.MINUTES, date="2026-06-12")
    states = (
        project("Alpha des urgences", T2, "P1", health="Rouge"),
        project("Bêta des urgences", T2, "P2", health="Vert"),
        project("Alpha des urgences", T3, "P1", health="Jaune"),
        project("Bêta des urgences", T3, "P2", health="Vert"),
    )
    assert codes(lint(Holdings.of([minutes], [described], states, TODAY))) == ["contradiction"]


def test_a_replaced_document_contradicts_nothing_but_should_be_taken_out() -> None:
    old = page("v1.pdf", "Adopté le 15 février 2024", "Le Centre compte 9 postes permanents.")
    announced = "La présente version remplace la version 1 adoptée le 15 février 2024."
    new = page("v2.pdf", announced, "Le Centre compte 14 postes permanents.")
    described = [Description("v1.pdf", "Mandat v1"), Description("v2.pdf", "Mandat v2", supersedes="v1.pdf")]
    found = lint(Holdings.of([old, new], described, (), TODAY))
    assert codes(found) == ["superseded_present"]
    assert found[0].places[0].quote == "15 février 2024"


def test_an_acronym_with_two_meanings_is_a_contradiction() -> None:
    terms = [
        Term(id=d, document=d, name=fact("AD"), meaning=fact(meaning), acronym=True)
        for d, meaning in (("a.md", "Architecte de données"), ("b.docx", "Agence départementale"))
    ]
    assert codes(lint(holdings(*terms))) == ["contradiction"]


def test_a_document_past_its_date_is_an_error_and_one_that_is_not_is_none() -> None:
    document = page("cadre.docx", "Cadre")
    for expires, expected in (("2026-03-31", ["expired_document"]), ("2027-03-31", [])):
        described = Description("cadre.docx", "Cadre", expires=expires)
        assert codes(lint(Holdings.of([document], [described], (), TODAY))) == expected


def test_a_document_whose_review_is_past_is_told_with_who_confirms_it() -> None:
    document = page("cadre.docx", "Cadre")
    for review, expected in (("2026-11-23", ["stale_verification"]), ("2026-11-24", []), ("", [])):
        described = Description("cadre.docx", "Cadre", owner="Bureau", verified="2026-01-05", review=review)
        found = lint(Holdings.of([document], [described], (), TODAY))
        assert codes(found) == expected
        assert all("« Bureau »" in one.text and "23" in one.text and one.severity == "warning" for one in found)


def test_a_document_that_says_itself_when_it_ends_is_believed() -> None:
    document = page("cadre.docx", "Le présent cadre est en vigueur jusqu'au 31 mars 2026.")
    assert codes(lint(holdings(documents=(document,)))) == ["expired_document"]


@pytest.mark.parametrize("reference", ["voir la section 9", "conformément à l'annexe C", "précisée au point 4.2"])
def test_a_reference_to_a_part_that_is_not_there_is_reported(reference: str) -> None:
    document = page("cadre.docx", "# 1. Objet", f"La règle est {reference}.", "# 2. Portée", "# Annexe A", "Liste")
    assert codes(lint(holdings(documents=(document,)))) == ["dangling_reference"]


@pytest.mark.parametrize(
    "reference", ["voir la section 2", "selon l'annexe A", "voir l'article 5 de la loi", "selon le point à discuter"]
)
def test_a_reference_that_holds_or_speaks_of_something_else_is_not(reference: str) -> None:
    document = page("cadre.docx", "# 1. Objet", f"La règle est précisée : {reference}.", "# 2. Portée", "# Annexe A")
    assert lint(holdings(documents=(document,))) == ()


def test_a_reference_to_another_document_is_checked_there() -> None:
    framework = page("cadre.docx", "# 1. Objet", "Il est décrit à la section 9 du mandat.")
    for last, expected in (("# 9. Suivi", []), ("# 8. Suivi", ["dangling_reference"])):
        mandate = page("mandat.pdf", "# 1. Contexte", last)
        found = lint(holdings(documents=(framework, mandate), mandat=Kind.MANDATE, cadre=Kind.FRAMEWORK))
        assert codes(found) == expected


def test_a_file_named_and_absent_is_reported() -> None:
    document = page("cadre.docx", "Le gabarit se trouve dans charte-projet.docx.")
    assert codes(lint(holdings(documents=(document,)))) == ["dangling_reference"]
    assert lint(holdings(documents=(document, page("charte-projet.docx", "Charte")))) == ()


def test_a_contradiction_is_found_again_from_the_place_an_answer_cites() -> None:
    said = committee("le comité directeur se réunit toutes les six semaines")
    found = contradictions(holdings(said, documents=(MANDATE,), mandat=Kind.MANDATE))
    cited = MANDATE.blocks[1].place
    assert found[0].touches("mandat.pdf", replace(cited, end=cited.start + 10))
    assert not found[0].touches("mandat.pdf", replace(cited, start=cited.end - 5))
    assert not found[0].touches("autre.pdf", cited)


def test_defects_are_written_as_json_with_their_places() -> None:
    found = as_json(lint(holdings(*MATRIX, activity("Former"))))
    assert json.loads(json.dumps(found))[0]["places"][0]["cell"] == "B2"


@given(st.text(max_size=200))
def test_any_text_can_be_measured_and_linted(text: str) -> None:
    for measure in measures(text):
        assert 0 <= measure.start < measure.end <= len(text)
    lint(holdings(committee(text or "x"), documents=(page("a.md", text), page("b.md", text))))


@pytest.mark.parametrize(
    ("text", "quantity", "value"),
    [
        ("aux deux semaines", Quantity.FREQUENCY, 26),
        ("quatre fois par année", Quantity.FREQUENCY, 4),
        ("chaque lundi à 9 h", Quantity.FREQUENCY, 52),
        ("rapport trimestriel", Quantity.FREQUENCY, 4),
        ("tous les 18 mois", Quantity.FREQUENCY, 12 / 18),
        ("20 jours ouvrables", Quantity.DURATION, 20),
        ("2,1 millions de dollars", Quantity.MONEY, 2_100_000),
        ("1 200 $ par année", Quantity.MONEY, 1200),
        ("quatre-vingt-deux personnes", Quantity.COUNT, 82),
        ("40 %", Quantity.PERCENT, 40),
    ],
)
def test_quantities_are_read_as_offices_write_them(text: str, quantity: Quantity, value: float) -> None:
    first = measures(text)[0]
    assert (first.quantity, first.value) == (quantity, pytest.approx(value))


def test_every_code_of_the_rules_is_documented_with_its_severity() -> None:
    root = Path(__file__).parents[2]
    page_text = (root / "docs" / "lint.md").read_text("utf-8")
    documented = dict(re.findall(r"^\| `(\w+)` \| (erreur|avertissement) \|", page_text, re.MULTILINE))
    sources = (root / "ingest" / "lint").rglob("*.py")
    written = " ".join(source.read_text("utf-8") for source in sources)
    assert all(f'"{code}"' in written for code in documented)
    used = set(
        re.findall(r'"((?:activity|service|stale|superseded|expired|dangling|unknown)_\w+|contradiction)"', written)
    )
    assert used == set(documented)
