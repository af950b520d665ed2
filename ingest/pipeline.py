"""The story of an ingest: read, describe, recognise, extract, cut, publish."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import cycle
from pathlib import Path

from ingest.documents import anticipation
from ingest.documents.describing import describe, read_descriptions
from ingest.documents.descriptions import one_form
from ingest.documents.extraction import extracted
from ingest.documents.guesses import Guess, guesses, missing
from ingest.documents.passages import OVERLONG, passages, unanswered
from ingest.documents.series import Told, in_series
from ingest.errors import DescriptionError, DocumentError, IngestError, NotFound
from ingest.facts.records import ProjectStatus
from ingest.facts.subjects import subjects
from ingest.index.history import Changes, between, documents_before
from ingest.index.writing import Accept, Entry, only_writer, publish
from ingest.loaders.reading import read
from ingest.model import Description, Document, Remark
from ingest.ports import Embedder, Questioner

DESCRIPTIONS = "corpus.yaml"
_AT_ONCE, _FEW = 2, 8  # files read at once; a folder of few starts one sandbox
Progress = Callable[[str, int, int], None]  # (step: "read", "foresee" or "embed", done, of)


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What became of one file. ``refused`` says why it was not read, or is "" . ``change`` since the ingest before: « new »,
    « changed », or "" for none; ``guessed`` what was inferred and how surely; ``missing`` what nothing says."""

    document: str
    kind: str = ""
    title: str = ""
    version: str = ""
    date: str = ""
    passages: int = 0
    records: int = 0
    warnings: tuple[Remark, ...] = ()
    refused: str = ""
    refused_english: str = ""
    change: str = ""
    guessed: tuple[Guess, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """``generation`` is "" when no document could be read and the old index stayed. ``warnings`` concern them all.
    ``foreseen`` is how many questions a chat model wrote are attached to passages; ``gone`` the documents of the ingest
    before that are no longer there."""

    generation: str
    documents: tuple[DocumentReport, ...]
    warnings: tuple[Remark, ...] = ()
    foreseen: int = 0
    gone: tuple[str, ...] = ()

    @property
    def refused(self) -> tuple[DocumentReport, ...]:
        """The documents that could not be read."""
        return tuple(d for d in self.documents if d.refused)

    @property
    def exit_code(self) -> int:
        """65 when a document was refused, 0 otherwise."""
        return 65 if self.refused else 0


def ingest(
    corpus: Path,
    index: Path,
    embedder: Embedder,
    progress: Progress = lambda *_: None,
    questioner: Questioner | None = None,
    today: date | None = None,
    accept: Accept = lambda *_: None,
) -> Report:
    """Reads a folder into a new generation and puts it in service. ``questioner`` foresees questions of new passages;
    ``today`` is the clock's unless given: no document is dated later when it also says an earlier day. ``accept`` tries the
    new generation before it serves, and raises what stops it.

    Raises NotFound, DescriptionError, IndexBusy, WriteFailed, EmbeddingUnavailable; the old generation then stays.
    """
    files = list(_files(corpus))
    with only_writer(index):
        said = read_descriptions(corpus / DESCRIPTIONS)
        read_ones, refused = _read_all(files, progress)
        descriptions, warnings = describe([document for document, _ in read_ones], said, today, unread=list(refused))
        made = _with_series([_entry(doc, descriptions[doc.name], sum_) for doc, sum_ in read_ones])
        reports = {e.document.name: _told(e, remarks) for e, remarks in made} | refused
        entries, foreseen = _foreseen([entry for entry, _ in made], index, questioner, progress)
        before = documents_before(index)
        say = partial(progress, "embed")
        name = publish(index, entries, embedder, say, accept) if entries else ""
    changes = between(before, {e.document.name: e.digest for e in entries})
    told = tuple(_since(reports[name], changes) for name in sorted(reports))
    return Report(name, told, tuple(warnings), foreseen, tuple(n for n in changes.gone if n not in refused))


def _since(report: DocumentReport, changes: Changes) -> DocumentReport:
    change = "new" if report.document in changes.new else "changed" if report.document in changes.changed else ""
    return replace(report, change=change)


def _foreseen(
    entries: list[Entry], index: Path, questioner: Questioner | None, progress: Progress
) -> tuple[list[Entry], int]:
    """The entries with the questions a model foresaw for their passages, now or before, and how many there are."""
    notes = anticipation.read_notes(index)
    if questioner is not None:
        readable = [p for e in entries if questioner.may_read(e.description) for p in e.passages]
        notes = anticipation.anticipate(
            readable,
            notes,
            questioner,
            lambda n, of: progress("foresee", n, of),
            lambda some: anticipation.write_notes(index, some),
        )
    if not notes:
        return entries, 0
    with_them = [replace(entry, passages=anticipation.attached(entry.passages, notes)) for entry in entries]
    before, after = (sum(len(p.questions) for e in some for p in e.passages) for some in (entries, with_them))
    return with_them, after - before


def _files(corpus: Path) -> Iterator[tuple[str, Path]]:
    """Every document of the folder with its name, in order. Raises NotFound."""
    found = [
        (one_form(path.relative_to(corpus).as_posix()), path)
        for path in sorted(corpus.rglob("*"))
        if path.is_file() and not path.is_symlink() and not _passed_over(path.relative_to(corpus))
    ]
    if not found:
        raise NotFound(
            f"Aucun document dans « {corpus} » : déposez-y des fichiers, ou donnez le chemin d'un autre dossier.",
            f"There is no document in “{corpus}”: put files there, or give the path of another folder.",
        )
    for name, count in Counter(name for name, _ in found).items():
        if count > 1:
            raise DescriptionError(
                f"Deux fichiers s'appellent « {name} », à la forme de leurs accents près : renommez ou retirez l'un des deux.",
                f"Two files are called “{name}”, but for the form of their accents: rename or remove one of them.",
            )
    yield from found


def _passed_over(path: Path) -> bool:
    """The descriptions themselves, hidden files, and what office programs leave beside an open file."""
    return path.as_posix() == DESCRIPTIONS or any(part.startswith((".", "~$")) for part in path.parts)


def _read_all(
    files: list[tuple[str, Path]], progress: Progress
) -> tuple[list[tuple[Document, str]], dict[str, DocumentReport]]:
    """Every document with the digest of its bytes, in order, and the refusals by name. Of many, two are read at once."""
    documents: list[tuple[Document, str]] = []
    refused: dict[str, DocumentReport] = {}
    at_once = _AT_ONCE if len(files) > _FEW else 1
    with ThreadPoolExecutor(at_once) as readers:
        for number, found in enumerate(readers.map(_read_one, files, cycle(range(at_once)))):
            progress("read", number, len(files))
            if isinstance(found, DocumentReport):
                refused[found.document] = found
            else:
                documents.append(found)
    progress("read", len(files), len(files))
    return documents, refused


def _read_one(file: tuple[str, Path], sandbox: int) -> tuple[Document, str] | DocumentReport:
    name, path = file
    try:
        return read(path, name, sandbox=sandbox), hashlib.sha256(path.read_bytes()).hexdigest()
    except (DocumentError, NotFound) as error:
        return _refusal(name, error)


def _refusal(name: str, error: IngestError) -> DocumentReport:
    return DocumentReport(document=name, refused=error.french, refused_english=error.english)


def _entry(document: Document, description: Description, digest: str) -> tuple[Entry, list[Remark]]:
    records, remarks = extracted(document, description)
    cut = passages(document, description)
    remarks += [_no_answer(q.question) for q in unanswered(cut, description.questions)]
    remarks += [_overlong(len(block.text)) for block in document.blocks if len(block.text) > OVERLONG][:1]
    found = subjects(document, description, records)
    return Entry(document, description, cut, tuple(records), found, digest), [*document.remarks, *remarks]


def _with_series(made: list[tuple[Entry, list[Remark]]]) -> list[tuple[Entry, list[Remark]]]:
    """The entries, those of reports that only their series tells to be such read as reports."""
    told = in_series([(e.document, e.description, e.records) for e, _ in made])
    return [(_reported(e, told[e.document.name]) if e.document.name in told else e, remarks) for e, remarks in made]


def _reported(entry: Entry, told: Told) -> Entry:
    records = (*told.records, *(r for r in entry.records if not isinstance(r, ProjectStatus)))
    found = subjects(entry.document, told.description, records)
    return replace(entry, description=told.description, records=records, subjects=found)


def _overlong(letters: int) -> Remark:
    return Remark(
        "overlong-paragraph",
        f"Un paragraphe de {letters} caractères : ses répétitions sont mises de côté, et il n'est lu qu'autour de ce qu'on y "
        "cherche.",
        "S'il est écrit pour être lu, coupez-le en paragraphes; sinon, retirez-le.",
    )


def _no_answer(question: str) -> Remark:
    return Remark(
        "answer-not-found",
        f"La réponse prévue à « {question} » n'est pas dans le document.",
        "Copiez dans corpus.yaml, sous « answer », les mots exacts du document.",
    )


def _told(entry: Entry, remarks: list[Remark]) -> DocumentReport:
    about = entry.description
    return DocumentReport(
        document=about.document,
        kind=about.kind.value,
        title=about.title,
        version=about.version,
        date=about.date,
        passages=len(entry.passages),
        records=len(entry.records),
        warnings=tuple(dict.fromkeys(replace(remark) for remark in remarks)),
        guessed=guesses(entry.document, about),
        missing=missing(about),
    )
