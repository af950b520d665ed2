"""One rule for every door: a key, a token or a session says who asks; without any, the public or nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bots.http.access.audit import AUDIT
from bots.http.access.directory import Membership
from bots.http.access.graph import Graph
from bots.http.access.groups import GroupMap
from bots.http.access.keys import Keys, Named, read
from bots.http.access.person import PUBLIC, Person
from bots.http.access.provider import Provider, ProviderDown, Unproved, subject
from bots.http.access.sessions import Sessions
from bots.memory.state import place_of
from bots.settings import Settings


@dataclass(frozen=True, slots=True)
class Let:
    """The outcome at the door. ``person`` None: not let in; ``wrong``: something false was shown; ``down``: what was shown
    could not be checked. ``named`` is the key used, for its limit."""

    person: Person | None
    wrong: bool = False
    down: bool = False
    named: Named | None = None


class Doors:
    """Made once from the settings, without any call; raises BadInput for keys that cannot be read."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.groups = GroupMap(settings.groups)
        self.keys = Keys(read(settings.keys), settings.api_key)
        self.provider = _provider(settings)
        secret = settings.session_secret or settings.oidc_client_secret or settings.api_key
        self.sessions = Sessions(place_of(settings), secret, settings.session_minutes)
        self.graph = _graph(settings)
        self.membership = Membership(self.graph, self.groups) if self.graph else None

    @property
    def guarded(self) -> bool:
        """Whether anybody has to say who they are."""
        return bool(self.keys or self.provider)

    @property
    def open(self) -> bool:
        """Whether somebody who shows nothing reads what is public."""
        return not self.guarded or self.settings.anonymous == "public"

    async def let(self, headers: Mapping[str, str], cookie: str) -> Let:
        """Whom the headers and the session cookie of a request make of its sender. Headers are by lower-case name."""
        if self.guarded and (given := _shown(headers)):
            return await self._of(given)
        if cookie and (person := self.sessions.person(cookie)):
            return Let(person)
        return Let(PUBLIC if self.open else None)

    async def _of(self, given: str) -> Let:
        held = self.keys.holder(given, datetime.now(UTC).date())
        if held:
            person, named = held
            AUDIT.seen(person.key, "key", person.groups)
            return Let(person, named=named)
        if self.provider is None or given.count(".") != 2:
            return Let(None, wrong=True)
        try:
            claims = await self.provider.claims(given, self.settings.oidc_audience or self.settings.oidc_client_id)
        except Unproved:
            return Let(None, wrong=True)
        except ProviderDown:
            return Let(None, down=True)
        # An ID token proves who somebody is to this service's page; it is not a key to hand to programs.
        if "nonce" in claims or not any(isinstance(claims.get(name), str | list) for name in ("scp", "scope", "roles")):
            return Let(None, wrong=True)
        return Let(await self.person(claims, "token"))

    async def person(self, claims: Mapping[str, Any], via: Any) -> Person:
        """The person proved claims are of, with their groups: from the token, or from the directory where it holds
        too many of them (« overage ») or none at all."""
        groups = claims.get(self.settings.oidc_groups_claim)
        found: frozenset[str] | None
        if isinstance(groups, list) and not _overage(claims):
            found = self.groups.audiences(groups)
        elif self.membership is not None:
            found = await self.membership.of(str(claims.get("oid") or ""))
        else:
            found = None if _overage(claims) else frozenset()
        key = subject(claims)
        AUDIT.seen(key, via, found or frozenset())
        name = str(claims.get("name") or claims.get("preferred_username") or "")
        return Person(via, key, name, found or frozenset(), unsure=found is None)

    async def close(self) -> None:
        """Ends what was opened."""
        self.sessions.close()
        if self.graph:
            await self.graph.close()


def _shown(headers: Mapping[str, str]) -> str:
    scheme, _, given = headers.get("authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else headers.get("x-api-key", "")


def _overage(claims: Mapping[str, Any]) -> bool:
    """Entra leaves the groups out of a token when there are too many, and says so in one of these ways."""
    names = claims.get("_claim_names")
    return bool(claims.get("hasgroups")) or (isinstance(names, dict) and "groups" in names)


def _provider(settings: Settings) -> Provider | None:
    if not (settings.oidc_issuer and settings.oidc_client_id):
        return None
    return Provider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, settings.oidc_scopes)


def _graph(settings: Settings) -> Graph | None:
    client, secret = (
        settings.graph_client_id or settings.teams_client_id,
        settings.graph_client_secret or settings.teams_client_secret,
    )
    if not (settings.graph_tenant and client and secret):
        return None
    return Graph(settings.graph_tenant, client, secret, settings.graph_url)
