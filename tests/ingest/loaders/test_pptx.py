"""Presentations: slides in order, titles as headings, notes; hidden slides left out."""

from __future__ import annotations

import io

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from ingest.layout.order import reading_order
from ingest.loaders.pptx import load
from ingest.model import BlockKind, Document


def saved(deck: Presentation) -> Document:
    out = io.BytesIO()
    deck.save(out)
    return load(out.getvalue(), "a.pptx")


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


def test_shapes_are_read_by_where_they_stand_and_a_short_line_names_the_box_below() -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Deux instances"
    texts = {
        (0.5, 5.2): "Elle siège sous la présidence du maire.",
        (0.5, 2.0): "Table de concertation",
        (0.5, 4.4): "Assemblée des partenaires",
        (0.5, 2.8): "Elle siège sous la présidence de la commissaire.",
    }
    for (x, y), text in texts.items():
        slide.shapes.add_textbox(Inches(x), Inches(y), Inches(4), Inches(0.8)).text_frame.text = text
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(
        Inches(5.2), Inches(6.2), Inches(4), Inches(0.8)
    ).text_frame.text = "Le greffe conserve tout."
    document = saved(deck)
    sections = {block.text: block.place.section[1:] for block in document.blocks}
    assert sections["Elle siège sous la présidence de la commissaire."] == ("Table de concertation",)
    assert sections["Elle siège sous la présidence du maire."] == ("Assemblée des partenaires",)
    assert sections["Le greffe conserve tout."] == ()


@pytest.mark.parametrize(
    ("boxes", "order"),
    [
        ([(0, 30, 40, 40), (0, 0, 40, 10), (0, 15, 40, 25)], [1, 2, 0]),
        # two cards side by side: each title, then its text
        ([(0, 0, 40, 10), (60, 0, 99, 10), (0, 12, 40, 30), (60, 12, 99, 30)], [0, 2, 1, 3]),
        # labels and values: row by row
        ([(0, 0, 20, 10), (22, 0, 99, 10), (0, 30, 20, 40), (22, 30, 99, 40)], [0, 1, 2, 3]),
        # a banner, then two columns
        ([(0, 0, 99, 10), (60, 20, 99, 30), (0, 20, 40, 30), (0, 32, 40, 50), (60, 32, 99, 50)], [0, 2, 3, 1, 4]),
        ([], []),
        ([(0, 0, 0, 0), (0, 0, 0, 0)], [0, 1]),
    ],
)
def test_boxes_are_ordered_as_they_are_read(boxes: list[tuple[float, float, float, float]], order: list[int]) -> None:
    assert reading_order(boxes) == order


def test_a_chart_gives_its_title_and_figures_and_is_said() -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Budgets"
    data = CategoryChartData(number_format='#,##0 "k$"')
    data.categories = ["Aqueduc", "Égout"]
    data.add_series("Budget 2027", (1731, 284))
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(1), Inches(2), Inches(6), Inches(4), data)
    document = saved(deck)
    assert [block.text for block in document.blocks[1:]] == ["Budget 2027", "Aqueduc | 1 731 k$", "Égout | 284 k$"]
    assert document.blocks[-1].cells[1].header == "Budget 2027"
    assert [(r.code, r.place.slide) for r in document.remarks] == [("drawing", 1)]


def test_cells_merged_in_a_slide_keep_their_columns() -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    table = slide.shapes.add_table(3, 3, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for r, row in enumerate(
        (("Comité", "Rôle", "Titulaire"), ("Éthique", "Présidence", "Maire"), ("", "Greffe", "Roy"))
    ):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    last = saved(deck).blocks[-1]
    assert last.text == "Greffe | Roy"
    assert [(c.text, c.header) for c in last.cells][0::2] == [("Éthique", "Comité"), ("Roy", "Titulaire")]
