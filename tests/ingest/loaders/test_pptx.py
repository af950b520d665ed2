"""Presentations: slides in order, titles as headings, notes; hidden slides left out."""

from __future__ import annotations

import io

from pptx import Presentation
from pptx.util import Inches

from ingest.loaders.pptx import load
from ingest.model import BlockKind


def test_slides_tables_and_notes_carry_the_slide() -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "État des projets"
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for r, row in enumerate((("Projet", "Santé"), ("Portail", "Vert"))):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    slide.notes_slide.notes_text_frame.text = "À confirmer."
    hidden = deck.slides.add_slide(deck.slide_layouts[5])
    hidden.shapes.title.text = "SECRET"
    hidden._element.set("show", "0")
    out = io.BytesIO()
    deck.save(out)
    document = load(out.getvalue(), "a.pptx")
    assert [(b.kind, b.text, b.place.slide) for b in document.blocks] == [
        (BlockKind.HEADING, "État des projets", 1),
        (BlockKind.ROW, "Projet | Santé", 1),
        (BlockKind.ROW, "Portail | Vert", 1),
        (BlockKind.NOTE, "À confirmer.", 1),
    ]
    assert document.blocks[2].cells[1].header == "Santé"
    assert [remark.code for remark in document.remarks] == ["hidden-slide"]
