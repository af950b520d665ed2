"""What a list tells of offers belongs to the offers it names: one card, each value with the document it was read in."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.known.borrowing import home, joined
from ingest.facts.records import Fact, Sort, Subject, Value
from ingest.languages import fold
from ingest.model import Place


def fact(words: str) -> Fact:
    return Fact(words, words, Place())


def told(sort: Sort, name: str, document: str, **values: str) -> Subject:
    """An offer's values are under their columns, a row's under the heads people wrote."""
    held = tuple(
        Value(head if sort is Sort.OFFER else "", "" if sort is Sort.OFFER else head, fact(words))
        for head, words in values.items()
    )
    return Subject(
        id=f"{name} {document}", document=document, sort=sort, name=fact(name), values=held, group=f"{document} table"
    )


def of(*subjects: Subject, replaced: str = "") -> list[list[Subject]]:
    """The subjects joined, each a thing of its own before, but those of one name and sort."""
    alone: dict[tuple[str, Sort], list[tuple[int, Subject]]] = {}
    for number, subject in enumerate(subjects):
        alone.setdefault((fold(subject.name.quote), subject.sort), []).append((number, subject))
    found = joined(list(alone.values()), names, lambda subject: subject.document != replaced)
    return [[subject for _, subject in group] for group in found]


def names(subject: Subject) -> Iterable[str]:
    yield fold(subject.name.value)


SHELTER = told(Sort.OFFER, "Abri", "catalogue", description="Tente prêtée", request="poste 12")
SAW = told(Sort.OFFER, "Scie", "catalogue", description="Scie prêtée", cost="5 $")
PRICES = (told(Sort.ROW, "Abri", "prix", Prix="9 $", Unité="à l'heure"), told(Sort.ROW, "Scie", "prix", Prix="7 $"))


def test_the_price_of_a_list_is_the_offer_s_with_its_unit_and_its_own_document() -> None:
    for order in ((SHELTER, SAW, *PRICES), (*PRICES, SHELTER, SAW)):
        shelter = next(states[-1] for states in of(*order) if states[-1].name.quote == "Abri")
        told_of = [(v.key, v.fact.quote, home(shelter, v)) for v in shelter.values]
        assert told_of == [
            ("description", "Tente prêtée", "catalogue"), ("request", "poste 12", "catalogue"),
            ("cost", "9 $", "prix"), ("cost", "à l'heure", "prix"),
        ]  # fmt: skip


def test_a_row_of_an_offer_is_no_thing_of_its_own() -> None:
    assert [states[-1].sort for states in of(*PRICES, SHELTER, SAW)] == [Sort.OFFER, Sort.OFFER]


def test_what_the_card_says_stays_and_the_list_s_word_is_a_state_beside_it() -> None:
    saw = next(states for states in of(SHELTER, SAW, *PRICES) if states[-1].name.quote == "Scie")
    assert [[v.fact.quote for v in state.values] for state in saw] == [["7 $"], ["Scie prêtée", "5 $"]]


def test_one_row_that_bears_an_offer_s_name_makes_no_list() -> None:
    assert len(of(SHELTER, SAW, PRICES[0])) == 3


def test_a_list_of_two_rows_for_one_offer_stays_apart() -> None:
    twice = (PRICES[0], told(Sort.ROW, "ABRI", "autre", Prix="1 $"))
    assert [states[-1].sort for states in of(SHELTER, SAW, *twice)].count(Sort.OFFER) == 2
    assert all(len(states[-1].values) == 2 for states in of(SHELTER, SAW, *twice) if states[-1].sort is Sort.OFFER)


def test_a_list_that_is_replaced_tells_nothing() -> None:
    shelter = next(
        states[-1] for states in of(SHELTER, SAW, *PRICES, replaced="prix") if states[-1].name.quote == "Abri"
    )
    assert [v.key for v in shelter.values] == ["description", "request"]


def test_a_newer_catalogue_of_prices_does_not_hide_the_card() -> None:
    newer = told(Sort.OFFER, "Abri", "tarifs", cost="9 $", delay="3 jours")
    [states] = of(SHELTER, newer)
    assert states[-1].document == "catalogue"
    assert [(v.key, home(states[-1], v)) for v in states[-1].values][2:] == [("cost", "tarifs"), ("delay", "tarifs")]


def test_a_name_that_begins_with_a_code_is_found_by_the_name_and_by_the_code() -> None:
    coded = [
        told(Sort.OFFER, f"A-{n} {name}", "catalogue", request="poste 1") for n, name in ((1, "Abri"), (2, "Scie"))
    ]
    by_code = told(Sort.ROW, "A-2", "prix", Prix="7 $")
    found = of(*coded, PRICES[0], by_code)
    assert [[v.fact.quote for v in states[-1].values] for states in found] == [
        ["poste 1", "9 $", "à l'heure"],
        ["poste 1", "7 $"],
    ]
