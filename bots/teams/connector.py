"""The one door to the Teams SDK: what we say leaves here, paced, with a token, again when the service is busy."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import httpx

from bots.settings import Settings, listed
from bots.teams.doors import on_loopback
from bots.teams.errors import Undelivered

if TYPE_CHECKING:
    from microsoft_teams.api import ApiClient

BUSY = frozenset({429, 412, 502, 503, 504})
ATTEMPTS = 6
SECONDS = 10.0  # one attempt may take
FIRST = 0.5  # seconds before the second attempt, on average
LONGEST = 20.0  # between two attempts
LIMITS = ((6, 1.0), (55, 30.0))  # messages, seconds: under what one thread is allowed
THREADS = 5_000  # remembered at once


@dataclass(frozen=True, slots=True)
class Where:
    """A conversation (its thread included) and the address of the service that holds it."""

    service_url: str
    conversation: str


class Pace:
    """How long a thread must wait before its next message."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, thread: str) -> float:
        """Seconds to wait; the message is counted at the end of them."""
        now = self._clock()
        sent = self._sent.setdefault(thread, deque(maxlen=max(count for count, _ in LIMITS)))
        self._sent.move_to_end(thread)
        at = max([now, *(sent[-count] + seconds for count, seconds in LIMITS if len(sent) >= count)])
        sent.append(at)
        while len(self._sent) > THREADS:
            self._sent.popitem(last=False)
        return at - now


class Connector:
    """Sends activities. Made without side effect; the SDK is imported on first use, or ahead by ``open``."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pace = Pace()

    async def open(self) -> None:
        """Imports the SDK and makes its client now, in a thread: it takes about a second."""
        await asyncio.to_thread(lambda: self._api)

    async def send(self, where: Where, activity: dict[str, Any]) -> str:
        """The id Teams gave the message ("" when it gave none). Raises Undelivered."""
        await self.open()
        await asyncio.sleep(self._pace.wait(where.conversation))
        for attempt in range(ATTEMPTS):
            try:
                return await asyncio.wait_for(self._post(where, activity), SECONDS)
            except httpx.HTTPStatusError as error:
                status = error.response.status_code
                if status not in BUSY or attempt == ATTEMPTS - 1:
                    raise Undelivered(status, over=_over(error.response)) from error
                await asyncio.sleep(_pause(attempt, error.response.headers.get("retry-after", "")))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if attempt == ATTEMPTS - 1:
                    raise Undelivered(0) from error
                await asyncio.sleep(_pause(attempt))
            except Exception as error:
                # It may have arrived, or the token was refused: again would be twice, or in vain.
                raise Undelivered(0) from error
        raise Undelivered(0)

    async def open_chat(self, service_url: str, person: str, tenant: str) -> str:
        """The conversation with a person, by their Entra identifier. Raises Undelivered: Repère may not be installed for
        them."""
        from microsoft_teams.api.clients.conversation import ConversationClient, CreateConversationParams

        await self.open()
        asked = {"members": [{"id": person}], "tenantId": tenant, "channelData": {"tenant": {"id": tenant}}}
        try:
            params = CreateConversationParams.model_validate(asked)
            api = self._local if on_loopback(service_url) else self._api
            # The SDK's own client creates at its default address only: ours is where the question came from.
            there = ConversationClient(service_url, api.conversations.http)
            return (await asyncio.wait_for(there.create(params), SECONDS)).id
        except httpx.HTTPStatusError as error:
            raise Undelivered(error.response.status_code) from error
        except Exception as error:
            raise Undelivered(0) from error

    async def _post(self, where: Where, activity: dict[str, Any]) -> str:
        from microsoft_teams.api.activities.message import MessageActivityInput
        from microsoft_teams.api.activities.typing import TypingActivityInput

        api = self._local if on_loopback(where.service_url) else self._api
        params = (TypingActivityInput if activity["type"] == "typing" else MessageActivityInput).model_validate(
            activity
        )
        sent = await api.conversations.create_activity(where.conversation, params, service_url=where.service_url)
        return "" if sent.id == "DO_NOT_USE_PLACEHOLDER_ID" else sent.id

    @cached_property
    def _api(self) -> ApiClient:
        """With the application's own token: secret, or managed identity where there is none."""
        os.environ.setdefault("PYTHON_DOTENV_DISABLED", "1")  # the SDK would read any .env it finds
        from microsoft_teams.api.auth.cloud_environment import PUBLIC
        from microsoft_teams.apps import App
        from microsoft_teams.common import ClientOptions

        app = App(
            client_id=self._settings.teams_client_id or None,
            client_secret=self._settings.teams_client_secret or None,
            tenant_id=next(iter(listed(self._settings.teams_tenant_ids)), None),
            cloud=PUBLIC,
            service_url="https://smba.trafficmanager.net/teams",
            client=ClientOptions(timeout=SECONDS),
            dangerously_allow_unauthenticated_requests=False,
        )
        return app.api

    @cached_property
    def _local(self) -> ApiClient:
        """Without a token: what listens on this machine is a trial, and has no business with one of Microsoft's."""
        from microsoft_teams.api import ApiClient
        from microsoft_teams.common import ClientOptions

        return ApiClient("http://127.0.0.1", ClientOptions(timeout=SECONDS))


def _over(response: httpx.Response) -> bool:
    """« Content stream is not allowed on an already completed streamed message » (403): Teams has the answer."""
    return response.status_code == 403 and "already completed" in response.text[:2000].lower()


def _pause(attempt: int, asked: str = "") -> float:
    """Seconds before trying again: what the service asks for, else twice as long each time, with jitter."""
    if asked.isascii() and asked.isdigit() and len(asked) < 4:
        return min(float(asked), LONGEST) + random.uniform(0, 0.5)  # noqa: S311 – not a secret
    return float(min(FIRST * 2**attempt, LONGEST) * random.uniform(0.5, 1.5))  # noqa: S311 – not a secret
