"""Everything one generation knows at once: documents, what they are, and the facts read in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from ingest.facts.records import Record
from ingest.model import Block, BlockKind, Description, Document, Kind

R = TypeVar("R")


def _today() -> date:
    return datetime.now().astimezone().date()


@dataclass(frozen=True, slots=True)
class Holdings:
    """``today`` is the day staleness is judged on; documents and descriptions are by document name."""

    documents: Mapping[str, Document]
    descriptions: Mapping[str, Description]
    records: tuple[Record, ...]
    today: date = field(default_factory=_today)

    @classmethod
    def of(
        cls,
        documents: Iterable[Document],
        descriptions: Iterable[Description] = (),
        records: Iterable[Record] = (),
        today: date | None = None,
    ) -> Holdings:
        """Holdings of these documents; ``today`` is the day expiry is told from, this one unless given."""
        return cls(
            documents={document.name: document for document in documents},
            descriptions={description.document: description for description in descriptions},
            records=tuple(records),
            today=today or _today(),
        )

    def describe(self, name: str) -> Description:
        """The description of a document; where none was given, one that only names it."""
        return self.descriptions.get(name) or Description(document=name, title=name)

    def kind(self, name: str) -> Kind:
        """What kind of document it is."""
        return self.describe(name).kind

    def superseded(self) -> dict[str, str]:
        """Old document → the one that replaces it, both being present."""
        pairs = {d.document: d.superseded_by for d in self.descriptions.values() if d.superseded_by}
        pairs |= {d.supersedes: d.document for d in self.descriptions.values() if d.supersedes}
        return {
            old: new for old, new in pairs.items() if old in self.documents and new in self.documents and old != new
        }

    def expired(self, name: str) -> bool:
        """Whether the date the document says it expires at is past."""
        expires = self.describe(name).expires
        return bool(expires) and expires < self.today.isoformat()

    def active(self, name: str) -> bool:
        """In force: neither replaced nor expired."""
        return name not in self.superseded() and not self.expired(name)

    def all(self, wanted: type[R], *, active: bool = True) -> list[R]:
        """The records of one type, of documents in force unless ``active`` is false."""
        replaced = self.superseded() if active else {}
        return [
            record
            for record in self.records
            if isinstance(record, wanted)
            and not (active and (record.document in replaced or self.expired(record.document)))
        ]

    def prose(self, document: Document) -> list[Block]:
        """Blocks that say something: headings are left out."""
        return [block for block in document.blocks if block.kind is not BlockKind.HEADING]
