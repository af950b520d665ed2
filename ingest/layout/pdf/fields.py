"""Values of an interactive PDF form, wherever the file keeps them: on the widget, on its parents, in a choice's options."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.layout.normalisation import clean, clean_lines
from ingest.layout.pdf.pages import Line, Page, Part

_PARENTS = 20  # a field inside a field, that deep
_WIDGETS = 20_000
_LINES = 500
_NEAR = 8.0  # points: a label stands on the line of its value, about
_FAR = 350.0  # points between a label and its value
_BUTTON = 65_536  # flag of a button that holds no value

Box = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class Field:
    """A filled field: the name the form gives it, what it holds, and where. ``ticked`` says that it is a box."""

    page: int
    name: str
    value: str
    box: Box
    ticked: bool = False


def fields_of(pages: Any) -> list[Field]:
    """The filled fields, page by page. ``pages`` are the reader's. A widget that cannot be read loses itself alone."""
    found: list[Field] = []
    done: set[Any] = set()
    for number, page in enumerate(pages, 1):
        for widget in _widgets(page):
            if len(found) >= _WIDGETS:
                return found
            try:
                field = _field(widget, number, done)
            except Exception:  # noqa: BLE001, S112 - damaged forms raise anything; the others' values are still there
                continue
            if field is not None:
                found.append(field)
    return found


def text_boxes(page: Any) -> list[Line]:
    """The words typed in boxes laid over a page: everybody sees them, they are in none of its operations."""
    lines: list[Line] = []
    for box in _annotations(page, "/FreeText"):
        left, _, _, top = _box(box)
        size = 11.0
        for rank, text in enumerate(clean_lines(str(box.get("/Contents") or "")).split("\n")[:_LINES]):
            part = Part(text, left, top - size * (rank + 1))
            lines.append(Line(text, part.x, part.y, size, parts=(part,)))
    return [line for line in lines if line.text.strip()]


def _widgets(page: Any) -> Iterator[Any]:
    return _annotations(page, "/Widget")


def _annotations(page: Any, kind: str) -> Iterator[Any]:
    try:
        references = list(page.get("/Annots") or ())[:_WIDGETS]
    except Exception:  # noqa: BLE001 - a page without a list of annotations has no form
        return
    for reference in references:
        try:
            found = reference.get_object()
            if found.get("/Subtype") == kind:
                yield found
        except Exception:  # noqa: BLE001, S112 - a damaged reference loses itself alone
            continue


def _field(widget: Any, page: int, done: set[Any]) -> Field | None:
    chain = _chain(widget)
    kind, value = _inherited(chain, "/FT"), _inherited(chain, "/V")
    holder = next((node for node in chain if "/T" in node), widget)
    button = kind == "/Btn"
    if button and int(_inherited(chain, "/Ff") or 0) & _BUTTON:
        return None
    shown = _state(widget, value) if button else _shown(value, _inherited(chain, "/Opt"))
    name = clean(str(_inherited(chain, "/TU") or holder.get("/T") or ""))
    if not shown or not name or (button and not _chosen(widget, shown)):
        return None
    key = (id(holder), name, shown)  # a field drawn several times has one value
    if key in done:
        return None
    done.add(key)
    return Field(page, name, _option(shown, _inherited(chain, "/Opt")) if button else shown, _box(widget), button)


def _chain(widget: Any) -> list[Any]:
    """The widget, then the fields it belongs to."""
    chain = [widget]
    while len(chain) < _PARENTS and (parent := chain[-1].get("/Parent")) is not None:
        chain.append(parent.get_object())
    return chain


def _inherited(chain: list[Any], key: str) -> Any:
    found: Any = next((node[key] for node in chain if key in node), None)
    return found.get_object() if hasattr(found, "get_object") else found


def _shown(value: Any, options: Any) -> str:
    """What the field displays: an option's words rather than its code; several choices, one after the other."""
    values = value if isinstance(value, list) else [value]
    return ", ".join(text for one in values if one is not None and (text := _option(_words(one), options)))


def _words(value: Any) -> str:
    data = value.get_data() if hasattr(value, "get_data") else value
    return clean(data.decode("utf-8", "replace") if isinstance(data, bytes) else str(data))


def _option(code: str, options: Any) -> str:
    """The words of an option: pairs of (code, words), or words by their number for a button."""
    if not isinstance(options, list):
        return code
    for option in (one.get_object() for one in options[:_WIDGETS]):
        if isinstance(option, list) and len(option) == 2 and clean(str(option[0])) == code:
            return clean(str(option[1]))
    rank = int(code) if code.isdigit() and len(code) < 5 else -1
    plain = options[rank].get_object() if 0 <= rank < len(options) else code
    return code if isinstance(plain, list) else clean(str(plain))


def _state(widget: Any, value: Any) -> str:
    """The state of a box or of a group of them, "" when none is ticked."""
    own = value if value is not None else widget.get("/AS")
    text = clean(str(own or "").removeprefix("/"))
    return "" if text.lower() in ("off", "non-cochée") else text


def _chosen(widget: Any, state: str) -> bool:
    """Whether this widget of a group is the one whose state is chosen; one without looks says nothing."""
    looks = widget.get("/AP")
    normal = looks.get_object().get("/N") if looks is not None else None
    if normal is None:
        return True
    names = {str(name).removeprefix("/") for name in normal.get_object()} - {"Off"}
    return state in names or not names


def _box(widget: Any) -> Box:
    corners = [float(value) for value in widget.get("/Rect") or (0, 0, 0, 0)]
    left, right = sorted((corners[0], corners[2]))
    low, top = sorted((corners[1], corners[3]))
    return left, low, right, top


@dataclass(frozen=True, slots=True)
class Labelled:
    """A field with the words printed as its label (its own name where none is), and the line they stand on, if any."""

    label: str
    value: str
    line: Line | None = None
    part: Part | None = None


def with_labels(page: Page, fields: list[Field]) -> list[Labelled]:
    """The fields of a page with their printed labels: on the left of a value, on the right of a ticked box."""
    taken: set[Part] = set()
    found: list[Labelled] = []
    for field in sorted(fields, key=lambda field: (-field.box[3], field.box[0])):
        line, part = _label(page, field, taken)
        if line is None or part is None:
            found.append(Labelled(field.name, field.value))
        else:
            taken.add(part)
            found.append(Labelled(clean(part.text), field.value, line, part))
    return found


def _label(page: Page, field: Field, taken: set[Part]) -> tuple[Line | None, Part | None]:
    left, low, _, top = field.box
    best: tuple[float, Line, Part] | None = None
    for line in page.lines:
        for part in line.parts:
            beside = left - part.x
            if part in taken or not 0 < beside <= _FAR or not low - _NEAR <= part.y <= top + _NEAR / 2:
                continue
            if _alike(part.text, field.name) or part.text.rstrip().endswith(":"):
                away = beside + 4 * abs(part.y - low)
                best = min(best or (away, line, part), (away, line, part), key=lambda one: one[0])
    return (None, None) if best is None else (best[1], best[2])


def _alike(text: str, name: str) -> bool:
    one, other = ("".join(char for char in words.lower() if char.isalnum()) for words in (text, name))
    return bool(one) and bool(other) and (one in other or other in one)
