"""What is drawn with data behind it: the boxes of a diagram (SmartArt), the title and figures of a chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.layout.building import Builder, Draft
from ingest.layout.flow import Flow
from ingest.layout.normalisation import clean
from ingest.layout.office import shown
from ingest.layout.office.parts import REFERENCE, relations
from ingest.model import Place
from ingest.sandbox.archives import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_POINTS = 2_000  # boxes of one diagram, points of one series
_SERIES = 50


@dataclass(frozen=True, slots=True)
class Box:
    """A box of a diagram; ``depth`` counts from 1 at the top of its hierarchy."""

    text: str
    depth: int


@dataclass(frozen=True, slots=True)
class Chart:
    """``series`` are (name, value by category), the values as the chart shows them."""

    title: str
    categories: tuple[str, ...] = ()
    series: tuple[tuple[str, dict[int, str]], ...] = field(default=())


def drawn_in(element: _Element) -> Iterator[tuple[str, str]]:
    """(« diagram » or « chart », relationship id) of every drawing an element holds, in order."""
    for found in element.iter(f"{_DGM}relIds", f"{_C}chart"):
        if found.tag == f"{_DGM}relIds":
            yield "diagram", str(found.get(f"{REFERENCE}dm") or "")
        elif key := found.get(f"{REFERENCE}id"):
            yield "chart", str(key)


class Drawings:
    """Reads the drawings of one part (a slide, a document's body, a sheet's drawing)."""

    def __init__(self, archive: Archive, part: str) -> None:
        self._archive = archive
        self._parts = {relation.id: relation.part for relation in relations(archive, part)}

    def add(self, flow: Flow, element: _Element, place: Place, where: str, figures: bool = True) -> None:
        """Adds the words of the drawings in ``element``, and remarks what of them is not read.

        ``where`` is their place in a person's words. Without ``figures`` a chart gives its title alone.
        """
        for kind, key in drawn_in(element):
            root = self._archive.optional(self._parts.get(key, ""))
            if root is None:
                _say(flow.builder, f"Un dessin ({where}) n'a pas pu être lu.", place)
            elif kind == "diagram":
                _add_diagram(flow, boxes_of(root), place, where)
            else:
                _add_chart(flow, chart_of(root), place, where, figures)


def _add_diagram(flow: Flow, boxes: list[Box], place: Place, where: str) -> None:
    for box in boxes:
        flow.item(box.text, box.depth, place)
    flow.end()
    what = "est lu boîte par boîte, sans ses flèches" if boxes else "ne porte aucun texte lisible"
    _say(flow.builder, f"Un diagramme dessiné ({where}) {what}.", place)


def _add_chart(flow: Flow, chart: Chart, place: Place, where: str, figures: bool) -> None:
    flow.paragraph(chart.title, place)
    flow.end()
    if not figures:
        return
    if chart.categories:
        group = flow.builder.group()
        for number, category in enumerate(chart.categories):
            drafts = [Draft(1, category)]
            drafts += [Draft(c, v.get(number, ""), header=name) for c, (name, v) in enumerate(chart.series, 2)]
            flow.builder.row([draft for draft in drafts if draft.text], group, place)
    named = chart.title or ", ".join(name for name, _ in chart.series)
    _say(flow.builder, f"Un graphique ({where}{' : ' if named else ''}{named}) est lu d'après ses données.", place)


def _say(builder: Builder, text: str, place: Place) -> None:
    builder.remark("drawing", text, "Dites aussi en toutes lettres ce que le dessin montre.", place)


def boxes_of(root: _Element) -> list[Box]:
    """The boxes that hold words, each after the one it depends on."""
    texts = {
        str(point.get("modelId")): " ".join(_text(p) for p in point.iter(f"{_A}p")) for point in root.iter(f"{_DGM}pt")
    }
    below: dict[str, list[tuple[int, str]]] = {}
    for link in root.iter(f"{_DGM}cxn"):
        if (link.get("type") or "parOf") == "parOf" and link.get("destId") in texts:
            rank = str(link.get("srcOrd") or "0")
            below.setdefault(str(link.get("srcId")), []).append(
                (int(rank) if rank.isdigit() else 0, str(link.get("destId")))
            )
    held = {child for children in below.values() for _, child in children}
    boxes: list[Box] = []
    seen: set[str] = set()
    waiting = [(key, 1) for key in reversed(texts) if key not in held]
    while waiting and len(boxes) < _POINTS:
        key, depth = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        text = clean(texts[key])
        if text:
            boxes.append(Box(text, min(depth, 6)))
        waiting += [(child, depth + bool(text)) for _, child in sorted(below.get(key, ()), reverse=True)]
    return boxes


def chart_of(root: _Element) -> Chart:
    """The title, the categories and the series, from what the chart keeps of its data."""
    title = root.find(f".//{_C}chart/{_C}title")
    series: list[tuple[str, dict[int, str]]] = []
    categories: dict[int, str] = {}
    for found in list(root.iter(f"{_C}ser"))[:_SERIES]:
        names = [_points(node) for node in (found.find(f"{_C}cat"), found.find(f"{_C}xVal")) if node is not None]
        categories = categories or next(iter(names), {})
        values = [_points(node) for node in (found.find(f"{_C}val"), found.find(f"{_C}yVal")) if node is not None]
        name = " ".join(_points(node).get(0, "") for node in found.findall(f"{_C}tx"))
        series.append((clean(name), next(iter(values), {})))
    most = max([*categories, *(n for _, values in series for n in values)], default=-1)
    texts = "" if title is None else " ".join(_text(p) for p in title.iter(f"{_A}p"))
    if not clean(texts) and len(series) == 1:
        texts = series[0][0]  # what office programs write above a chart of one series
    return Chart(clean(texts), tuple(categories.get(n, str(n + 1)) for n in range(most + 1)), tuple(series))


def _points(node: _Element) -> dict[int, str]:
    """The cached points of a reference, by their number, as their format shows them."""
    style = next((str(found.text or "") for found in node.iter(f"{_C}formatCode")), "")
    points: dict[int, str] = {}
    for point in list(node.iter(f"{_C}pt"))[:_POINTS]:
        index, text = str(point.get("idx") or "0"), clean(point.findtext(f"{_C}v") or "")
        if index.isdigit() and int(index) < _POINTS and text:
            points[int(index)] = _shown(text, style) if node.find(f"{_C}numRef") is not None else text
    if not points and (text := clean(node.findtext(f"{_C}v") or "")):
        points[0] = text
    return points


def _shown(text: str, style: str) -> str:
    try:
        return clean(shown.number(float(text), style))
    except (ValueError, OverflowError):
        return text


def _text(paragraph: _Element) -> str:
    return "".join(str(run.text or "") for run in paragraph.iter(f"{_A}t"))
