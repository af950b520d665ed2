"""What a loader knows of a place and of a merged cell reaches whoever searches and whoever reads."""

from __future__ import annotations

from pathlib import Path

from bots.rendering.contract import place_json
from ingest.documents.passages import passages
from ingest.model import Description, Place
from tests.ingest.governance_documents import table

ABOUT = Description("cadre.docx", "Cadre")


def test_a_row_is_found_by_the_committee_merged_over_it(tmp_path: Path) -> None:
    rows = [
        ("Comité", "Mandat", "Membre"),
        ("Comité d'éthique", "Avis", "Secrétariat"),
        ("", "", "Bureau de projets"),
        ("Comité de suivi", "Bilan", "Greffe"),
    ]
    found = passages(table(rows, merged=[(1, 0, 2, 0), (1, 1, 2, 1)])(tmp_path), ABOUT)
    contexts = {passage.text: passage.context for passage in found}
    assert contexts["Bureau de projets"].endswith("\nComité d'éthique | Avis")
    assert "Comité d'éthique" not in contexts["Comité d'éthique | Avis | Secrétariat"]
    assert "éthique" not in contexts["Comité de suivi | Bilan | Greffe"]


def test_the_number_printed_on_a_page_is_told_with_its_place() -> None:
    assert place_json(Place(page=9, folio="vii"))["folio"] == "vii"
    assert place_json(Place(page=9))["folio"] == ""
