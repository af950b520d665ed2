"""``repere lint``: defects in the governance itself, each with its place. Exit 1 if any is an error."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bots.commands.parsing import Parser
from bots.errors import sentence
from bots.rendering.terminal import BOLD, DIM, complain, say_json, style, wrapped
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help=say.options_help["folder"])
    parser.add_argument("--json", action="store_true", help=say.options_help["json"])


def run(given: Namespace, say: Commands) -> int:
    from bots.rendering.places import place_words
    from bots.wording import wording
    from ingest.lint.findings import as_json, lint
    from ingest.lint.survey import of_folder
    from ingest.settings import Settings

    settings = Settings()
    folder = Path(given.folder) if given.folder else settings.corpus
    found = lint(of_folder(folder, settings.today, lambda error: complain(sentence(error, say.language))))
    errors = sum(defect.severity == "error" for defect in found)
    if given.json:
        say_json(as_json(found))
        return 1 if errors else 0
    for defect in found:
        name = say("error") if defect.severity == "error" else say("warning", "").strip(" :")
        out(style(f"{name} – {defect.code}", BOLD))
        wrapped(defect.text, "  ")
        for spot in defect.places:
            wrapped(f"{spot.document}, {place_words(spot.place, wording(say.language))}".rstrip(", "), "  – ", code=DIM)
    out(say("defects", errors, len(found) - errors) if found else say("no-defect"))
    return 1 if errors else 0
