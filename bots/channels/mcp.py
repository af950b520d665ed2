"""Repère's tools for programs that speak the Model Context Protocol, over the same desk as every channel.

On standard input and output (``repere mcp``) the asker is the public: nothing authenticates who is behind the program. Over
HTTP (``/mcp``, streamable) the entrance says who asks, by a bearer token or a key, as at every door; the protected resource
document tells a client which provider gives tokens. Stateless: any replica answers any request.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import FastAPI
from pydantic import Field

from assistant.errors import AssistantError
from bots.channel import Asked, Desk
from bots.errors import BotError, sentence
from bots.http.access.person import Person, of
from bots.rendering.contract import ranked_json, reply_json
from bots.settings import Settings
from ingest.errors import IngestError

if TYPE_CHECKING:
    from mcp.server import MCPServer

PATH = "/mcp"
ABOUTS = ("/.well-known/oauth-protected-resource", f"/.well-known/oauth-protected-resource{PATH}")
Words = Annotated[str, Field(max_length=4000)]

ABOUT = (
    "Answers questions about an organisation's governance documents (roles, committees, project status, service "
    "offers, definitions), in French or English. Every claim carries exact quotes with their place. When the "
    "documents do not say, the answer is abstained: true, with the nearest documents and whom to ask: say so."
)


class Mcp:
    name = "mcp"
    unmetered: tuple[str, ...] = ()

    def missing(self, settings: Settings) -> tuple[str, ...]:  # noqa: ARG002 – always on
        return ()

    def mount(self, app: FastAPI, desk: Desk) -> AbstractAsyncContextManager[None] | None:
        from mcp.server.transport_security import TransportSecuritySettings

        made = server(desk)
        # Hosts and origins are checked before (bots.http.guards), by the settings of every door.
        checked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        inner = made.streamable_http_app(
            streamable_http_path=PATH, json_response=True, stateless_http=True, transport_security=checked
        )
        app.router.routes.extend(inner.routes)
        for path in ABOUTS:
            app.add_api_route(path, lambda: about(desk.settings), include_in_schema=False)

        @asynccontextmanager
        async def running() -> AsyncIterator[None]:
            async with made.session_manager.run():
                yield

        return running()


def about(settings: Settings) -> dict[str, Any]:
    """The protected resource document (RFC 9728): where a client gets a token for ``/mcp``."""
    providers = {"authorization_servers": [settings.oidc_issuer]} if settings.oidc_issuer else {}
    return {
        "resource": f"{settings.local_url}{PATH}",
        **providers,
        "bearer_methods_supported": ["header"],
        "resource_name": "Repère",
    }


def server(desk: Desk) -> MCPServer:
    """The five tools. Blocking work runs in the SDK's worker threads."""
    from mcp.server import MCPServer
    from mcp.server.mcpserver import Context

    made = MCPServer("repere", instructions=ABOUT, log_level="CRITICAL")
    for tool in _tools(desk):
        tool.__annotations__["request"] = Context  # the SDK gives it, and shows it to no client
        made.add_tool(tool, annotations=_read_only())
    return made


def described(settings: Settings) -> list[dict[str, Any]]:
    """The tools as a client lists them; no index is needed."""
    import asyncio

    desk = Desk(settings)
    try:
        listed = asyncio.run(server(desk).list_tools())
        return [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in listed]
    finally:
        desk.close()


def _person(request: Any) -> Person:
    """Whom the entrance let in, from the SDK's context; the public on standard input."""
    held = request.request_context.request if request is not None else None
    return of(getattr(held, "scope", {}))


def _lane(person: Person) -> str:
    return f"mcp/{person.key}" if person.key else "mcp"


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
    def ask(question: Words, context: list[Words] | None = None, request: Any = None) -> dict[str, Any]:
        """Answer a question about the governance documents, with exact quotes. context: earlier ones, oldest first."""
        person = _person(request)
        asked = Asked(
            question, context=tuple(context or ()), groups=person.asking(), lane=_lane(person), unsure=person.unsure
        )
        with _told():
            return reply_json(desk.reply(asked), desk.links)

    async def search(
        query: Words, count: Annotated[int, Field(ge=1, le=50)] = 10, request: Any = None
    ) -> dict[str, Any]:
        """The passages nearest to some words, best first, each with its place and why it was found."""
        with _told():
            person = _person(request)
            found = await desk.searching(query, count, _lane(person), person.asking())
            return {"results": [ranked_json(one) for one in found]}

    def who_is_responsible(activity: Words, request: Any = None) -> dict[str, Any]:
        """Who is responsible, accountable, consulted and informed for an activity."""
        return ask(f"Qui fait quoi pour « {activity} » ?", request=request)

    def project_status(project: Words, request: Any = None) -> dict[str, Any]:
        """The latest reported status of a project (code or name): health, progress, due date."""
        return ask(f"Où en est le projet {project} ?", request=request)

    def find_service(need: Words, request: Any = None) -> dict[str, Any]:
        """The service offers that meet a need, with how to request them."""
        return ask(f"J'ai besoin d'aide pour {need}", request=request)

    return [ask, search, who_is_responsible, project_status, find_service]
