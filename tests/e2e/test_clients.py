"""Other people's programs in front of a real Repère: OpenAI's Python client, the Model Context Protocol's."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.e2e.conftest import ROOT, serving

if TYPE_CHECKING:
    from mcp import ClientSession
    from openai import OpenAI

QUESTION = "Qui approuve « Préparer la planification annuelle » ?"
KEY = "clef-d-essai"


@pytest.fixture(scope="module")
def keyed(index: Path) -> Iterator[str]:
    """`repere serve` with an API key."""
    with serving(index, REPERE_API_KEY=KEY) as address:
        yield address


@pytest.fixture
def openai(keyed: str) -> Iterator[OpenAI]:
    package = pytest.importorskip("openai")
    # Its own client of HTTP would read this machine's proxies.
    with package.OpenAI(base_url=f"{keyed}/v1", api_key=KEY, http_client=httpx.Client(trust_env=False)) as client:
        yield client


def asked(client: OpenAI, *said: str, **more: Any) -> Any:
    turns = [{"role": "user", "content": text} for text in said]
    return client.chat.completions.create(model="repere", messages=turns, **more)  # type: ignore[call-overload]


def test_openai_s_client_lists_the_model(openai: OpenAI) -> None:
    """Software that offers a choice of models finds this one."""
    assert [model.id for model in openai.models.list()] == ["repere"]


def test_openai_s_client_reads_an_answer_and_its_citations(openai: OpenAI) -> None:
    """The text ends with its sources; each annotation spans the number it explains and leads to the viewer."""
    message = asked(openai, QUESTION).choices[0].message
    assert "Direction de l'analyse et de l'intelligence artificielle" in message.content
    assert "Sources :" in message.content
    assert message.annotations
    for annotation in message.annotations:
        cited = annotation.url_citation
        assert message.content[cited.start_index : cited.end_index].strip("[]").isdigit()
        keyed = {"Authorization": f"Bearer {KEY}"}
        assert httpx.get(cited.url, trust_env=False).status_code == 401
        assert httpx.get(cited.url, headers=keyed, trust_env=False).status_code == 200


def test_openai_s_client_streams_the_same_words(openai: OpenAI) -> None:
    """Piece by piece, then a reason to stop."""
    whole = asked(openai, QUESTION).choices[0].message.content
    pieces = [chunk.choices[0] for chunk in asked(openai, QUESTION, stream=True)]
    assert "".join(piece.delta.content or "" for piece in pieces) == whole
    assert pieces[-1].finish_reason == "stop"


def test_openai_s_client_carries_a_conversation(openai: OpenAI) -> None:
    """Earlier messages are the context: « et au T1 ? » is of the project named before."""
    told = asked(openai, "Où en est le projet PR-01 ?", "Et au T1 ?").choices[0].message.content
    assert "PR-01" in told
    assert "T1 2026" in told


def test_openai_s_client_hears_refusals_as_its_own_errors(openai: OpenAI) -> None:
    """A wrong key, an empty question and a very long one raise the client's exceptions, with our sentence."""
    package = pytest.importorskip("openai")
    with pytest.raises(package.AuthenticationError):
        asked(openai.with_options(api_key="autre"), QUESTION)
    with pytest.raises(package.APIStatusError, match="messages") as refused:
        asked(openai, "   ")
    assert refused.value.status_code == 422
    with pytest.raises(package.APIStatusError, match="4000"):
        asked(openai, "a" * 4001)


@asynccontextmanager
async def session(index: Path) -> AsyncIterator[ClientSession]:
    """The official client, speaking to `repere mcp` over standard input and output."""
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    server = StdioServerParameters(
        command=sys.executable, args=["-m", "bots", "mcp"], env={**os.environ, "REPERE_INDEX": str(index)}, cwd=ROOT
    )
    async with stdio_client(server) as (reads, writes), ClientSession(reads, writes) as opened:
        await opened.initialize()
        yield opened


async def test_the_five_tools_answer_the_official_client(index: Path) -> None:
    """Each gives a real answer with exact quotes; a refusal says so; an error is a sentence."""
    async with session(index) as client:
        listed = (await client.list_tools()).tools
        assert [t.name for t in listed] == ["ask", "search", "who_is_responsible", "project_status", "find_service"]
        assert all(tool.description and tool.annotations and tool.annotations.read_only_hint for tool in listed)

        async def call(name: str, **arguments: Any) -> dict[str, Any]:
            told = await client.call_tool(name, arguments)
            assert not told.is_error, told.content
            assert told.structured_content is not None
            return told.structured_content

        answer = await call("ask", question=QUESTION)
        assert (
            {c["id"] for c in answer["citations"]} >= {i for one in answer["claims"] for i in one["citations"]} > set()
        )
        ranked = (await call("search", query="demande budgétaire annuelle", count=3))["results"]
        assert len(ranked) == 3
        roles = await call("who_is_responsible", activity="Préparer la planification annuelle")
        assert {c["quote"] for c in roles["citations"]} >= {"R", "A", "C", "I"}
        status = await call("project_status", project="PR-01")
        assert {c["quote"] for c in status["citations"]} >= {"Vert", "74"}
        service = await call("find_service", need="un tableau de bord")
        assert "tableau de bord" in service["text"]
        assert any(c["document"] == "inventaire-offres-service.xlsx" for c in service["citations"])
        unknown = await call("ask", question="Quelle est la capitale du Pérou ?")
        assert unknown["abstained"]
        assert not unknown["claims"]
        refused = await client.call_tool("ask", {"question": " "})
        assert refused.is_error
        assert "écrivez une question" in refused.content[0].text  # type: ignore[union-attr]
