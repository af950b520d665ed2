"""Numbers, durations and dates as the cell displays them, for the formats offices use."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.layout.office import shown


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (1250.5, '#,##0.00 "$"', "1 250,50 $"),
        (0.075, '#,##0.00 "$"', "0,08 $"),
        (-1250.5, '#,##0.00\\ "$"', "-1 250,50 $"),
        (-3, "#,##0 [$€-40C];[Red](#,##0 [$€-40C])", "(3 €)"),
        (0, '0;-0;"aucun"', "aucun"),
        (1234567, '#,##0, "k$"', "1 235 k$"),
        (1234567, '# ##0 "$"', "1 234 567 $"),
        (0.125, "0.0%", "12,5 %"),
        (12.5, "0.##", "12,5"),
        (12, "0.##", "12"),
        (7, "000", "007"),
        (4185551234, "(000) 000-0000", "(418) 555-1234"),
        (3.0, "General", "3"),
        (1.5, "", "1.5"),
        (0.333, "# ?/?", "0.333"),
        (12345.0, "0.00E+00", "12345"),
        (1e300, "#,##0.00", "1e+300"),
        (-0.001, "0.00", "0,00"),
        (5, '0 "jours;ouvrables"', "5 jours;ouvrables"),
    ],
)
def test_a_number_is_written_as_its_cell_shows_it(value: float, style: str, text: str) -> None:
    assert shown.number(value, style).strip() == text


@pytest.mark.parametrize(
    ("hours", "style", "text"),
    [(36, "[h]:mm", "36:00"), (1500.5, "[h]:mm", "1500:30"), (0.75, "[h]:mm", "0:45"), (-2, '[h]" h"', "-2 h")],
)
def test_a_duration_goes_on_past_a_day(hours: float, style: str, text: str) -> None:
    assert shown.duration(dt.timedelta(hours=hours), style) == text


def test_a_date_says_no_day_where_the_cell_shows_none() -> None:
    day = dt.date(2026, 4, 3)
    assert [shown.moment(day, style) for style in ("dd/mm/yyyy", "mmmm yyyy", "yyyy", "mmm-yy")] == [
        "2026-04-03",
        "avril 2026",
        "2026",
        "avril 2026",
    ]
