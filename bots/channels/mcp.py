"""Repère's tools for programs that speak the Model Context Protocol, over the same desk as every channel.

A module by itself, and not a plug-in of the server: it serves standard input and output (``repere mcp``).
The asker is the public: nothing authenticates who is behind the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from assistant.errors import AssistantError
from bots.channel import Asked, Desk
from bots.errors import BotError, sentence
from bots.rendering.contract import ranked_json, reply_json
from ingest.errors import IngestError

if TYPE_CHECKING:
    from mcp.server import MCPServer

Words = Annotated[str, Field(max_length=4000)]

ABOUT = (
    "Answers questions about an organisation's governance documents (roles, committees, project status, service "
    "offers, definitions), in French or English. Every claim carries exact quotes with their place. When the "
    "documents do not say, the answer is abstained: true, with the nearest documents and whom to ask: say so."
)


def server(desk: Desk) -> MCPServer:
    """The five tools. Blocking work runs in the SDK's worker threads."""
    from mcp.server import MCPServer

    made = MCPServer("repere", instructions=ABOUT, log_level="CRITICAL")
    for tool in _tools(desk):
        made.add_tool(tool, annotations=_read_only())
    return made


@contextmanager
def _told() -> Iterator[None]:
    """An error becomes a sentence the program's person can read, never a trace."""
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        yield
    except (AssistantError, BotError, IngestError) as error:
        raise ToolError(sentence(error)) from error


def _read_only() -> Any:
    from mcp.types import ToolAnnotations

    return ToolAnnotations(read_only_hint=True, open_world_hint=False)


def _tools(desk: Desk) -> list[Any]:
    def ask(question: Words, context: list[Words] | None = None) -> dict[str, Any]:
        """Answer a question about the governance documents, with exact quotes. context: earlier ones, oldest first."""
        with _told():
            return reply_json(desk.reply(Asked(question, context=tuple(context or ()))), desk.links)

    def search(query: Words, count: Annotated[int, Field(ge=1, le=50)] = 10) -> dict[str, Any]:
        """The passages nearest to some words, best first, each with its place and why it was found."""
        with _told():
            return {"results": [ranked_json(found) for found in desk.assistant.search(query, count)]}

    def who_is_responsible(activity: Words) -> dict[str, Any]:
        """Who is responsible, accountable, consulted and informed for an activity."""
        return ask(f"Qui fait quoi pour « {activity} » ?")

    def project_status(project: Words) -> dict[str, Any]:
        """The latest reported status of a project (code or name): health, progress, due date."""
        return ask(f"Où en est le projet {project} ?")

    def find_service(need: Words) -> dict[str, Any]:
        """The service offers that meet a need, with how to request them."""
        return ask(f"J'ai besoin d'aide pour {need}")

    return [ask, search, who_is_responsible, project_status, find_service]
