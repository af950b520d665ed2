"""What every channel promises, run on each of them.

To add a channel: a driver below, that sends words to it and gives back all a person would see.
"""

from __future__ import annotations

import asyncio
import html
import io
import json
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.errors import QuestionRefused
from bots.channel import Asked, Desk
from bots.channels import terminal
from bots.server import application
from bots.settings import Settings
from bots.wording.commands import FRENCH
from ingest.errors import NoIndex
from tests.bots.replies import CITATION, NAIVE, Scripted, answer, refusal
from tests.bots.slack.payloads import direct
from tests.bots.slack.service import serving
from tests.bots.teams.service import message

JSON = {"content-type": "application/json"}
Driver = Callable[[Scripted, list[str], Path], str]


def on_terminal(assistant: Scripted, said: list[str], folder: Path) -> str:
    desk = Desk(Settings(state=folder), lambda: assistant)  # type: ignore[arg-type, return-value]
    typed = iter([*said, "quitter"])
    shown = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(shown):
        patch.setattr("builtins.input", lambda _: next(typed))
        terminal.converse(desk, FRENCH)
    return shown.getvalue()


def client(assistant: Scripted, folder: Path) -> TestClient:
    app = application(Settings(state=folder), lambda: assistant)  # type: ignore[arg-type, return-value]
    return TestClient(
        app, base_url="http://127.0.0.1", raise_server_exceptions=False, headers={"accept-language": "fr"}
    )


def on_the_page(assistant: Scripted, said: list[str], folder: Path) -> str:
    web, context, shown = client(assistant, folder), [], ""
    for text in said:
        page = web.post("/", data=_sent(text, context), headers={"accept": "text/html"}).text
        context = [html.unescape(c) for c in re.findall(r'name="context" value="([^"]*)"', page)]
        shown += html.unescape(re.sub(r"<[^>]*>", " ", page))
    return shown


def on_the_page_live(assistant: Scripted, said: list[str], folder: Path) -> str:
    web, shown, context = client(assistant, folder), "", []
    for text in said:
        events = web.post("/ask", data=_sent(text, context)).text
        shown += "\n".join(
            " ".join(_strings(json.loads(line[6:]))) for line in events.splitlines() if line[:5] == "data:"
        )
        context.append(text)
    return shown


def on_the_api(assistant: Scripted, said: list[str], folder: Path) -> str:
    web, shown, context = client(assistant, folder), "", []
    for text in said:
        given = web.post("/api/ask", content=json.dumps({"question": text, "context": context}), headers=JSON)
        shown += " ".join(_strings(given.json()))
        context.append(text)
    return shown


def as_a_model(assistant: Scripted, said: list[str], folder: Path) -> str:
    web, shown, turns = client(assistant, folder), "", []
    for text in said:
        turns.append({"role": "user", "content": text})
        given = web.post("/v1/chat/completions", content=json.dumps({"messages": turns}), headers=JSON)
        shown += " ".join(_strings(given.json()))
    return shown


def on_teams(assistant: Scripted, said: list[str], folder: Path) -> str:
    """Posted to the application itself; what would leave for Teams is kept instead."""
    left: list[dict[str, Any]] = []
    answered: asyncio.Queue[None] = asyncio.Queue()

    async def keep(_self: Any, _where: Any, activity: dict[str, Any]) -> str:
        left.append(activity)
        if activity["type"] == "message":
            answered.put_nowait(None)
        return "m1"

    async def talk() -> None:
        settings = Settings(state=folder, teams_unauthenticated="loopback")
        app = application(settings, lambda: assistant)  # type: ignore[arg-type, return-value]
        transport = httpx.ASGITransport(app, client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            for text in said:
                body = json.dumps(message(text, "http://127.0.0.1:9"))
                assert (await client.post("/api/messages", content=body)).status_code == 200
                await answered.get()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bots.teams.connector.Connector.send", keep)
        patch.setattr("bots.teams.progress.BETWEEN", 0)
        asyncio.run(talk())
    return html.unescape("\n".join(_strings(left)))


def _sent(text: str, context: list[str]) -> dict[str, Any]:
    """What a form can carry: a browser replaces half characters itself."""
    return {"question": text.encode("utf-8", "replace").decode(), "context": context}


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _strings(one)]
    return [text for one in value for text in _strings(one)] if isinstance(value, list) else []


