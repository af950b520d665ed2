"""The facts in service, in order: roles, projects, offers, glossary, documents and the defects lint finds."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

from assistant.evidence.conditions import SENSES
from assistant.known.portfolio import Portfolio, Project
from assistant.library import Library
from bots.rendering.links import passage_path, source_path
from bots.rendering.plain import one_line
from bots.web.nodes import Node, el
from bots.web.projects import chart, colours, formerly, health, percentage, title
from bots.web.projects import projects as every_project
from bots.wording.pages import long_date
from ingest.facts.records import Activity, Fact, ProjectStatus, Responsibility, Role, ServiceOffer, Term
from ingest.languages import FRENCH, content_words, stem, words
from ingest.model import Description, Document

if TYPE_CHECKING:
    from ingest.lint.findings import Defect

Say = Callable[..., str]
R = TypeVar("R")
MOST = 400  # rows on one page


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person narrowed the view to; "" is everything."""

    text: str = ""
    role: str = ""
    status: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A table (or another piece of page), and how many of how many are shown."""

    body: Node | None
    shown: int
    of: int


def matches(text: str, wanted: str) -> bool:
    """Every word wanted is in the text, in any of its forms (« gratuite » finds « gratuit »), whatever case and accents.

    Words of every sentence (« le », « de ») are not looked for."""
    asked = content_words(wanted, FRENCH) or words(wanted)
    folded, stems = _fold(text), {stem(word, FRENCH) for word in words(text)}
    return all(_fold(word) in folded or stem(word, FRENCH) in stems for word in asked)


def _fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def link(library: Library, document: str, fact: Fact, *inside: str) -> Node:
    """A fact's own words, leading to where they stand."""
    return el("a", *(inside or (one_line(fact.quote),)), href=passage_path(library.cite(document, fact)))


def matrix(library: Library, filters: Filters, say: Say) -> View:
    roles = [r for r in library.current(Role) if any(one.role == r.id for one in library.current(Responsibility))]
    columns = [r for r in roles if not filters.role or r.id == filters.role]
    held = {(one.activity, one.role): one for one in library.current(Responsibility)}
    activities = library.current(Activity)
    rows = [a for a in activities if matches(f"{a.category} {a.name.quote}", filters.text)]
    if filters.role:
        rows = [a for a in rows if (a.id, filters.role) in held]
    head = (el("th", _only(r, filters), scope="col", lang="fr") for r in columns)
    lines = [
        el(
            "tr",
            el("th", link(library, a.document, a.name), scope="row"),
            *(el("td", _letter(library, held.get((a.id, r.id)), say)) for r in columns),
        )
        for a in rows[:MOST]
    ]
    table = _table(say("roles"), [el("th", say("activity"), scope="col"), *head], lines, say, "matrix")
    return View(table if lines else None, len(rows), len(activities))


def _only(role: Role, filters: Filters) -> Node:
    """A head that narrows the matrix to its role."""
    asked = urlencode({"role": role.id, **({"text": filters.text} if filters.text else {})})
    return el("a", one_line(role.name.quote), href=f"?{asked}")


def _letter(library: Library, held: Responsibility | None, say: Say) -> Node | str:
    if held is None:
        return ""
    meaning = ", ".join(say(level.value) for level in sorted(held.levels))
    letters = "/".join(level.value for level in sorted(held.levels)).lower()
    written = one_line(held.letter.quote)
    node = link(library, held.document, held.letter, written)
    label = f"{written} – {meaning}" if meaning else written
    more = (("class", f"letter {letters[:1]}"), ("title", meaning), ("aria-label", label))
    return Node(node.tag, (*node.attributes, *more), node.children)


def roles(library: Library) -> tuple[tuple[str, str], ...]:
    """(id, name) of the roles of the matrix, for the filter."""
    return tuple((r.id, one_line(r.name.quote)) for r in library.current(Role))


def projects(library: Library, filters: Filters, say: Say) -> View:
    known = every_project(library)
    found = [p for p in known if matches(_project_text(p), filters.text)]
    found = [p for p in found if not filters.status or health(p.latest) == filters.status]
    cards = [_project(library, p, say) for p in found[:MOST]]
    every = colours(Portfolio.of(library), say) if len(found) == len(known) else None
    return View(el("div", every, el("div", *cards, class_="cards")) if cards else None, len(found), len(known))


def _project_text(project: Project) -> str:
    known = project.latest.facts
    facts = " ".join(fact.quote for fact in known.values())
    meant = " ".join(SENSES[key].get(fact.value, "") for key, fact in known.items() if key in SENSES)
    return f"{' '.join(project.names)} {facts} {meant}"


def _project(library: Library, project: Project, say: Say) -> Node:
    latest = project.latest
    facts = [
        el("div", el("dt", latest.labels.get(key, say(key) if key in ("health", "progress") else key)),
           el("dd", _state(library, latest, fact) if key == "health" else link(library, latest.document, fact)))
        for key, fact in latest.facts.items()
        if fact.quote.strip()
    ]  # fmt: skip
    before = ", ".join(f"« {name} »" for name in formerly(project))
    drawing = chart(project, say, titled=False)
    if drawing is None and (value := percentage(latest.facts.get("progress"))) is not None:
        meter = el("meter", f"{value} %", min=0, max=100, value=value, aria_label=say("progress"))
        drawing = el("p", meter, class_="bar")
    return el(
        "article",
        el("h2", title(project), lang="fr"),
        el("p", say("formerly", before), class_="quiet") if before else None,
        el("p", say("latest", latest.period.label), class_="label"),
        drawing,
        el("dl", *facts, lang="fr"),
        class_="card",
    )


def _state(library: Library, record: ProjectStatus, fact: Fact) -> Node:
    lamp = el("span", class_=f"lamp {health(record) or 'plain'}", aria_hidden="true")
    return el("span", lamp, link(library, record.document, fact))


