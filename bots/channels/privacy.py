"""``/privacy``: what is kept, where, how long and why, as the settings of this service have it; and one's own, to erase."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from types import SimpleNamespace

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from bots.channel import Desk
from bots.http.access.person import of
from bots.http.problems import language
from bots.settings import Settings
from bots.web.pages import account, page
from bots.wording.privacy import privacy

PATH = "/privacy"
Row = tuple[str, str, str, str]  # what, where, how long, why


class Privacy:
    name = "privacy"
    unmetered: tuple[str, ...] = ()

    def missing(self, settings: Settings) -> tuple[str, ...]:  # noqa: ARG002 – always on
        return ()

    def mount(self, app: FastAPI, desk: Desk) -> AbstractAsyncContextManager[None] | None:
        @app.get(PATH, include_in_schema=False)
        async def shown(request: Request) -> Response:
            return await run_in_threadpool(_shown, request, desk)

        @app.post(PATH, include_in_schema=False)
        async def erased(request: Request) -> Response:
            if (person := of(request.scope)).via == "session":
                await run_in_threadpool(desk.erase, "web", person.key, "")
            return RedirectResponse(f"{PATH}?lang={language(request.scope)}", 303)

        return None


def _shown(request: Request, desk: Desk) -> Response:
    said, person = language(request.scope), of(request.scope)
    known = person.via == "session"
    own = desk.kept("web", person.key) if known else ()
    return page(
        "privacy.html",
        said,
        account=account(request),
        footer="",
        path=PATH,
        p=SimpleNamespace(**privacy(said)),
        rows=rows(desk.settings, said),
        nothing=desk.settings.keep == "nothing",
        known=known,
        own=own,
    )


def rows(settings: Settings, said: str) -> tuple[Row, ...]:
    """What is kept with these settings, a row each."""
    p = SimpleNamespace(**privacy(said))
    always: tuple[Row, ...] = (
        (p.question, p.question_where, p.question_long, p.question_ground),
        (p.browser, p.browser_where, p.browser_long, p.talk_ground),
        (p.log, p.log_where, p.log_long, p.log_ground),
    )
    signed = (p.session, p.session_where, p.talk_long.format(settings.session_minutes), p.session_ground)
    kept: tuple[Row, ...] = (
        (p.talk, p.talk_where, p.talk_long.format(settings.conversation_minutes), p.talk_ground),
        (p.promise, p.promise_where, p.promise_long, p.promise_ground),
        (p.opinion, p.opinion_where, p.opinion_long.format(settings.feedback_days), p.opinion_ground),
        (p.followed, p.followed_where, p.followed_long, p.followed_ground),
    )
    ledger = (p.ledger, p.ledger_where, p.opinion_long.format(settings.ledger_days), p.ledger_ground)
    if settings.keep == "nothing":
        return (*always, signed)
    confirmed = (p.confirmed, p.confirmed_where, p.confirmed_long, p.confirmed_ground)
    more = ((ledger, settings.ledger), (confirmed, settings.owners))
    return (*always, signed, *kept, *(row for row, on in more if on))
