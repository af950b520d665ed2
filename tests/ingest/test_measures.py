"""Quantities in both languages: currencies, scales, numbers in words, frequencies, and bounds that stay bounds."""

from __future__ import annotations

import pytest

from ingest.facts.values.measures import Measure, Quantity, measures


def _one(text: str) -> Measure:
    [found] = measures(text)
    return found


@pytest.mark.parametrize(
    ("text", "quantity", "value", "unit"),
    [
        ("douze euros", Quantity.MONEY, 12, "€"),
        ("40 000€", Quantity.MONEY, 40_000, "€"),
        ("40 k€", Quantity.MONEY, 40_000, "€"),
        ("2,5 M$", Quantity.MONEY, 2_500_000, "$"),
        ("3 millions d'euros", Quantity.MONEY, 3_000_000, "€"),
        ("$1,250.50", Quantity.MONEY, 1250.5, "$"),
        ("twelve thousand dollars", Quantity.MONEY, 12_000, "$"),
        ("2,1 millions de dollars", Quantity.MONEY, 2_100_000, "$"),
        ("twenty-four hours", Quantity.DURATION, 1, ""),
        ("ten working days", Quantity.DURATION, 10, "ouvrables"),
        ("dix jours ouvrables", Quantity.DURATION, 10, "ouvrables"),
        ("a one-year term", Quantity.DURATION, 365, ""),
        ("the third Wednesday of every month", Quantity.FREQUENCY, 12, ""),
        ("le troisième mercredi de chaque mois", Quantity.FREQUENCY, 12, ""),
        ("twice a year", Quantity.FREQUENCY, 2, ""),
        ("quarterly", Quantity.FREQUENCY, 4, ""),
        ("quatre-vingt-deux pour cent", Quantity.PERCENT, 82, "%"),
    ],
)
def test_a_quantity_is_read_with_its_unit(text: str, quantity: Quantity, value: float, unit: str) -> None:
    found = _one(text)
    assert (found.quantity, round(found.value, 3), found.unit) == (quantity, value, unit)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("repousser d'au plus 60 jours", "<"),
        ("within 10 days", "<"),
        ("d'ici 30 jours", "<"),
        ("15 jours au maximum", "<"),
        ("plus de 10 %", ">"),
        ("au moins trois mois", ">"),
        ("at least two weeks", ">"),
        ("60 jours", ""),
    ],
)
def test_a_bound_stays_a_bound(text: str, bound: str) -> None:
    assert _one(text).bound == bound


def test_what_keeps_within_a_bound_does_not_differ_from_it() -> None:
    bound = _one("au plus 60 jours")
    assert not bound.differs(_one("45 jours"))
    assert bound.differs(_one("90 jours"))
    assert _one("plus de 10 %").differs(_one("5 %"))
    assert not _one("15 %").differs(_one("plus de 10 %"))


def test_money_of_two_currencies_is_not_compared() -> None:
    assert not _one("40 €").differs(_one("60 $"))