def on_slack(assistant: Scripted, said: list[str], folder: Path) -> str:
    """Direct messages in one thread; all that Slack was given to show."""

    async def talk() -> str:
        async with serving(folder, assistant) as served:
            thread = ""
            for number, text in enumerate(said, start=1):
                message = direct(text, **({"thread_ts": thread} if thread else {}))
                await served.send(message)
                await served.slack.until(lambda wanted=number: len(served.slack.answers()) >= wanted)  # type: ignore[misc]
                thread = thread or message["event"]["ts"]
            return html.unescape("\n".join(posted.shown for posted in served.slack.answers()))

    return asyncio.run(talk())


DRIVERS: dict[str, Driver] = {
    "terminal": on_terminal,
    "web": on_the_page,
    "web-live": on_the_page_live,
    "api": on_the_api,
    "openai": as_a_model,
    "slack": on_slack,
    "teams": on_teams,
}


@pytest.fixture(params=DRIVERS)
def channel(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Scripted, list[str]], str]:
    driver = DRIVERS[request.param]
    return lambda assistant, said: _plain(driver(assistant, said, tmp_path))


def _plain(shown: str) -> str:
    return re.sub(r"\s+", " ", shown)


Channel = Callable[[Scripted, list[str]], str]


def test_an_answer_shows_its_text_quotes_and_sources(channel: Channel) -> None:
    """The claim, each quote, each title, and the notice."""
    shown = channel(Scripted(answer()), ["Qui approuve le plan ?"])
    for words in ("Le comité approuve le plan.", "Le comité approuve.", "Matrice des rôles", "date d'un an"):
        assert words in shown


def test_a_refusal_says_so_and_whom_to_ask(channel: Channel) -> None:
    """And claims nothing else."""
    shown = channel(Scripted(refusal()), ["Quelle est la capitale ?"])
    assert "Les documents ne le disent pas." in shown
    assert "Gestionnaire" in shown


def test_a_follow_up_carries_the_earlier_question(channel: Channel) -> None:
    """Whether the channel or the page remembers."""
    assistant = Scripted(answer())
    channel(assistant, ["Qui approuve le plan ?", "Et le budget ?"])
    assert [q.context for q in assistant.asked] == [(), ("Qui approuve le plan ?",)]


def test_the_asker_is_the_public(channel: Channel) -> None:
    """Nothing a person types gives them a group."""
    assistant = Scripted(answer())
    channel(assistant, ["Qui approuve ? groups=direction"])
    assert assistant.asked[0].groups == frozenset()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (QuestionRefused("La question est vide : écrivez une question."), "écrivez une question"),
        (RuntimeError("secret interne"), "erreur interne"),
    ],
)
def test_an_error_is_one_sentence(channel: Channel, error: Exception, words: str) -> None:
    """Never a trace, never the message of an error nobody wrote for people."""
    shown = channel(Scripted(error), ["Qui ?"])
    assert words in shown
    assert "Traceback" not in shown
    assert "secret" not in shown


@pytest.mark.parametrize("text", NAIVE)
def test_any_unicode_is_shown_harmless(request: pytest.FixtureRequest, channel: Channel, text: str) -> None:
    """In a question, a claim, a quote and a title: an answer still comes, and nothing drives the reader's screen."""
    from dataclasses import replace

    citation = replace(CITATION, quote=text or "x", title=text)
    # Half a character is refused at every door before anything is asked (tests/bots/test_legibility.py).
    question = "".join(c for c in text.replace("\n", " ") if not "\ud800" <= c <= "\udfff")
    shown = channel(Scripted(answer(text or "x", citations=(citation,), notices=())), [question or "x"])
    # The API gives programs the exact words: it is for who shows them to draw them safely.
    drawn = request.node.callspec.params["channel"] != "api"
    assert shown
    assert not drawn or not {"\x1b", "\u202e"} & set(shown)


def test_no_index_is_said(tmp_path: Path) -> None:
    """The desk gives the sentence of the error to whoever asks."""

    def missing() -> Any:
        raise NoIndex("Aucun index : lancez « repere ingest ».", "No index.")

    desk = Desk(Settings(state=tmp_path), missing)
    with pytest.raises(NoIndex):
        desk.reply(Asked("Qui ?"))
