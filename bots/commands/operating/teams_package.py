"""``repere teams-package``: the app package an administrator uploads to Teams."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bots.commands.parsing import Parser
from bots.errors import BotError
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands
from bots.wording.teams import said


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("--out", metavar="FILE", default="repere-teams.zip", help=said("package_out", say.language))
    parser.add_argument(
        "--organisation", metavar="NAME", default="Repère", help=said("package_organisation", say.language)
    )
    parser.add_argument("--privacy", metavar="URL", default="", help=said("package_privacy", say.language))
    parser.add_argument("--terms", metavar="URL", default="", help=said("package_terms", say.language))
    parser.add_argument("--version", metavar="X.Y.Z", default="1.0.0", help=said("package_version", say.language))


def run(given: Namespace, say: Commands) -> int:
    from bots.settings import Settings
    from bots.teams.package import Identity, package

    settings = Settings()
    identity = Identity(
        settings.teams_client_id, settings.public_url, given.organisation, given.privacy, given.terms, given.version
    )
    made = package(identity)
    try:
        Path(given.out).write_bytes(made)
    except OSError as error:
        raise BotError(say("not-writable", given.out)) from error
    out(said("package_written", say.language, given.out))
    return 0
