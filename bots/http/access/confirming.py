"""Who confirms that a document is right until a day, and which days may be said: one rule for the page, Teams and Slack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.library import Library
from assistant.telling.confirmed import holds
from bots.errors import BadInput
from bots.http.access.audit import confirmed
from bots.http.access.groups import Owners
from bots.memory.confirmations import Confirmation, Confirmations, standing
from bots.wording.steward import steward as wording
from ingest.model import Description

USUAL, LONGEST = 365, 731  # days a document is confirmed for, unless said otherwise; and at most
SOON = 30  # days before a confirmation lapses that another is offered


@dataclass(frozen=True, slots=True)
class Offer:
    """A document somebody may confirm. ``seen`` is the digest of the file they were shown; the days are ISO."""

    document: str
    title: str
    seen: str
    first: str
    usual: str
    last: str


class Confirming:
    """``owners`` is the setting REPERE_OWNERS."""

    def __init__(self, owners: str, kept: Confirmations) -> None:
        self._owners, self._kept = Owners(owners), kept

    def may(self, groups: frozenset[str], owner: str) -> bool:
        """Whether somebody of these groups confirms what this owner keeps."""
        return self._kept.keeps and self._owners.may(groups, owner)

    def days(self, library: Library) -> tuple[str, str, str]:
        """The first day that may be said, the usual one, the last (ISO)."""
        first, usual, last = ((library.today + timedelta(days=days)).isoformat() for days in (1, USUAL, LONGEST))
        return first, usual, last

    def offer(self, library: Library, groups: frozenset[str], documents: Iterable[str]) -> Offer | None:
        """The first of these documents that somebody of these groups may confirm, and that needs it by now."""
        held, soon = self._kept.held(), library.today + timedelta(days=SOON)
        for name in dict.fromkeys(documents):
            about = self._of(library, groups, name)
            seen = library.generation.manifest.documents.get(name, "")
            if about and seen and not about.superseded_by and not holds(standing(about, library, held), soon):
                return Offer(name, about.title or name, seen, *self.days(library))
        return None

    def confirm(self, library: Library, person: str, groups: frozenset[str], sent: dict[str, str]) -> bool:
        """``sent`` names the ``document``, the digest ``seen`` and the day ``until``; False for a document that the person
        does not read or keep. Raises BadInput for another file than the one shown, or a day that is none; StateOut."""
        name = sent.get("document", "")
        about = self._of(library, groups, name)
        if about is None:
            return False
        until, digest = _day(sent.get("until", ""), library.today), library.generation.manifest.documents.get(name, "")
        if not until or not digest or sent.get("seen") != digest or about.superseded_by:
            raise BadInput(*(wording(said)["not_confirmed"] for said in ("fr", "en")))
        self._kept.confirm(Confirmation(name, digest, about.owner, library.today.isoformat(), until))
        confirmed(person, name, about.owner, until)
        return True

    def withdraw(self, library: Library, person: str, groups: frozenset[str], name: str) -> bool:
        """Takes a confirmation back; False for a document that the person does not read or keep. Raises StateOut."""
        about = self._of(library, groups, name)
        if about is None:
            return False
        if self._kept.withdraw(name):
            confirmed(person, name, about.owner, "")
        return True

    def _of(self, library: Library, groups: frozenset[str], name: str) -> Description | None:
        about = library.description(name) if library.sees(name) else None
        return about if about and self.may(groups, about.owner) else None


def _day(said: str, today: date) -> str:
    """A day to come, not too far; "" for anything else."""
    try:
        found = date.fromisoformat(said)
    except ValueError:
        return ""
    return found.isoformat() if timedelta(0) < found - today <= timedelta(days=LONGEST) else ""
