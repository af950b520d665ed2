"""Where the shapes of a slide stand: groups moved and scaled, placeholders as their layout places them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.layout.office.parts import related
from ingest.layout.order import Box
from ingest.sandbox.archives import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DEPTH = 30
_SHAPES = frozenset({f"{_P}sp", f"{_P}graphicFrame", f"{_P}cxnSp"})
_WRAPPERS = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass(frozen=True, slots=True)
class Shape:
    """``kind`` is what its placeholder is for (« title », « body ») or ""; ``box`` in the slide's units, top downwards."""

    element: _Element
    kind: str
    box: Box


@dataclass(frozen=True, slots=True)
class _Frame:
    """How a group places what it holds: scaled, then moved."""

    x: float = 0.0
    y: float = 0.0
    across: float = 1.0
    down: float = 1.0

    def place(self, box: Box) -> Box:
        left, top, right, bottom = box
        return (
            self.x + left * self.across,
            self.y + top * self.down,
            self.x + right * self.across,
            self.y + bottom * self.down,
        )


def kind_of(shape: _Element) -> str:
    """What a shape's placeholder is for, or "" when it is none."""
    holder = _holder(shape)
    return "" if holder is None else str(holder.get("type") or "body")


def placed(slide: _Element, archive: Archive, part: str) -> list[Shape]:
    """Every shape of a slide with its box, in the order they are stored."""
    tree = slide.find(f"{_P}cSld/{_P}spTree")
    if tree is None:
        return []
    inherited = _inherited(archive, part)
    return list(_shapes(tree, _Frame(), inherited, 0))


def _shapes(tree: _Element, frame: _Frame, inherited: dict[tuple[str, str], Box], depth: int) -> Iterator[Shape]:
    for child in tree:
        if child.tag == f"{_P}grpSp" and depth < _DEPTH:
            yield from _shapes(child, _inner(child, frame), inherited, depth + 1)
        elif child.tag == f"{_WRAPPERS}AlternateContent" and depth < _DEPTH:
            for choice in child.iter(f"{_WRAPPERS}Choice"):
                yield from _shapes(choice, frame, inherited, depth + 1)
        elif child.tag in _SHAPES:
            own = _box(child.find(f"{_P}spPr/{_A}xfrm"), child.find(f"{_P}xfrm"))
            box = frame.place(own) if own else _of_layout(child, inherited)
            yield Shape(child, kind_of(child), box)


def _inner(group: _Element, frame: _Frame) -> _Frame:
    """The frame of what a group holds. A group made by software may keep no place at all."""
    xfrm = group.find(f"{_P}grpSpPr/{_A}xfrm")
    if xfrm is None or xfrm.find(f"{_A}chOff") is None:
        return frame
    x, y = _pair(xfrm, "off", "x", "y")
    width, height = _pair(xfrm, "ext", "cx", "cy")
    left, top = _pair(xfrm, "chOff", "x", "y")
    within, deep = _pair(xfrm, "chExt", "cx", "cy")
    across, down = (width / within if within else 1.0), (height / deep if deep else 1.0)
    return _Frame(
        frame.x + frame.across * (x - left * across),
        frame.y + frame.down * (y - top * down),
        frame.across * across,
        frame.down * down,
    )


def _box(*frames: _Element | None) -> Box | None:
    for xfrm in frames:
        if xfrm is not None and xfrm.find(f"{_A}off") is not None:
            x, y = _pair(xfrm, "off", "x", "y")
            width, height = _pair(xfrm, "ext", "cx", "cy")
            return x, y, x + width, y + height
    return None


def _pair(xfrm: _Element, name: str, first: str, second: str) -> tuple[float, float]:
    found = xfrm.find(f"{_A}{name}")
    return (0.0, 0.0) if found is None else (_number(found.get(first)), _number(found.get(second)))


def _number(text: str | None) -> float:
    try:
        return max(-1e12, min(1e12, float(text or 0)))
    except ValueError:
        return 0.0


def _holder(shape: _Element) -> _Element | None:
    return next((found for path in _NAMED if (found := shape.find(path)) is not None), None)


_NAMED = tuple(f"{_P}{holder}/{_P}nvPr/{_P}ph" for holder in ("nvSpPr", "nvGraphicFramePr"))


def _inherited(archive: Archive, part: str) -> dict[tuple[str, str], Box]:
    """(kind, number) of a placeholder to its box, from the slide's layout and, before it, its master."""
    found: dict[tuple[str, str], Box] = {}
    layouts = related(archive, part, "slideLayout")
    masters = [master for layout in layouts for master in related(archive, layout, "slideMaster")]
    for holder in (*masters, *layouts):
        for shape in archive.xml(holder).iter(f"{_P}sp"):
            ph, box = _holder(shape), _box(shape.find(f"{_P}spPr/{_A}xfrm"))
            if ph is not None and box is not None:
                kind = str(ph.get("type") or "body")
                found[kind, str(ph.get("idx") or "0")] = found[kind, ""] = box
                found["", str(ph.get("idx") or "0")] = box
    return found


def _of_layout(shape: _Element, inherited: dict[tuple[str, str], Box]) -> Box:
    ph = _holder(shape)
    if ph is None:
        return 0.0, 0.0, 0.0, 0.0
    kind, number = str(ph.get("type") or "body"), str(ph.get("idx") or "0")
    keys = ((kind, number), ("", number), (kind, ""))
    return next((inherited[key] for key in keys if key in inherited), (0.0, 0.0, 0.0, 0.0))
