"""A project is one over its reports, however short each names it; two projects of like names stay two."""

from __future__ import annotations

import pytest

from assistant.known.halves import halves, short_names
from ingest.facts.records import Fact, Sort, Subject
from ingest.model import Period, Place


def told(name: str, report: str, code: str = "", formerly: str = "") -> Subject:
    def fact(words: str) -> Fact:
        return Fact(words, words, Place())

    return Subject(
        id=f"{name} {report}", document=report, sort=Sort.PROJECT, name=fact(name), code=fact(code) if code else None,
        aliases=(formerly,) if formerly else (), period=Period(report, f"2025-{report}-28", 2025),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("short", "full"),
    [
        (told("Toiture Tilleuls", "05"), told("Toiture de l'école des Tilleuls", "02")),
        (told("Tiquette (vente de billets)", "02"), told("Guichet Merle", "05", formerly="Tiquette")),
        (told("Maison des Saules", "05"), told("Maison des Saules (logement)", "02", code="P-09")),
    ],
)
def test_a_half_name_in_another_report_is_the_same_project(short: Subject, full: Subject) -> None:
    other = told("Réfection du gymnase", "02")
    assert {frozenset(pair) for pair in halves([[short], [other], [full]]).items()} == {frozenset({0, 2})}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (told("Toiture Tilleuls", "02"), told("Toiture de l'école des Tilleuls", "02")),  # one report tells both
        (told("Eaux usées", "02"), told("Eaux usées, phase 2", "05")),  # a number tells them apart
        (told("Portail", "02"), told("Portail des partenaires", "05")),  # one word may be of many
        (
            told("Carte Berge", "02", code="P-01"),
            told("Grande carte Berge", "05", code="P-02"),
        ),  # codes tell them apart
    ],
)
def test_two_projects_of_like_names_stay_two(one: Subject, two: Subject) -> None:
    assert halves([[one], [two]]) == {}


def test_a_half_name_of_two_projects_is_neither() -> None:
    several = [
        told("Toiture Tilleuls", "05"),
        told("Toiture du gymnase Tilleuls", "02"),
        told("Toiture, aile Tilleuls", "02"),
    ]
    assert halves([[one] for one in several]) == {}


def test_one_word_told_after_the_only_name_that_begins_with_it_is_that_name() -> None:
    """« Toit » in May is February's « Toit de l'entrepôt », unless two roofs were told."""
    roof, other, short = told("Toit de l'entrepôt", "02"), told("Toit du garage", "02"), told("Toit", "05")
    assert halves([[roof], [short]]) == {1: 0}
    assert halves([[roof], [other], [short]]) == {}


def test_a_name_says_what_it_is_abbreviated_to() -> None:
    """Only what abbreviates it: « (RAC) » beside other words is another thing."""
    assert list(short_names("Plan d'engagement vers la réussite (PEVR)")) == ["PEVR"]
    assert list(short_names("PEVR 2025-2029")) == ["PEVR"]
    assert list(short_names("Passerelle avec les collèges (RAC)")) == []
