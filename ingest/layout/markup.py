"""What Markdown files carry that is no Markdown: front matter, template tags, pieces of HTML, code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.layout.normalisation import clean

_FENCE = re.compile(r"-{3,}\s*$|\+{3,}\s*$")
_END = re.compile(r"(?:-{3,}|\.{3}|\+{3,})\s*$")
_KEY = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40}?)\s*[:=]\s*(?P<value>.*?)\s*$")
_BARE = re.compile(
    r"(?:title|titre|layout|date|lang|language|author|auteur|description|slug|permalink|tags)\s*:\s", re.IGNORECASE
)
_NAMED = re.compile(
    r"<!--[^>]{0,300}?\btitle\s*[:=]\s*[\"'«]?\s*(?P<title>[^\"'»>]{2,200}?)\s*(?:[\"'»]|-->)", re.IGNORECASE
)
_LONGEST = 200  # lines of front matter
_TAG = re.compile(
    r"\{%[^{}]{0,500}%\}|\{:[^{}\n]{0,300}\}|\[\[?_?TOC_?\]?\](?!\()|\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]",
    re.DOTALL,
)
_HOLE = re.compile(r"\{\{[^{}]{0,500}\}\}", re.DOTALL)
_CONTAINER = re.compile(r" {0,3}:{3,}.*$")
_MODULE = re.compile(r"(?:import|export)\s.+?(?:from\s+[\"'].*|=.*);?\s*$")
_LINK_ALONE = re.compile(r"\s*(?:[-*+]\s+)?\[(?P<text>[^\[\]]{1,300})\]\((?P<to>[^()\s]{1,500})\)\s*$")
_BLOCK = re.compile(
    r" {0,3}</?(?P<tag>table|thead|tbody|tr|td|th|ul|ol|li|dl|dt|dd|div|section|article|aside|details|summary|center|p|h[1-6]"
    r"|figure|figcaption|blockquote|form|fieldset|header|footer|main|svg)(?=[\s>/]|$)",
    re.IGNORECASE,
)
_HELD = re.compile(r"<(/?)(?:table|ul|ol|dl|svg)\b", re.IGNORECASE)
_HTML_LINES = 5_000
_LINE = 500  # characters of a line of front matter that are looked at


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before the text: its ``title``, its other ``lines`` (« version : 2 »), where the text begins."""

    title: str = ""
    lines: tuple[str, ...] = ()
    after: int = 0


@dataclass(slots=True)
class Stripped:
    """Lines without template tags; ``holes`` are the numbers (from 1) of the lines whose value no one filled in."""

    lines: list[str]
    holes: list[int] = field(default_factory=list)


def front_matter(lines: list[str]) -> FrontMatter:
    """The description that opens a file, between fences or, where these were lost, told by its usual keys."""
    fenced = bool(lines) and _FENCE.match(lines[0]) is not None
    start = 1 if fenced else 0
    end = _end(lines, start) if fenced else _bare_end(lines)
    if end is None or end <= start:
        return FrontMatter()
    title, others = "", []
    for line in lines[start:end]:
        match = _KEY.match(line[:_LINE])
        value = clean(match["value"]).strip("\"'") if match else ""
        if match and match["key"].lower() in ("title", "titre") and value:
            title = title or value
        elif match and value and not value.startswith(("{", "[", "|", ">")):
            others.append(f"{match['key']} : {value}")
    return FrontMatter(title, tuple(others[:50]), end + 1 if fenced else end)


def _end(lines: list[str], start: int) -> int | None:
    found = (n for n, line in enumerate(lines[start:_LONGEST], start) if _END.match(line))
    end = next(found, None)
    keys = end is not None and any(_KEY.match(line[:_LINE]) for line in lines[start:end])
    return end if keys or end == start else None


def _bare_end(lines: list[str]) -> int:
    if not lines or not _BARE.match(lines[0]):
        return 0
    return next((n for n, line in enumerate(lines[:_LONGEST]) if not _KEY.match(line[:_LINE])), 0)


def named_in_comment(text: str) -> str:
    """The title that a comment at the head of the file gives it, or ""."""
    match = _NAMED.match(text.lstrip()[:1000])
    return clean(match["title"]) if match else ""


def without_templates(text: str) -> Stripped:
    """The lines of a text without what a template engine should have taken out; line breaks are kept."""
    if "{" in text or "[" in text:
        text = _TAG.sub(_breaks, text)
    holes: list[int] = []
    if "{{" in text:
        holes = [text.count("\n", 0, match.start()) + 1 for match in _HOLE.finditer(text)]
        text = _HOLE.sub(_breaks, text)
    return Stripped(["" if _is_residue(line) else line for line in text.split("\n")], holes)


def _breaks(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n") or " "


def _is_residue(line: str) -> bool:
    """A container's fence, a module's import, or a link that says nothing but its own address."""
    if _CONTAINER.match(line) or (line.startswith(("import ", "export ")) and _MODULE.match(line)):
        return True
    match = _LINK_ALONE.match(line) if "](" in line else None
    return match is not None and match["text"].strip() == match["to"].strip()


def html_end(lines: list[str], at: int) -> int:
    """The index after the piece of HTML that starts at ``at``, or ``at`` when none does.

    It goes on to the next blank line, and over blank lines while a table or a list is open.
    """
    if not _BLOCK.match(lines[at]):
        return at
    opened, end = 0, at
    while end < len(lines) and end - at < _HTML_LINES and (lines[end].strip() or opened > 0):
        opened += sum(-1 if match[1] else 1 for match in _HELD.finditer(lines[end]))
        end += 1
    return end


def labels_of_diagram(lines: list[str]) -> list[str]:
    """The words in the boxes of a diagram written as code (Mermaid), once each."""
    found = (
        clean(text) for line in lines for text in re.findall(r"[\[({]{1,4}\"?([^\[\](){}\"]{2,200})\"?[\])}]", line)
    )
    return list(dict.fromkeys(text for text in found if text))
