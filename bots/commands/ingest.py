"""``repere ingest``: a folder becomes the index in service; what became of each file is told."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bots.commands.parsing import Parser
from bots.rendering.terminal import BOLD, YELLOW, Bar, say_json, style
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands
from bots.wording.remarks import kind_named, said

if TYPE_CHECKING:
    from datetime import date

    from assistant.evaluation.trial import Lost
    from ingest.documents.guesses import Guess
    from ingest.index.generation import Generation
    from ingest.index.writing import Accept
    from ingest.model import Remark
    from ingest.pipeline import DocumentReport, Report
    from ingest.ports import Embedder, Questioner

_SURE, _LIKELY = 0.8, 0.6  # of what was guessed


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help=say.options_help["folder"])
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])
    parser.add_argument("--anticipate", action="store_true", help=say.options_help["anticipate"])
    parser.add_argument("--force", action="store_true", help=say.options_help["force"])
    parser.add_argument("--json", action="store_true", help=say.options_help["json"])


def run(given: Namespace, say: Commands) -> int:
    from ingest import bootstrap, pipeline
    from ingest.documents.anticipation import FILE
    from ingest.settings import Settings

    settings = Settings()
    questioner = _questioner() if given.anticipate else None
    bar = Bar({"read": say("reading"), "foresee": say("foreseeing"), "embed": say("embedding")})
    try:
        folder = Path(given.folder) if given.folder else settings.corpus
        embedder = bootstrap.embedder(settings)
        accept = _unless_lost(embedder, settings.today, force=given.force)
        report = pipeline.ingest(folder, settings.index, embedder, bar, questioner, settings.today, accept)
    finally:
        bar.clear()
    if report.generation and (store := bootstrap.store(settings)):
        store.send(settings.index)
    if given.json:
        say_json(_json(report))
    else:
        _tell(report, say)
        if report.foreseen:
            out(say("foreseen", report.foreseen, settings.index / FILE))
    return report.exit_code


def _unless_lost(embedder: Embedder, today: date | None, *, force: bool) -> Accept:
    """Tries the questions of ``corpus.yaml`` on the new index: raises AnswersLost where answers are lost."""

    def accept(before: Generation | None, after: Generation) -> None:
        if force:
            return
        from assistant.choosing.chooser import FittedChooser
        from assistant.evaluation.trial import lost
        from bots.wording.commands import commands
        from ingest import bootstrap
        from ingest.errors import AnswersLost

        if found := lost(before, after, embedder, today, FittedChooser(bootstrap.reader(embedder))):
            raise AnswersLost(*(_told_lost(found, commands(language)) for language in ("fr", "en")))

    return accept


def _told_lost(found: list[Lost], say: Commands) -> str:
    lines = [say("lost-one", one.question, one.document, one.before, one.now or say("lost-none")) for one in found]
    return say("lost", len(found), "\n".join(lines))


def _questioner() -> Questioner:
    from assistant.bootstrap import questioner

    return questioner()


def _json(report: Report) -> dict[str, Any]:
    documents = [{**asdict(d), "warnings": [asdict(w) for w in d.warnings]} for d in report.documents]
    return {
        "generation": report.generation,
        "documents": documents,
        "warnings": [asdict(w) for w in report.warnings],
        "refused": len(report.refused),
        "foreseen": report.foreseen,
        "gone": list(report.gone),
    }


def _tell(report: Report, say: Commands) -> None:
    for document in report.documents:
        _document(document, say)
    for remark in report.warnings:
        _warning(remark, say, "")
    read = [d for d in report.documents if not d.refused]
    if not report.generation:
        out(say("no-index"))
        return
    passages, records = sum(d.passages for d in read), sum(d.records for d in read)
    out(_changes(report, say))
    out(style(say("ingested", len(read), len(report.refused), passages, records, report.generation), BOLD))


def _changes(report: Report, say: Commands) -> str:
    new, changed = (sum(d.change == what for d in report.documents) for what in ("new", "changed"))
    if not (new or changed or report.gone):
        return say("no-change")
    return say("since", new, changed, len(report.gone), f" ({', '.join(report.gone)})" if report.gone else "")


def _document(document: DocumentReport, say: Commands) -> None:
    out(style(document.document, BOLD) + (f" · {say(document.change)}" if document.change else ""))
    if document.refused:
        why = document.refused_english if say.language == "en" else document.refused
        out("  " + style(say("refused", why), YELLOW))
        return
    facts = (document.title, kind_named(document.kind, say.language), document.version, document.date)
    out("  " + " · ".join([*filter(None, facts), say("counts", document.passages, document.records)]))
    if document.guessed:
        out("  " + say("guessed", ", ".join(_guess(guess, say) for guess in document.guessed)))
    if document.missing:
        out("  " + say("missing-said", ", ".join(say(f"a-{name}") for name in document.missing)))
    for remark in document.warnings:
        _warning(remark, say, "  ")


def _guess(guess: Guess, say: Commands) -> str:
    value = kind_named(guess.value, say.language) if guess.attribute == "kind" else guess.value
    how = "sure" if guess.sureness >= _SURE else "likely" if guess.sureness >= _LIKELY else "to-check"
    return say("guess", say(f"a-{guess.attribute}"), value, say(how))


def _warning(remark: Remark, say: Commands, indent: str) -> None:
    out(indent + style(say("warning", said(remark, say.language)), YELLOW))
