"""Plain text: paragraphs, lists and headings told from lines alone."""

from __future__ import annotations

import re

from ingest.layout.flow import ENDS, Flow, is_heading_text, is_upper, numbering
from ingest.layout.normalisation import BULLETS, clean

_ITEM = re.compile(
    rf"(?P<indent>\s*)(?:[{re.escape(BULLETS)}]\s*|[-–—*+o]\s+|\(?(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})\)\s+)(?P<text>\S.*)$"
)
_RULE = re.compile(r"\s*[-=_*~]{3,}\s*$")
_FULL = 55  # characters: a shorter line did not reach the margin, so its paragraph ends there
_TITLE_WORDS = 2


def read_prose(flow: Flow, text: str) -> None:
    """Adds the paragraphs, list items and headings of ``text`` to ``flow``."""
    _Prose(flow).read(text)


class _Prose:
    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._open = ""
        self._item = 0
        self._short: list[str] = []
        self._started = False

    def read(self, text: str) -> None:
        raw = text.replace("\f", "\n\n").split("\n")
        for number, line in enumerate(raw):
            after = raw[number + 1] if number + 1 < len(raw) else ""
            if not line.strip():
                self._blank()
            elif _RULE.match(line):
                self._flush()
            else:
                self._line(line, after)
        self._flush()

    def _blank(self) -> None:
        if self._open.endswith(ENDS[:5]) or len(self._open) < _FULL:
            self._flush_open()

    def _line(self, line: str, after: str) -> None:
        bare = clean(line)
        first, self._started = not self._started, True
        if match := _ITEM.match(line):
            self._flush()
            self._open, self._item = clean(match["text"]), 1 + len(match["indent"].expandtabs(4)) // 4
        elif self._goes_on(bare):
            self._open = f"{self._open} {bare}"
        elif (level := self._level(bare, after, first)) > 0:
            self._flush()
            self._flow.heading(bare, level)
        elif len(bare.split()) <= _TITLE_WORDS and not bare.endswith(ENDS) and not self._open:
            self._short.append(bare)
        elif not self._pair(line):
            self._flush()
            self._open = bare

    def _goes_on(self, bare: str) -> bool:
        last = self._open
        if not last:
            return False
        if bare[:1].islower():
            return not last.endswith((".", "!", "?"))
        return len(last) >= _FULL and not last.endswith(ENDS[:5]) and numbering(bare) is None and not is_upper(bare)

    def _level(self, bare: str, after: str, first: bool) -> int:
        if re.match(r"\s*={3,}\s*$", after):
            return 1
        if re.match(r"\s*-{3,}\s*$", after):
            return 2
        if not is_heading_text(bare):
            return 0
        if (found := numbering(bare)) is not None and len(bare.split()) > 1:
            return 1 + found[0]
        words = len(bare.split())
        return 1 if is_upper(bare) and (first or words > _TITLE_WORDS) else 0

    def _pair(self, line: str) -> bool:
        label, tab, value = line.partition("\t")
        if not tab or not label.strip() or not value.strip() or "\t" in value.strip() or len(label) > 80:
            return False
        self._flush()
        self._flow.field(label, value)
        return True

    def _flush(self) -> None:
        if self._short:
            self._flow.paragraph(" ".join(self._short))
            self._short = []
        self._flush_open()

    def _flush_open(self) -> None:
        text, item, self._open, self._item = self._open, self._item, "", 0
        if item:
            self._flow.item(text, item)
        else:
            self._flow.paragraph(text)
