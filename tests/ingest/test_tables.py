"""Which rows of a table are its headers."""

from __future__ import annotations

import pytest

from ingest.layout.tables import header_rows

NAMES = ["Risque", "Probabilité", "Mesure"]
DATED = [
    ["Livrable 1 – Mettre en place le centre", "Octobre 2022"],
    ["Livrable 2 – Contribuer aux moyens", "Selon la planification ministérielle"],
    ["Livrable 3 – Promouvoir le programme", "Selon la planification ministérielle"],
]


@pytest.mark.parametrize(
    ("rows", "headers"),
    [
        ([NAMES, ["Pénurie", "Élevée", "Entente"], ["Retard", "Moyenne", "Pénalités"]], (0,)),
        ([["Livrable", "Date"], *DATED], (0,)),
        (DATED, ()),  # members of a series: the first one is no header of the others
        ([["Annexe A", "Ventes"], ["Annexe B", "Achats"]], (0,)),  # no mark after the letter: not told apart
    ],
)
def test_a_header_names_columns(rows: list[list[str]], headers: tuple[int, ...]) -> None:
    """« Livrable 1 » above « Livrable 2 » is a row like it: it can be cited, with what stands beside it."""
    texts = {number: dict(enumerate(row)) for number, row in enumerate(rows)}
    assert header_rows(texts) == headers
