"""Committees and duties: who sits, who presides, how often, what is decided, to whom it goes, who must do what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.committees import duties, lists
from assistant.committees.asking import ATTRIBUTES, Asked, read
from assistant.committees.known import Board, Boards, Named, unexplained
from assistant.committees.telling import Telling
from assistant.library import Library
from assistant.matching import likeness
from assistant.model import Asks, Draft, Lang, Query, Word
from assistant.quoting.disagreements import told
from assistant.understanding import inverted
from assistant.wording.committees import committees
from ingest.facts.committees.bodies import BODY
from ingest.facts.values.dates import moments
from ingest.facts.values.measures import flat
from ingest.languages import FRENCH, content_words
from ingest.model import Description

SOURCE = "committees"
# The name said whole; in part; words left that the fact itself has; a fact that puts right what is asked.
_SURE, _NEAR, _COVERED, _RIGHTED = 0.97, 0.95, 0.94, 0.94
_SURELY_SILENT = 0.96
_FEW = 3  # words
_MANY = 200  # documents
_NAMES = re.compile(rf"(?:{BODY.pattern})(?:\W+(?:d|de|des|du|la|le|les|l|au|aux|sur|en|pour))*\W+(\w+)")
_OWN = frozenset({"chair", "composition", "quorum", "frequency"})  # what only a body has
# Facts of one sitting: another date in the question may mean another sitting.
_OF_PAST_SITTINGS = frozenset({"attendance", "resolutions"})
_OF_A_SITTING = _OF_PAST_SITTINGS | {"next_meeting"}


def propose(query: Query, library: Library) -> Draft | None:
    """A draft when the question is about a committee, an escalation or a duty that the documents state."""
    boards = Boards.of(library)
    named = boards.named(query)
    draft = (
        _of_committees(query, library, boards, named)
        or _of_lists(query, library, boards, named)
        or _of_duties(query, library)
    )
    return told(query, draft, library) if draft and draft.claims else draft


# ------------------------------------------------------------------ a committee named
def _of_committees(query: Query, library: Library, boards: Boards, named: Sequence[Named]) -> Draft | None:
    used = frozenset(p for n in named for p in n.used)
    asked = read(query, used)
    if lists.about_several(query, asked.keys if named else ()):
        return None
    if not named:
        return _unknown(asked, query, library, boards)
    if not asked.keys:
        return None
    telling = Telling(library, query.language)
    missing = ""
    for one in named:
        for key in _stated(one.board, asked):
            board, left = _of_a_sitting(query, library, one.board, key, asked)
            if not _explained(board, key, left) and not _put_right(query, key, asked):
                return None
            if not telling.fact(board, key):
                missing = key
    if missing and not telling.claims:
        return _silent(query, library, named, missing, asked)
    confidence = _COVERED if asked.left else _SURE if min(n.score for n in named) >= 0.95 else _NEAR
    return None if missing else telling.draft(SOURCE, confidence)


def _stated(board: Board, asked: Asked) -> list[str]:
    """The keys asked; what a committee decides stands for its mandate where no mandate is stated."""
    keys = list(asked.keys)
    if "mandate" in keys and not board.facts("mandate"):
        keys[keys.index("mandate")] = "decisions"
    if "decisions" in keys and not board.facts("decisions") and board.facts("mandate"):
        keys[keys.index("decisions")] = "mandate"
    return list(dict.fromkeys(keys))


def _of_a_sitting(query: Query, library: Library, board: Board, key: str, asked: Asked) -> tuple[Board, Sequence[Word]]:
    """The sitting whose date the question gives, and the words left over without those of the date."""
    days = _days_asked(query) if key in _OF_A_SITTING else set()
    held = tuple(r for r in board.records if days & _days(library.description(r.document)))
    if not held:
        return board, asked.left
    return Board(board.name, held), [w for w in asked.left if not (w.surface.isdigit() or w.surface in FRENCH.months)]


def _days_asked(query: Query) -> set[str]:
    """The days a question names; « le 12 juin » is this year's, or the last one's."""
    years = (query.today.year, query.today.year - 1) if query.today else (None,)
    return {m.day.isoformat() for year in years for m in moments(query.standalone, year) if m.exact}


def _days(about: Description) -> set[str]:
    """The day of a sitting, as the document or its title gives it."""
    return {about.date, *(m.day.isoformat() for m in moments(about.title))}


def _explained(board: Board, key: str, left: Sequence[Word]) -> bool:
    """Whether the words left over are those of the fact: « se réunit-il le mardi ? »."""
    return not left or not unexplained(left, [s.fact.quote for s in board.facts(key)])


def _put_right(query: Query, key: str, asked: Asked) -> bool:
    """« La DAIA préside-t-elle le CPP ? », « siège-t-il en mai ? »: who does, and when, answer whatever is named."""
    yes_no = Asks.YES_NO in query.asks or inverted(" ".join(query.words))
    return yes_no and key in ("chair", "composition", "frequency", "quorum") and len(asked.left) <= _FEW


def _unknown(asked: Asked, query: Query, library: Library, boards: Boards) -> Draft | None:
    """« Qui préside le comité de vérification ? » where no document knows such a committee: no other one's chair."""
    if not boards.all or not boards.speaks_of_one(query) or not 0 < len(asked.left) <= _FEW:
        return None
    foreign = query.words_language is Lang.EN and not all(word.also for word in asked.left)
    if foreign or not set(asked.keys) & _OWN or not _called(query, asked) or _any_body(library, asked):
        return None
    return Draft(SOURCE, _SURELY_SILENT, abstain=True)


