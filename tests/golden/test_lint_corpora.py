"""Lint on whole corpora: silent on the one that ships, complete on one where defects were planted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.lint.findings import Defect, lint
from ingest.lint.survey import of_folder

ROOT = Path(__file__).parents[2]
PLANTED = ROOT.parent / "shared" / "gold" / "organisation"
TODAY = date(2026, 11, 24)


def test_the_corpus_that_ships_has_no_defect() -> None:
    assert [defect.text for defect in lint(of_folder(ROOT / "corpus", TODAY))] == []


@pytest.fixture(scope="module")
def found() -> tuple[Defect, ...]:
    if not PLANTED.exists():
        pytest.skip("needs the folder of planted defects beside the repository")
    return lint(of_folder(PLANTED / "docs", TODAY))


def planted() -> list[dict[str, Any]]:
    path = PLANTED / "lint.yaml"
    return yaml.safe_load(path.read_text("utf-8")) if path.exists() else []


def sees(defect: Defect, expected: dict[str, Any]) -> bool:
    """Same kind, and every expected quote at a spot of the same document."""
    return defect.code == expected["kind"] and all(
        any(spot.document == w["document"] and w["quote"] in spot.quote for spot in defect.places)
        for w in expected["where"]
    )


def test_every_planted_defect_is_found_at_its_places(found: tuple[Defect, ...]) -> None:
    assert [e["what"] for e in planted() if not any(sees(defect, e) for defect in found)] == []


def test_nothing_else_is_reported(found: tuple[Defect, ...]) -> None:
    assert [d.text for d in found if not any(sees(d, e) for e in planted())] == []
