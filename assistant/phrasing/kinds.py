"""The kinds of question our rules know, each with the plain way to ask it: what a model may say a question is."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.model import Asks, Lang

# What a model is told of a kind is its name, so names are plain words.
_FRENCH = {
    "responsible": "Qui est responsable de {about} ?",
    "approves": "Qui approuve {about} ?",
    "consulted": "Qui doit être consulté pour {about} ?",
    "informed": "Qui doit être informé de {about} ?",
    "status": "Où en est le projet {about} ?",
    "late": "Le projet {about} est-il en retard ?",
    "service": "Quel service est offert pour {about} ?",
    "members": "Qui siège à {about} ?",
    "frequency": "À quelle fréquence se réunit {about} ?",
    "quorum": "Quel est le quorum de {about} ?",
    "meaning": "Que veut dire {about} ?",
    "date": "À quelle date {about} ?",
    "cost": "Combien coûte {about} ?",
    "delay": "Quel est le délai de {about} ?",
}
_ENGLISH = {
    "responsible": "Who is responsible for {about}?",
    "approves": "Who approves {about}?",
    "consulted": "Who must be consulted for {about}?",
    "informed": "Who must be informed of {about}?",
    "status": "What is the status of the {about} project?",
    "late": "Is the {about} project late?",
    "service": "Which service is offered for {about}?",
    "members": "Who sits on {about}?",
    "frequency": "How often does {about} meet?",
    "quorum": "What is the quorum of {about}?",
    "meaning": "What does {about} mean?",
    "date": "On what date {about}?",
    "cost": "How much does {about} cost?",
    "delay": "What is the turnaround time of {about}?",
}
_OPEN = frozenset({Asks.HOW, Asks.LIST, Asks.YES_NO})  # « comment », « y a-t-il »: ways to ask anything
# What else a question may have been seen to ask, to be of a kind: « combien » is no way to ask who.
_ASKING: Mapping[str, frozenset[Asks]] = {
    **dict.fromkeys(("responsible", "approves", "consulted", "informed", "members"), frozenset({Asks.WHO})),
    "status": frozenset({Asks.STATUS}),
    "late": frozenset({Asks.STATUS, Asks.WHEN}),
    "service": frozenset({Asks.WHERE, Asks.WHO}),
    "frequency": frozenset({Asks.FREQUENCY, Asks.WHEN, Asks.COUNT}),
    "quorum": frozenset({Asks.COUNT}),
    "meaning": frozenset({Asks.DEFINITION}),
    "date": frozenset({Asks.WHEN}),
    "cost": frozenset({Asks.AMOUNT, Asks.COUNT}),
    "delay": frozenset({Asks.DURATION, Asks.WHEN}),
}
_PLAINLY: Mapping[Lang, Mapping[str, str]] = {Lang.FR: _FRENCH, Lang.EN: _ENGLISH}
KINDS = tuple(_FRENCH)


def may_be(kind: str, asks: frozenset[Asks]) -> bool:
    """Whether a question seen to ask these may be of a kind. One seen to ask nothing may be of any."""
    return asks <= _OPEN | _ASKING[kind]


def plain_question(kind: str, about: str, language: Lang) -> str:
    """The question of a kind, on what it is about, as our rules read best."""
    return _PLAINLY[language][kind].format(about=_within(about))


def _within(about: str) -> str:
    """As in the middle of a sentence: « Le budget annuel » loses its capital, « DAIA » and « IA » do not."""
    return about[:1].lower() + about[1:] if about[1:2].islower() or about[1:2] in " '’" else about
