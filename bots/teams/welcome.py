"""What the bot says of itself: welcome, help, the documents it answers from. Markdown of ours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from assistant.library import Library
from bots.rendering.plain import one_line
from bots.teams.markup import cut, link, markdown
from bots.web.starters import starters
from bots.wording import wording
from bots.wording.pages import pages
from bots.wording.teams import said
from ingest.model import Description

EXAMPLES = 3


def welcome(library: Library | None, language: str) -> str:
    """Scope, three examples, commands, and a line in the other language."""
    told = [said("welcome", language), *_examples(library, language), said("help_commands", language)]
    return "\n\n".join([*told, said("bilingual", language)])


def helping(library: Library | None, language: str) -> str:
    told = [said("help", language), *_examples(library, language), said("help_commands", language)]
    return "\n\n".join([*told, said("help_privacy", language), said("bilingual", language)])


def documents(library: Library, language: str, base: str) -> Iterator[str]:
    """One line a document; ``base`` begins the address of the viewer, "" when there is none to open."""
    from bots.rendering.links import Links

    links = Links(base)
    known = sorted(library.descriptions(), key=lambda d: (bool(d.superseded_by), (d.title or d.document).casefold()))
    yield said("documents", language, len(known)) if known else said("no_documents", language)
    for one in known:
        address = links.source(one.document, one.version) if base else one.url
        yield f"- {', '.join(filter(None, (link(cut(_title(one), 200), address), *_about(one, language))))}"


def _title(description: Description) -> str:
    return one_line(description.title or description.document)


def _about(description: Description, language: str) -> Iterator[str]:
    if description.version:
        yield markdown(wording(language).version.format(one_line(description.version)))
    if description.date:
        yield str(description.date)
    if description.superseded_by:
        yield said("replaced", language)


def _examples(library: Library | None, language: str) -> Iterator[str]:
    """One question of each kind of fact, then a second of each, up to three."""
    if library is None:
        return
    words = pages(language)
    kinds = [questions for _, questions in starters(library, lambda name, *values: words[name].format(*values))]
    found = [question for row in zip_longest(*kinds) for question in row if question][:EXAMPLES]
    if found:
        yield said("examples", language)
        yield "\n".join(f"- {markdown(one_line(question))}" for question in found)
