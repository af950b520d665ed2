"""``/intendance``: the page of those who keep the documents, for the audiences REPERE_STEWARDS names and nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from types import SimpleNamespace
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from bots.channel import Desk
from bots.http.access.person import Person, of
from bots.http.guards import client
from bots.http.problems import language
from bots.memory.ledger import Entry
from bots.settings import Settings, listed
from bots.web import explore
from bots.web.pages import account, page
from bots.web.stewardship import experts, steward
from bots.web.stewardship.golden import Trials
from bots.wording.steward import steward as wording

PATH = "/intendance"
WORDS = 2000  # characters of what a steward writes


class Steward:
    name = "steward"
    unmetered: tuple[str, ...] = ()

    def missing(self, settings: Settings) -> tuple[str, ...]:
        """The audiences that may open it."""
        return () if settings.stewards else ("REPERE_STEWARDS",)

    def mount(self, app: FastAPI, desk: Desk) -> AbstractAsyncContextManager[None] | None:
        allowed = frozenset(listed(desk.settings.stewards))
        trials = Trials(desk.trying)

        @app.get(PATH, include_in_schema=False)
        async def shown(request: Request) -> Response:
            person = _steward(request, allowed)
            return await desk.drawing(client(request.scope), _shown, request, desk, person, trials)

        @app.post(PATH, include_in_schema=False)
        async def settled(request: Request) -> Response:
            person = _steward(request, allowed)
            sent = {k: v for k, v in (await request.form(max_fields=10, max_files=0)).items() if isinstance(v, str)}
            became = ""
            if "document" in sent:
                await run_in_threadpool(_confirm, desk, person, sent)
            else:
                became = await _settle(desk, person, sent)
            return RedirectResponse(f"{PATH}?lang={language(request.scope)}{became and f'&became={became}'}", 303)

        @asynccontextmanager
        async def running() -> AsyncIterator[None]:
            yield
            trials.close()

        return running()


def _steward(request: Request, allowed: frozenset[str]) -> Person:
    """Raises 404 for anybody else: the page does not tell them that it is there."""
    person = of(request.scope)
    if not person.groups & allowed:
        raise HTTPException(404)
    return person


def _shown(request: Request, desk: Desk, person: Person, trials: Trials) -> Response:
    said, groups = language(request.scope), person.groups
    library = desk.assistant.library(groups)
    ledger = desk.noticing.ledger if desk.noticing else None
    entries = ledger.entries(groups, settled=True) if ledger else ()
    weeks = ledger.weeks() if ledger else ()
    held, may = desk.confirmations.held(), partial(desk.confirming.may, groups)
    values: dict[str, Any] = {
        "s": SimpleNamespace(**wording(said)),
        "became": wording(said).get(f"became_{request.query_params.get('became', '')}", ""),
        "on": ledger is not None,
        "weeks": weeks,
        "bars": steward.bars(weeks),
        "owners": steward.by_owner((one for one in entries if one.settled in experts.WAITING), said),
        "proposals": [one for one in entries if one.settled == "proposed"],
        "notes": [one for one in entries if one.settled == "noted"],
        "down": _down(desk),
        "care": steward.care(library, said, held, may),
        "verified": steward.verified(library, said, held, may),
        "confirming": desk.confirmations.keeps,
        "to_copy": steward.to_copy(library, held),
        "days": desk.confirming.days(library),
        "golden": trials.of(library, groups),
        "defects": len(explore.defects(library)),
    }
    return page("steward.html", said, account=account(request), footer="", path=PATH, **values)


def _down(desk: Desk) -> list[tuple[str, str]]:
    """(question, reason) of the thumbs down, the latest first: masked as they are kept."""
    rows = [(question, reason) for _, _, verdict, reason, question in desk.feedback.rows() if verdict == "down"]
    return rows[: -steward.MOST - 1 : -1]


async def _settle(desk: Desk, person: Person, sent: dict[str, str]) -> str:
    """What became of a line, by the name of a sentence; "" where the page itself shows it."""
    entry = await run_in_threadpool(_entry, desk, person, sent.get("id", ""))
    ledger = desk.noticing.ledger if desk.noticing else None
    if ledger is None or entry is None:
        return ""
    words = sent.get("words", "")[:WORDS].strip()
    if sent.get("how") == "ask":
        became = await experts.ask(desk, entry, words)
        if became == "asked":
            await run_in_threadpool(ledger.settle, entry.id, "asked", "", person.groups)
        return became
    if sent.get("how") == "dismiss":
        await run_in_threadpool(ledger.settle, entry.id, "dismissed", "", person.groups)
    elif words and not await run_in_threadpool(experts.settle, desk, entry, words, person.groups):
        return "noted" if await experts.tell(desk, entry, words) else "kept"
    return ""


def _entry(desk: Desk, person: Person, name: str) -> Entry | None:
    if desk.noticing is None:
        return None
    found = desk.noticing.ledger.entries(person.groups, settled=True)
    return next((one for one in found if one.id == name and one.settled in experts.WAITING), None)


def _confirm(desk: Desk, person: Person, sent: dict[str, str]) -> None:
    """A document right until a day, or that taken back. Raises 404 for one that the person does not read or keep, BadInput for
    another file than the one the page showed, or a day that is none."""
    library, rule = desk.assistant.library(person.groups), desk.confirming
    if sent.get("how") == "withdraw":
        done = rule.withdraw(library, person.key, person.groups, sent["document"])
    else:
        done = rule.confirm(library, person.key, person.groups, sent)
    if not done:
        raise HTTPException(404)
