"""Where projects stand: one, several or all of them; latest by default, always with the report's date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.drafting import called
from assistant.library import Library
from assistant.model import Asks, Draft, Lang, Notice, Query
from assistant.projects.asking import CHANGING, FULL, Asked, read, unknown
from assistant.projects.portfolio import Portfolio, Project
from assistant.projects.sieve import Kept, arrived, claimed, extreme, gone, kept, moved
from assistant.projects.telling import Telling
from assistant.quoting.disagreements import told
from assistant.wording.status import spoken
from ingest.facts.records import Fact, ProjectStatus
from ingest.languages import fold
from ingest.model import Period

SOURCE = "status"
ENOUGH = 0.5  # of a project's name, and of the question it explains
_NO_SUCH = 0.9  # no report knows the project whose state is asked
_OLD = 120  # days after which the last report is said to be old: a quarter and a month


def propose(query: Query, library: Library) -> Draft | None:
    """A draft when the question names a project of the reports, or asks which projects meet a condition."""
    portfolio = Portfolio.of(library)
    asked = read(query, portfolio)
    telling = Telling(library, query.language)
    if portfolio.periods and unknown(query, portfolio):
        return Draft(SOURCE, _NO_SUCH, abstain=True, about=telling.say.no_such)
    if asked is None or (asked.projects and asked.fit < ENOUGH):
        return None
    if asked.when.unknown:
        return _no_report(asked, portfolio, telling)
    if asked.projects:
        return _of_some(query, asked, portfolio, telling)
    return _of_all(query, asked, portfolio, telling)


def _no_report(asked: Asked, portfolio: Portfolio, telling: Telling) -> Draft:
    """A moment no report covers is not answered from another one."""
    known = ", ".join(p.label for p in portfolio.periods)
    about = telling.say.no_report.format(said=asked.when.unknown.upper(), known=known)
    return Draft(SOURCE, 0.9 if asked.projects else 0.75, abstain=True, about=about)


# ---------------------------------------------------------------- named projects
def _of_some(query: Query, asked: Asked, portfolio: Portfolio, telling: Telling) -> Draft | None:
    missing = ""
    for key in asked.projects:
        project = portfolio.project(key)
        pair = _pair(asked, project)
        if asked.change and pair:
            telling.change(*pair, asked.columns or CHANGING)
        else:
            missing = _state(query, asked, project, portfolio, telling) or missing
    confidence = round(0.8 + 0.18 * asked.fit, 3)
    if draft := telling.draft(SOURCE, confidence):
        return told(query, draft, telling.library)
    return Draft(SOURCE, 0.6, abstain=True, about=missing) if missing else None


def _pair(asked: Asked, project: Project) -> tuple[ProjectStatus, ProjectStatus] | None:
    """The two states to compare: those named, or the last two."""
    periods = asked.when.periods
    after = project.at(periods[-1]) if periods else project.latest
    before = project.at(periods[0]) if len(periods) > 1 else (project.before(after) if after else None)
    return (before, after) if before and after else None


def _state(query: Query, asked: Asked, project: Project, portfolio: Portfolio, telling: Telling) -> str:
    """Tells the state at the moment meant. Returns what was looked for when the report does not say it."""
    period = asked.when.periods[-1] if asked.when.periods else None
    state = project.at(period) if period else project.latest
    if state is None:
        return telling.say.not_reported.format(name=project.name, label=period.label if period else "")
    _put_right(query, state, telling)
    keys = _wanted(query, asked)
    if not telling.state(state, keys):
        return f"{telling.say.names[keys[0]]}, {called(state)}"
    if period is None:
        _freshness(project, portfolio, telling)
        before = project.before(state)
        if before and (not asked.columns or asked.late):
            telling.since(before, state, ("health", "progress", "due") if not asked.late else ("due",))
        telling.suggestions.append(telling.say.what_changed.format(name=project.name))
    return ""


def _wanted(query: Query, asked: Asked) -> tuple[str, ...]:
    """The columns to tell, the asked ones first: a lateness, a reason or an ending asked for bring theirs."""
    keys = asked.columns or FULL
    if asked.late:
        keys = ("due", *asked.columns, "progress", "health")
    if Asks.WHY in query.asks:
        keys = ("comment", "risk", *asked.columns, *keys, "phase", "health")
    if _claim(query):
        keys = ("phase", *keys)
    return tuple(dict.fromkeys((*keys, "health") if "progress" in keys else keys))


def _claim(query: Query) -> re.Pattern[str] | None:
    return claimed(" ".join(query.words))


# A date of ending asked for is no claim that the thing has ended.
_SUPPOSED = re.compile(
    r"\b(puisque|vu que|etant donne|since|given that|comme|maintenant que|pourquoi|why|est il|est elle|est ce que|is the|"
    r"a (?:t il )?ete|was|has been|c est tu)\b"
)


def _put_right(query: Query, state: ProjectStatus, telling: Telling) -> None:
    """« puisque le projet est annulé »: said of a project whose report says nothing of the kind."""
    claim = _claim(query)
    if claim is None or not _SUPPOSED.search(" ".join(query.words)):
        return
    if any(claim.search(fold(fact.quote)) for fact in state.facts.values()):
        return
    text = telling.say.not_so.format(said=_whole_words(claim, query.standalone))
    telling.notices.append(Notice("premise", text, (telling.cite(state.document, state.name),)))


def _whole_words(claim: re.Pattern[str], said: str) -> str:
    """What was claimed, as it was said: « annulé », « en pause »."""
    found = re.search(rf"(?:{claim.pattern})\w*", fold(said))
    same = len(fold(said)) == len(said)  # no letter was written with two
    return said[found.start() : found.end()] if found and same else found[0] if found else ""


def _freshness(project: Project, portfolio: Portfolio, telling: Telling) -> None:
    """A project that left the reports, or a last report that is old, is said to be so."""
    latest, state = portfolio.periods[-1], project.latest
    cited = (telling.cite(state.document, state.name),)
    if state.period.end < latest.end:
        text = telling.say.last_known.format(name=project.name, latest=latest.label, **telling.when(state.period))
        telling.notices.append(Notice("stale", text, cited))
    elif _age(latest, telling.library.today) > _OLD:
        _old(latest, telling, cited)


def _old(period: Period, telling: Telling, cited: tuple[str, ...]) -> None:
    text = telling.say.stale.format(end=spoken(period.end, telling.language))
    telling.notices.append(Notice("stale", text, cited))


def _age(period: Period, today: date) -> int:
    return (today - date.fromisoformat(period.end)).days


# ---------------------------------------------------------------- all projects
def _of_all(query: Query, asked: Asked, portfolio: Portfolio, telling: Telling) -> Draft | None:
    if not (asked.many or asked.colours or asked.late or asked.change or (asked.words and asked.plain)):
        return None
    if Asks.WHO in query.asks and "lead" not in asked.columns:
        return None  # « qui décide des projets ? » asks for a role
    before, after = _two(asked, portfolio)
    if before and (asked.gone or asked.new) and not asked.words:
        _comings(asked, portfolio, before, after, telling)
    elif before and asked.change and not asked.words and (asked.colours or len(asked.when.periods) == 2):
        _transitions(query, asked, portfolio, before, after, telling)
    else:
        period = asked.when.periods[-1] if asked.when.periods else portfolio.periods[-1]
        found = kept(query, asked, portfolio, period, telling.library)
        if found is None or (not asked.many and not found):
            return None
        if asked.most:
            found = extreme(asked, found)
        elif not (asked.listed or asked.plain or _narrowed(query, asked)):
            return None
        if len(found) == 1 and (asked.most or not asked.many):
            telling.state(found[0].state, asked.columns or FULL)
        else:
            _listed(asked, portfolio, period, found, telling)
    latest = portfolio.periods[-1]
    if not asked.when.periods and _age(latest, telling.library.today) > _OLD and telling.citations:
        _old(latest, telling, tuple(telling.citations)[:1])
    draft = telling.draft(SOURCE, 0.95 if not asked.words else 0.92)
    return draft and replace(draft, suggestions=(telling.say.which_late,) if not asked.late else ())


def _narrowed(query: Query, asked: Asked) -> bool:
    """Whether something in the question makes a choice among the projects."""
    return bool(asked.words or asked.colours or asked.late or asked.when.by or asked.when.periods or _claim(query))


def _two(asked: Asked, portfolio: Portfolio) -> tuple[Period | None, Period]:
    periods = asked.when.periods
    after = periods[-1] if periods else portfolio.periods[-1]
    return (periods[0] if len(periods) > 1 else portfolio.previous(after)), after


def _comings(asked: Asked, portfolio: Portfolio, before: Period, after: Period, telling: Telling) -> None:
    found = gone(portfolio, before, after) if asked.gone else arrived(portfolio, before, after)
    labels = {"before": before.label, "after": after.label}
    if found:
        form = telling.say.gone if asked.gone else telling.say.new
        names = telling.say.apart.join(called(k.state) for k in found)
        telling.claim(form.format(names=names, **labels), [p for k in found for p in k.proofs])
        return
    form = telling.say.gone_none if asked.gone else telling.say.new_none
    telling.claim(form.format(**labels), [(s.document, s.name) for _, s in portfolio.at(after)])


def _transitions(
    query: Query, asked: Asked, portfolio: Portfolio, before: Period, after: Period, telling: Telling
) -> None:
    found = moved(query, asked, portfolio, before, after)
    names = telling.say.apart.join(_passage(k, before, telling) for k in found)
    if found:
        text = telling.say.changed.format(before=before.label, after=after.label, names=names)
        telling.claim(text, [p for k in found for p in k.proofs])
    if not asked.colours:
        _moved_dates(portfolio, before, after, telling)
        for gone_or_new in (replace(asked, gone=True, new=False), replace(asked, gone=False, new=True)):
            if (gone if gone_or_new.gone else arrived)(portfolio, before, after):
                _comings(gone_or_new, portfolio, before, after, telling)


def _moved_dates(portfolio: Portfolio, before: Period, after: Period, telling: Telling) -> None:
    """Projects whose due date is another one than in the report before."""
    moves = []
    for project, state in portfolio.at(after):
        past = project.at(before)
        if (
            past
            and "due" in past.facts
            and "due" in state.facts
            and past.facts["due"].value != state.facts["due"].value
        ):
            moves.append((past, state))
    if moves:
        shown = [f"{called(s)} ({p.facts['due'].quote} → {s.facts['due'].quote})" for p, s in moves]
        text = telling.say.dates.format(before=before.label, after=after.label, names=telling.say.apart.join(shown))
        telling.claim(text, [(s.document, s.facts["due"]) for pair in moves for s in pair])


def _passage(one: Kept, before: Period, telling: Telling) -> str:
    past = one.project.at(before)
    facts = [telling.shown("health", s.facts["health"]) for s in (past, one.state) if s and "health" in s.facts]
    return f"{called(one.state)} ({' → '.join(facts)})"


def _listed(asked: Asked, portfolio: Portfolio, period: Period, found: Sequence[Kept], telling: Telling) -> None:
    everyone = len(found) == len(portfolio.at(period)) and not asked.words
    what = _condition(asked, telling) or (telling.say.all_of if everyone else telling.say.meeting)
    if asked.late and not asked.words and found:
        say, when = telling.say, telling.when(period)
        form = say.one if len(found) == 1 else say.many
        names = say.apart.join(telling.overdue(k) for k in found)
        telling.claim(form.format(count=len(found), what=what, names=names, **when), _late_proofs(found))
        return
    everything = [
        (s.document, s.facts.get("due" if asked.late or asked.when.by else "health") or s.name)
        for _, s in portfolio.at(period)
    ]
    telling.listed(what, period, found, everything)


def _late_proofs(found: Sequence[Kept]) -> list[tuple[str, Fact]]:
    proofs = []
    for one in found:
        past = one.project.before(one.state)
        states = [one.state] + ([past] if past else [])
        proofs += [(s.document, s.facts["due"]) for s in states if "due" in s.facts]
    return proofs


def _condition(asked: Asked, telling: Telling) -> str:
    say, parts = telling.say, []
    joined = " ou " if telling.language is Lang.FR else " or "
    if asked.colours:
        parts.append(say.in_colour.format(colours=joined.join(say.colours[c] for c in asked.colours)))
    if asked.late and not asked.words:
        parts.append(say.late)
    if asked.when.by:
        form = say.within if asked.when.start else say.after if asked.when.after else say.before
        days = {"day": asked.when.by, "start": asked.when.start or asked.when.by}
        parts.append(form.format(**{k: spoken(day.isoformat(), telling.language) for k, day in days.items()}))
    return ", ".join(parts)