def offers(library: Library, filters: Filters, say: Say) -> View:
    known = library.current(ServiceOffer)
    found = [o for o in known if matches(_offer_text(o), filters.text)]
    found = [o for o in found if not filters.status or _quoted(o, "status") == filters.status]
    found = [o for o in found if not filters.region or _quoted(o, "region") == filters.region]
    keys = list(dict.fromkeys(key for o in known for key in o.facts))
    labels = {key: o.labels.get(key, key) for o in reversed(known) for key in o.facts}
    head = [el("th", say("offer"), scope="col"), *(el("th", labels[key], scope="col", lang="fr") for key in keys)]
    lines = [
        el(
            "tr",
            el("th", link(library, o.document, o.name), scope="row"),
            *(el("td", link(library, o.document, o.facts[key]) if key in o.facts else "") for key in keys),
        )
        for o in found[:MOST]
    ]
    return View(_table(say("offers"), head, lines, say) if lines else None, len(found), len(known))


def _offer_text(offer: ServiceOffer) -> str:
    """What a filter looks in: the words of the row, and what its price and state are called besides."""
    code = offer.code.quote if offer.code else ""
    meant = [SENSES[key].get(fact.value, "") for key, fact in offer.facts.items() if key in SENSES]
    return " ".join([code, offer.name.quote, *(fact.quote for fact in offer.facts.values()), *meant])


def _quoted(offer: ServiceOffer, key: str) -> str:
    return one_line(offer.facts[key].quote) if key in offer.facts else ""


def choices(library: Library, key: str) -> tuple[str, ...]:
    """The values an attribute of the offers takes, for a filter."""
    return tuple(sorted({value for o in library.current(ServiceOffer) if (value := _quoted(o, key))}))


def glossary(library: Library, filters: Filters, say: Say) -> View:
    known = sorted(library.current(Term), key=lambda term: _fold(term.name.quote))
    found = [t for t in known if matches(f"{t.name.quote} {t.meaning.quote}", filters.text)]
    head = [el("th", say(name), scope="col") for name in ("term", "meaning", "where")]
    lines = [
        el("tr", el("th", one_line(t.name.quote), scope="row"), el("td", one_line(t.meaning.quote)),
           el("td", link(library, t.document, t.name, library.description(t.document).title or t.document)))
        for t in found[:MOST]
    ]  # fmt: skip
    return View(_table(say("glossary"), head, lines, say, "terms") if lines else None, len(found), len(known))


def documents(library: Library, filters: Filters, say: Say, language: str) -> View:
    known = library.descriptions()
    found = [d for d in known if matches(f"{d.title} {d.document} {d.owner}", filters.text)]
    head = [
        el("th", say(name), scope="col") for name in ("document", "kind", "version", "date", "until", "owner", "state")
    ]
    today = library.today.isoformat()
    lines = [
        el(
            "tr",
            el("th", el("a", one_line(d.title or d.document), href=source_path(d.document, d.version)), scope="row"),
            el("td", say(f"k_{d.kind.value}")),
            el("td", d.version),
            el("td", long_date(dated(d), language)),
            el("td", long_date(d.expires, language)),
            el("td", d.owner),
            el(
                "td",
                el("span", say(standing(d, today)), class_=f"tag {'' if standing(d, today) == 'current' else 'old'}"),
            ),
        )
        for d in sorted(found, key=dated, reverse=True)
    ]
    return View(_table(say("documents"), head, lines, say) if lines else None, len(found), len(known))


def dated(description: Description) -> str:
    return description.date or (description.period.end if description.period else "")


def standing(description: Description, today: str) -> str:
    """« current », « replaced » or « out_of_date », on a day (ISO)."""
    if description.superseded_by:
        return "replaced"
    return "out_of_date" if description.expires and description.expires < today else "current"


def fresh(library: Library, say: Say, language: str) -> str:
    """How many documents are in force, replaced, expired, and when they were last read."""
    today = library.today.isoformat()
    count = Counter(standing(d, today) for d in library.descriptions())
    read = long_date(library.generation.manifest.created[:10], language)
    return say("freshness", count["current"], count["replaced"], count["out_of_date"], read)


class _Visible:
    """What lint may see: the documents this audience reads, and no other."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def descriptions(self) -> Sequence[Description]:
        return self._library.descriptions()

    def document(self, name: str) -> Document:
        return self._library.generation.document(name)

    def records(self, kind: type[R]) -> Sequence[R]:
        return self._library.records(kind)


def defects(library: Library) -> tuple[Defect, ...]:
    """What lint finds in the documents this audience reads; computed once a generation."""

    def found(seen: Library) -> tuple[Defect, ...]:
        from ingest.lint.findings import lint
        from ingest.lint.survey import of_generation

        return lint(of_generation(_Visible(seen), seen.today))

    return library.remember("defects", found)


def defect_list(library: Library, found: Iterable[Defect], say: Say) -> Node | None:
    items = [
        el(
            "li",
            el("span", say(one.severity), class_=f"tag {one.severity}"),
            " ",
            one.text,
            el("ul", *(el("li", link(library, s.document, Fact("", s.quote, s.place))) for s in one.places)),
        )
        for one in found
    ]
    return el("ul", *items, class_="defects", lang="fr") if items else None


def _table(caption: str, head: Sequence[Node], lines: Sequence[Node], say: Say, kind: str = "") -> Node:
    table = el(
        "table",
        el("caption", caption),
        el("thead", el("tr", *head)),
        el("tbody", *lines, lang="fr"),
        class_=kind or None,
    )
    return el("div", table, class_="scroll wide", tabindex=0, role="group", aria_label=say("table_hint", caption))