def _called(query: Query, asked: Asked) -> bool:
    """Whether a word left over says which body is meant: it comes just after « comité », « comité de »."""
    named = {found[1] for found in _NAMES.finditer(" ".join(query.words))}
    return query.words_language is Lang.EN or any(word.surface in named for word in asked.left)


def _any_body(library: Library, asked: Asked) -> bool:
    """Some document names a body that way: the first word left over comes just after what kind of body it is."""
    if len(library.descriptions()) > _MANY:
        return True
    return any(
        likeness(asked.left[0], found[1]) >= 0.9
        for about in library.descriptions()
        for block in library.blocks(about.document)
        for found in _NAMES.finditer(flat(block.text))
    )


def _silent(query: Query, library: Library, named: Sequence[Named], key: str, asked: Asked) -> Draft | None:
    """Refuses when the committee is surely meant and nothing anywhere says this of it; otherwise lets it pass."""
    board = named[0].board
    sure = len(named) == 1 and named[0].score >= 0.95 and not asked.left and key not in _OF_PAST_SITTINGS
    if not sure or len(board.keys) < 2 or _said_elsewhere(library, board, key):
        return None
    say = committees(query.language)
    about = say.unsaid.format(label=say.labels.get(key, key), name=board.name)
    return Draft(SOURCE, _SURELY_SILENT, abstain=True, about=about)


def _said_elsewhere(library: Library, board: Board, key: str) -> bool:
    """A block of any document, its section included, that names the committee and has a word of what is asked.

    Among too many documents to look into, nothing is sure to be unsaid.
    """
    if len(library.descriptions()) > _MANY:
        return True
    name = content_words(board.name, FRENCH)
    for about in library.descriptions():
        for block in library.blocks(about.document):
            if ATTRIBUTES[key].cue.search(flat(block.text)):
                held = content_words(" ".join((block.text, block.lead_in, *block.place.section)), FRENCH)
                if set(name) <= set(held):
                    return True
    return False


# ------------------------------------------------------------------ lists, escalation, duties
def _of_lists(query: Query, library: Library, boards: Boards, named: Sequence[Named]) -> Draft | None:
    telling = Telling(library, query.language)
    confidence = lists.tell(query, boards, named, telling)
    return telling.draft(SOURCE, confidence) if confidence else None


def _of_duties(query: Query, library: Library) -> Draft | None:
    telling = Telling(library, query.language)
    confidence = duties.tell(query, library, telling)
    return telling.draft(SOURCE, confidence) if confidence else None
