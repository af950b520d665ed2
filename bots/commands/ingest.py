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

if TYPE_CHECKING:
    from ingest.model import Remark
    from ingest.pipeline import DocumentReport, Report
    from ingest.ports import Questioner


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help=say.options_help["folder"])
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])
    parser.add_argument("--anticipate", action="store_true", help=say.options_help["anticipate"])
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
        report = pipeline.ingest(folder, settings.index, bootstrap.embedder(settings), bar, questioner, settings.today)
    finally:
        bar.clear()
    if given.json:
        say_json(_json(report))
    else:
        _tell(report, say)
        if report.foreseen:
            out(say("foreseen", report.foreseen, settings.index / FILE))
    return report.exit_code


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
    out(style(say("ingested", len(read), len(report.refused), passages, records, report.generation), BOLD))


def _document(document: DocumentReport, say: Commands) -> None:
    out(style(document.document, BOLD))
    if document.refused:
        why = document.refused_english if say.language == "en" else document.refused
        out("  " + style(say("refused", why), YELLOW))
        return
    facts = (document.title, document.kind, document.version, document.date)
    out("  " + " · ".join([*filter(None, facts), say("counts", document.passages, document.records)]))
    for remark in document.warnings:
        _warning(remark, say, "  ")


def _warning(remark: Remark, say: Commands, indent: str) -> None:
    out(indent + style(say("warning", f"{remark.text} {remark.advice}".strip()), YELLOW))
