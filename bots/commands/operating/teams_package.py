"""``repere teams-package``: the app package an administrator uploads to Teams."""

from __future__ import annotations

from argparse import Namespace

from bots.commands.operating.packages import identify, write
from bots.commands.parsing import Parser
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands
from bots.wording.teams import said


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("--out", metavar="FILE", default="repere-teams.zip", help=said("package_out", say.language))
    identify(parser, say)


def run(given: Namespace, say: Commands) -> int:
    from bots.settings import Settings
    from bots.teams.packaging.package import Identity, package

    settings = Settings()
    identity = Identity(
        settings.teams_client_id, settings.public_url, given.organisation, given.privacy, given.terms, given.version
    )
    made = package(identity)
    write(given.out, made, say)
    out(said("package_written", say.language, given.out))
    return 0
