"""A labelled value of a form: « Date de soumission : 23 janvier 2023 »."""

from __future__ import annotations

from assistant.library import Library
from assistant.model import Draft, Query
from assistant.quoting import answers, asking
from assistant.quoting.confidence import judge
from assistant.quoting.disagreements import told
from assistant.quoting.units import Role

SOURCE = "fields"
_SURER = 0.02  # a field says one thing, and says it under its name


def propose(query: Query, library: Library) -> Draft | None:
    """A draft when the words that answer best are those of a field."""
    ranking = asking.ranked(query, library)
    if not ranking.candidates:
        return None
    judgement = judge(query, ranking)
    if judgement.best.unit.role is not Role.FIELD or judgement.refused or asking.puts_right(query, ranking, library):
        return None
    draft = told(query, answers.quoted(query, library, ranking, judgement, SOURCE), library)
    return Draft(SOURCE, min(0.95, draft.confidence + _SURER), draft.claims, draft.citations, draft.notices)
