"""``repere copilot-package``: the app package of an agent for Microsoft 365 Copilot."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from bots.commands.operating.packages import identify, write
from bots.commands.parsing import Parser
from bots.errors import BadInput
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands
from bots.wording.teams import said

if TYPE_CHECKING:
    from bots.settings import Settings
    from bots.teams.packaging.copilot import Access


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("--out", metavar="FILE", default="repere-copilot.zip", help=said("copilot_out", say.language))
    parser.add_argument("--oauth", metavar="ID", default="", help=said("copilot_oauth", say.language))
    parser.add_argument("--key", metavar="ID", default="", help=said("copilot_key", say.language))
    identify(parser, say)


def run(given: Namespace, say: Commands) -> int:
    from bots.channels.mcp import described
    from bots.settings import Settings
    from bots.teams.packaging.copilot import package
    from bots.teams.packaging.package import Identity

    settings = Settings()
    identity = Identity("", settings.public_url, given.organisation, given.privacy, given.terms, given.version)
    made = package(identity, _access(given, settings), described(settings))
    write(given.out, made, say)
    out(said("copilot_written", say.language, given.out))
    return 0


def _access(given: Namespace, settings: Settings) -> Access:
    """Raises BadInput when both ways are named, or none where the service asks who comes in."""
    from bots.teams.packaging.copilot import Access

    closed = settings.guarded and settings.anonymous != "public"
    if bool(given.oauth) == bool(given.key) and (given.oauth or closed):
        raise BadInput(said("copilot_access", "fr"), said("copilot_access", "en"))
    if given.oauth:
        return Access("OAuthPluginVault", given.oauth)
    return Access("ApiKeyPluginVault", given.key) if given.key else Access("None")
