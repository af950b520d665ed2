"""Where Repère writes of its own accord, as the settings name it: a person or a channel of Teams or of Slack."""

from __future__ import annotations

from dataclasses import dataclass

from bots.settings import listed
from ingest.languages import fold


@dataclass(frozen=True, slots=True)
class Spot:
    """``channel`` is « slack » or « teams », ``id`` the service's own: « U012 », « C012 », « 19:…@thread.tacv2 », an Entra id."""

    channel: str
    id: str


def spots(setting: str) -> tuple[Spot, ...]:
    """« slack:C012, teams:19:…@thread.tacv2 »; what names neither service counts for nothing."""
    return tuple(filter(None, map(_spot, listed(setting))))


def misread(setting: str) -> tuple[str, ...]:
    """The parts of a list of places, or of contacts, that lead nowhere: « C012 », « Bureau=courriel:x »."""
    parts = listed(setting)
    named = any("=" in part for part in parts)
    ends = [part for at, part in enumerate(parts) if "=" in part or not named or at == len(parts) - 1]
    return tuple(part for part in ends if _spot(part.rpartition("=")[2]) is None)


class Contacts:
    """« Bureau des ports=slack:U012, *=teams:3f2a… »: where an owner is written to; « * » is whoever has no line. A comma
    before the « = » is of the owner's name. One owner may have several."""

    def __init__(self, setting: str) -> None:
        pairs: list[tuple[str, Spot]] = []
        name = ""
        for part in listed(setting):
            owner, mark, place = part.partition("=")
            name = f"{name}, {owner}" if name else owner
            if mark:
                if name.strip() and (spot := _spot(place)):
                    pairs.append((_one_form(name), spot))
                name = ""
        self._pairs = tuple(pairs)

    def of(self, owner: str) -> tuple[Spot, ...]:
        """Where to write to an owner; nowhere where nobody is named."""
        named = _one_form(owner)
        return self._held(named) if named and self._held(named) else self._held("*")

    @property
    def all(self) -> tuple[Spot, ...]:
        """Each once."""
        return tuple(dict.fromkeys(spot for _, spot in self._pairs))

    def _held(self, name: str) -> tuple[Spot, ...]:
        return tuple(spot for owner, spot in self._pairs if owner == name)


def _spot(said: str) -> Spot | None:
    channel, _, name = said.strip().partition(":")
    return Spot(channel.lower(), name) if channel.lower() in ("slack", "teams") and name else None


def _one_form(name: str) -> str:
    return " ".join(fold(name).split())
