"""A piece of page as a value: written once, it becomes HTML on the server and DOM in the browser.

The browser builds from ``as_json`` with ``createElement`` and text nodes, from a list of allowed names: no markup is
ever parsed there, which is what Trusted Types ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Union
from urllib.parse import urlsplit

from markupsafe import Markup

from bots.rendering.plain import clean, spaced

Child = Union["Node", str]
ADDRESS = "address-link"  # the class of an address of a document, which is of no language
_MAIL = re.compile(r"mailto:[\w.+-]+@[\w-]+(\.[\w-]+)+(\?subject=[\w%.~-]*&body=[\w%.~-]*)?", re.ASCII)
_VOID = frozenset({"br", "hr", "input"})


@dataclass(frozen=True, slots=True)
class Node:
    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Child, ...] = ()


def el(tag: str, *children: Child | None, **attributes: str | int | bool | None) -> Node:
    """An element. Attribute names: « class_ » → class, « aria_label » → aria-label; None and False are left out."""
    told = tuple(
        (name.rstrip("_").replace("_", "-"), "" if value is True else str(value))
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    return Node(tag, told, tuple(child for child in children if child is not None))


def spoken(tree: Node, language: str, where: Callable[[str], Iterable[tuple[int, int]]]) -> Node:
    """The tree, the words of another language each in a « span » that says so. ``where`` gives their places in a text, in
    order and apart; an address, and what says its language already, are left as they are."""
    if ("lang", language) in tree.attributes or ("class", ADDRESS) in tree.attributes:
        return tree
    children: list[Child] = []
    for child in tree.children:
        children += (
            [spoken(child, language, where)] if isinstance(child, Node) else _spans(child, language, where(child))
        )
    return Node(tree.tag, tree.attributes, tuple(children))


def _spans(text: str, language: str, found: Iterable[tuple[int, int]]) -> Iterator[Child]:
    at = 0
    for start, end in found:
        if text[at:start]:
            yield text[at:start]
        yield el("span", text[start:end], lang=language)
        at = end
    if text[at:]:
        yield text[at:]


def speaks(tree: Node, language: str) -> bool:
    """Whether any of it says that it is of the language."""
    inner = (speaks(one, language) for one in tree.children if isinstance(one, Node))
    return ("lang", language) in tree.attributes or any(inner)


def to_html(child: Child) -> Markup:
    return Markup(_html(child))  # noqa: S704 – built here, every text and value escaped


def _html(child: Child) -> str:
    if isinstance(child, str):
        return escape(spaced(clean(child)), quote=False)
    attributes = "".join(f' {name}="{escape(clean(_safe(name, value)))}"' for name, value in child.attributes)
    inner = "".join(_html(one) for one in child.children)
    return f"<{child.tag}{attributes}>" if child.tag in _VOID else f"<{child.tag}{attributes}>{inner}</{child.tag}>"


def as_json(child: Child) -> object:
    """A text, or [tag, {attribute: value}, [children]]."""
    if isinstance(child, str):
        return spaced(clean(child))
    attributes = {name: clean(_safe(name, value)) for name, value in child.attributes}
    return [child.tag, attributes, [as_json(one) for one in child.children]]


def _safe(name: str, value: str) -> str:
    return safe_url(value) if name in ("href", "action", "formaction") else value


def safe_url(url: str) -> str:
    """The address when it is one of ours, of the web, or to write to; « # » for any other scheme."""
    if _MAIL.fullmatch(url):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return "#"
    ours = not parts.scheme and not parts.netloc and not url.startswith(("//", "/\\", "\\"))
    web = parts.scheme in ("http", "https") and bool(parts.netloc)
    return url if ours or web else "#"
