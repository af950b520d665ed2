"""Committees described in sections: a heading (or a line, or a card) that names a body, and what is said under it.

Facts come from labels (« Quorum : … »), from cards, from headings and lead-ins with lists below, and from sentences
(« Il se réunit chaque mois »). A document may also go attribute by attribute, or name its bodies in plain sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.facts.committees import sayings
from ingest.facts.committees.bodies import (
    BODY,
    NEEDED,
    TELLING,
    aliases,
    bare,
    body_name,
    chair,
    is_body,
    key_of,
    level_of,
    name_fact,
    span,
    unnumbered,
)
from ingest.facts.committees.labels import LABEL, LABEL_WORDS, labelled, lone_label
from ingest.facts.committees.titles import NO_BODY, article, chartered, follows, span_of
from ingest.facts.listings.columns import own_key, plain
from ingest.facts.records import Fact
from ingest.facts.values.measures import flat
from ingest.model import Block, BlockKind, Place

_GOES_ON = re.compile(r"\W*(?:il|elle|son|sa|ses|it|its)\b")
_IN_FULL = re.compile(
    r"\b((?:[Cc]omité|[Tt]able|[Cc]onseil|[Cc]ommission|[Gg]roupe|[Cc]ellule|[Cc]ommittee|[Bb]oard)"
    r"(?: [\w'’-]+){1,8} \([A-ZÀ-Ý]{2,8}\))"
)
_SENTENCE = re.compile(
    r"\d|\b\w{3,}(?:ent|it)\s(?:\d|\w+ (?:membres?|fois|personnes))"
)  # « comité réunit huit membres »


@dataclass(slots=True)
class Body:
    """A committee being read. ``depth`` is the level of its heading; ``sure`` when its name itself is that of a body."""

    name: Fact
    depth: int
    sure: bool
    level: Fact | None = None
    labelled: dict[str, list[Fact]] = field(default_factory=dict)
    said: dict[str, list[Fact]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    @property
    def facts(self) -> dict[str, list[Fact]]:
        """What stands under a label is the whole of it; sentences tell the rest."""
        return self.said | self.labelled

    def add(self, key: str, fact: Fact, *, label: bool = True) -> None:
        """Keeps a fact under a key (« quorum »…), once a place; ``label`` is False when a sentence tells it."""
        held = (self.labelled if label else self.said).setdefault(key, [])
        if fact.value.strip() and fact.place not in [f.place for f in held]:
            held.append(fact)

    @property
    def kept(self) -> bool:
        """A body by name needs one telling fact; another heading needs two labels that only bodies have."""
        if self.sure:
            return bool(self.facts.keys() & TELLING)
        known = self.labelled.keys()
        return len(known & (TELLING | {"decisions", "escalation"})) >= 2 and bool(known & TELLING)


def sections(blocks: Sequence[Block]) -> list[Body]:
    """Every committee the prose, the lists and the cards describe."""
    reader = _Reader()
    for block in blocks:
        reader.read(block)
    return [body for body in reader.bodies if body.kept]


class _Reader:
    def __init__(self) -> None:
        self.bodies: list[Body] = []
        self._open: Body | None = None
        self._key = ""  # of the sub-heading or the lead-in just above
        self._attribute = ""  # of a heading above several bodies: « Fréquence des rencontres »
        self._last: Body | None = None  # the body the plain sentence just above is about
        self._below = False  # under a sub-heading that is a label
        self._defined = False  # a label stood alone on the line above
        self._headings: list[Block] = []
        self._in_article: Block | None = None  # the numbered article that named the open body, which ends with it
        self._title: Body | None = None  # the body whose charter the whole document is
        self._named: list[Fact] = []  # bodies said in full, with their acronym: « Comité de flexibilité (CFD) »

    def read(self, block: Block) -> None:
        """What one more block tells."""
        self._named += [Fact(m[1], *span(block.place, block.text, *m.span(1))) for m in _IN_FULL.finditer(block.text)]
        if not (block.cells or self._attribute) and (told := article(block)):
            self._articled(block, *told)
        elif block.kind is BlockKind.HEADING:
            self._heading(block)
        elif block.cells:
            self._cells(block)
        elif self._is_caption(block):
            self._begin(Fact(block.text, block.text, block.place), 90, sure=True)
        elif self._open is not None:
            self._said(block, self._open)
        else:
            self._plain(block)

    def _articled(self, block: Block, name: Fact, rest: int) -> None:
        """« 11. Comité de l'admission (CAE). Cinq membres. Quorum : trois. »: an article that names its body, then tells."""
        self._begin(name, 95, sure=True)
        self._in_article = block
        if self._open:
            self._told(block, self._open, rest)

    def _heading(self, block: Block) -> None:
        self._headings = [h for h in self._headings if h.level < block.level] + [block]
        key, named = key_of(block.text), is_body(block.text)
        if self._of_title(block, key, named=named):
            return
        if self._open and self._open.sure and block.level > self._open.depth and not named:
            self._key, self._below = key, bool(key)
            if unnumbered(block.text) and len(block.text.split()) > LABEL_WORDS:
                self._told(block, self._open)  # « Article 14. Composition. Le conseil compte sept administrateurs »
            return
        self._open, self._last, self._key, self._below = None, None, "", False
        self._attribute = key if key in TELLING and not named else ""
        if self._attribute:
            self._of_one(block)
        elif named or not (NO_BODY.search(plain(block.text)) or level_of(block.text)):
            self._begin(Fact(block.text, block.text, block.place), block.level, sure=named)

    def _of_title(self, block: Block, key: str, *, named: bool) -> bool:
        """The charter of one body: its title names it, and every section that names no other is about it."""
        if len(self._headings) == 1 and not self.bodies and (name := chartered(block)):
            self._begin(name, block.level, sure=True)
            self._title = self._open
            return True
        if self._title and not named:
            self._open = None if NO_BODY.search(plain(block.text)) else self._title
            self._key, self._below, self._attribute = key, bool(key), ""
            return True
        self._title = None
        return False

    def _of_one(self, block: Block) -> None:
        """« Composition du comité directeur »: what is below is said of that committee."""
        found = BODY.search(flat(block.text))
        if found and is_body(block.text[found.start() :]):
            self._open = self._known(Fact(*span_of(block, (found.start(), len(block.text)))))
            self._key, self._below = self._attribute, True

    def _is_caption(self, block: Block) -> bool:
        short = block.kind is BlockKind.PARAGRAPH and len(block.text) < 100
        return short and is_body(block.text) and not LABEL.match(block.text)

    def _begin(self, name: Fact, depth: int, *, sure: bool) -> None:
        body = Body(name_fact(name), depth, sure, self._level(), names=list(aliases(name.quote)))
        self.bodies.append(body)
        self._open, self._key, self._below, self._in_article = body, "", False, None

    def _level(self) -> Fact | None:
        for heading in reversed(self._headings):
            if level := level_of(heading.text):
                return Fact(level, heading.text, heading.place)
        return None

    # -------------------------------------------------------------- cards
    def _cells(self, block: Block) -> None:
        """Label, value, label, value. A line that only names a body, or says « Comité : X », begins a card."""
        cells = [cell for cell in block.cells if cell.text.strip(" :")]
        texts = {cell.text for cell in cells}
        headed = {cell.header for cell in cells if cell.header} - texts
        carded = len(texts) == 2 and key_of(cells[0].text) in NEEDED
        if block.kind is BlockKind.ROW and not carded and (len(headed) > 1 or len(texts) > 2):
            if (
                self._title and self._below and self._open is self._title and headed
            ):  # « Qui siège », and the table of seats
                self._put(self._title, self._key, Fact(block.text, block.text, block.place))
            return  # a table with headers is read as a table
        if len(texts) == 1 and (name := body_name(Fact(cells[0].text, cells[0].text, cells[0].place))):
            self._begin(name, 95, sure=True)
            return
        for label, value in zip(cells[::2], cells[1::2], strict=False):
            fact = Fact(value.text.strip(), value.text, value.place)
            key = key_of(label.text)
            if is_body(value.text) and key in ("name", ""):
                self._begin(fact, 95, sure=True)
            elif self._open:
                self._put(self._open, key or own_key(label.text), fact)

    def _put(self, body: Body, key: str, fact: Fact, *, label: bool = True) -> None:
        if key == "alias":
            body.names.append(fact.value)
        elif key == "level":
            body.level = Fact(fact.value, fact.quote, fact.place)
        elif key and key != "name":
            body.add(key, fact, label=label)

    # -------------------------------------------------------------- under a body
    def _said(self, block: Block, body: Body) -> None:
        if self._in_article and (unnumbered(block.text) or follows(block, self._in_article)):
            self._open = None  # the next article, which names no body
            self._plain(block)
            return
        pairs = list(labelled(block))
        if pairs:
            for label, fact in pairs:
                self._pair(body, label, fact)
            return
        if lone := lone_label(block):
            self._key, self._defined = lone, True
            return
        defined, self._defined = self._defined, False
        if defined and self._key and block.kind is BlockKind.PARAGRAPH:  # a term and its definition, line after line
            self._put(body, self._key, Fact(block.text, block.text, block.place))
            self._key = self._key if self._below else ""
            return
        lead = key_of(block.lead_in.rstrip(" :")) if block.lead_in.endswith(":") or len(block.lead_in) < 60 else ""
        key = lead or self._key
        if key and (block.kind is BlockKind.LIST_ITEM or self._below):
            self._put(body, key, Fact(block.text.rstrip(" ;"), block.text, block.place))
            if body.sure and block.kind is BlockKind.PARAGRAPH:  # « Séances et quorum » heads two things
                self._told(block, body)
            return
        self._sentences(block, body)

    def _pair(self, body: Body, label: str, fact: Fact) -> None:
        key = key_of(label)
        if not key and is_body(label):  # what is told of another body
            if self._attribute:
                self._known(Fact(label, label, replace(fact.place, end=fact.place.start + len(label)))).add(
                    self._attribute, fact
                )
            return
        if key == "name" and is_body(fact.value):
            self._begin(Fact(fact.value, fact.value, fact.place), 90, sure=True)
        else:
            self._put(body, key or own_key(label), fact)

    def _sentences(self, block: Block, body: Body) -> None:
        if not body.sure:
            self._plain(block)
            return
        self._presented(block, body)
        if lead := self._told(block, body):
            self._key = lead

    def _told(self, block: Block, body: Body, after: int = 0) -> str:
        """What each sentence says of the body; the key of one that leads to a list, or ""."""
        lead, names = "", {flat(name) for name in body.names}
        of: Body | None = body
        for start, end in sayings.sentences(block.text):
            text, place = span(block.place, block.text, max(start, after), end)
            number = unnumbered(text)
            text, place = text[number:], replace(place, start=place.start + number)
            for key, other in sayings.told(text, names) if " " in text else ():
                if other:  # « il » of the next sentence is the body this one names
                    of = body if same_body(other, body) else self._other(body, text, place, other)
                elif not _GOES_ON.match(flat(text)):
                    of = body
                if of:
                    _tell(of, key, text, place)
                    lead = key if text.endswith(":") and of is body else lead
        return lead

    def _other(self, body: Body, text: str, place: Place, name: str) -> Body | None:
        """The other body that a sentence of a charter names; elsewhere what is said of another is told in its own place."""
        return self._named_in(text, place, name) if body is self._title else None

    def _presented(self, block: Block, body: Body) -> None:
        """The first sentence, when its subject is the body itself and it says what the body is for."""
        start, end = next(sayings.sentences(block.text), (0, 0))
        text, place = span(block.place, block.text, start, end)
        if not (block.lead_in or body.facts) and text and sayings.presents(text, body.name.value):
            body.add("mandate", Fact(text, text, place), label=False)

    # -------------------------------------------------------------- elsewhere
    def _plain(self, block: Block) -> None:
        """« Comité directeur : toutes les six semaines » under a heading that says which attribute; plain sentences."""
        match = LABEL.match(block.text)
        if match and is_body(match[1]) and self._attribute:
            value, place = span(block.place, block.text, match.end(), len(block.text))
            self._known(Fact(*span_of(block, match.span(1)))).add(self._attribute, Fact(value, block.text, block.place))
            return
        last = self._last if _GOES_ON.match(flat(block.text)) else None
        for start, end in sayings.sentences(block.text):
            text, place = span(block.place, block.text, start, end)
            for key, other in sayings.told(text):
                last = self._named_in(text, place, other) or last if other else last
                if last:
                    _tell(last, key, text, place)
        self._last = last

    def _named_in(self, text: str, place: Place, name: str) -> Body | None:
        """The body that a sentence names."""
        at = text.find(name)
        said = at >= 0 and not _SENTENCE.search(name)
        return self._meant(Fact(name, *span(place, text, at, at + len(name)))) if said else None

    def _meant(self, name: Fact) -> Body | None:
        """« Le comité » is the one the document has named in full, or no committee we could name."""
        common = name.quote.islower() and BODY.fullmatch(flat(name.quote))
        if not common:
            return self._known(name)
        full = next((said for said in self._named if flat(said.quote).startswith(flat(name.quote))), None)
        return self._known(full) if full else next((b for b in self.bodies if same_body(name.quote, b)), None)

    def _known(self, name: Fact) -> Body:
        """The body of that name, read before or begun now (it is not open: nothing else is told of it here)."""
        found = next((b for b in self.bodies if same_body(name.quote, b)), None)
        if found is None:
            found = Body(name_fact(name), 99, sure=True, names=list(aliases(name.quote)))
            self.bodies.append(found)
        return found


def _tell(body: Body, key: str, text: str, place: Place) -> None:
    """What a sentence says; of who presides, the name alone."""
    fact = chair(text, place) if key == "chair" else Fact(text, text, place)
    if fact:
        body.add(key, fact, label=False)


def same_body(name: str, body: Body) -> bool:
    """« le comité directeur », « le comité » and « CD » all stand for « Comité directeur (CD) »."""
    said = flat(bare(name)).removeprefix("le ").removeprefix("la ").removeprefix("l'").removeprefix("l’").strip()
    full = flat(body.name.value)
    short = len(said.split()) == 1 and full.startswith(said)
    return short or said == full or full.startswith(f"{said} ") or said in {flat(alias) for alias in body.names}


def with_chairs(body: Body) -> None:
    """Adds who presides where only the composition or a sentence says so."""
    if body.facts.get("chair"):
        return
    for key in ("composition", "frequency", "mandate", "quorum"):
        for fact in body.facts.get(key, ()):
            at = fact.quote
            if (found := chair(at, fact.place)) and not body.facts.get("chair"):
                body.add("chair", found, label=False)
