"""Whether the rows of a matrix are its activities or its roles, and what else names either of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.facts.matrices.grids import VERB, Grid
from ingest.facts.matrices.names import ROLE_NAME
from ingest.languages import fold

_ACTIVITY = re.compile(
    r"\b(activites?|taches?|processus|livrables?|etapes?|actions?|responsabilites?|objets?|dossiers?|decisions?|"
    r"fonctions? d|activit(y|ies)|tasks?|process(es)?|deliverables?|mandats?|travaux|gestes?)\b"
)
_ROLE = re.compile(
    r"\b(roles?|acteurs?|intervenants?|postes?|titulaires?|parties? prenantes?|unites?|instances?|qui)\b"
)
_SLANTED = str.maketrans("\\|", "//")  # « Rôle \\ Activité »: what the rows are, then the columns


def on_its_side(grid: Grid) -> bool:
    """Whether the rows are roles and the columns activities."""
    down, _, across = fold(grid.corner).translate(_SLANTED).partition("/")
    says_role, says_activity = bool(_ROLE.search(down)), bool(_ACTIVITY.search(down))
    if says_role != says_activity and not (across and _ROLE.search(down) and _ROLE.search(across)):
        return says_role
    heads = [cell.text for cell in grid.heads.values()]
    names = [line.name.text for line in grid.lines]
    return _like_activities(heads) - _like_activities(names) > 0.25


def _like_activities(texts: Sequence[str]) -> float:
    """From -1 (roles) to 1 (activities): verbs in the infinitive against words that name roles."""
    verbs = sum(bool(VERB.match(fold(t))) for t in texts)
    roles = sum(bool(ROLE_NAME.search(fold(t)[:40])) and not VERB.match(fold(t)) for t in texts)
    return (verbs - roles) / max(1, len(texts))


def second_names(grid: Grid, *, aside: bool = False) -> Mapping[str, str]:
    """What the column beside calls every activity once more, in another language, and its head; none where it says anything
    else: row by row, another text each time. ``aside`` where rows are roles: « Acteur | Rôle », a person and a role."""
    own, other = (_ROLE, _ACTIVITY) if aside else (_ACTIVITY, _ROLE)
    for head in grid.others.values():
        said = [line.beside[head].text for line in grid.lines if head in line.beside]
        names = own.search(fold(head)) and not other.search(fold(head))
        if names and len(said) > 2 and len(set(said)) == len(said) == len(grid.lines):
            return {line.name.text: line.beside[head].text for line in grid.lines} | {"": head}
    return {}
