"""The records of a document: what its own kind finds, what others are sure of, the duties it lists, the decisions it tells."""

from __future__ import annotations

from ingest.facts.amendments import amendments
from ingest.facts.duties import listed
from ingest.facts.records import Duty, Record
from ingest.kinds import kinds
from ingest.model import Description, Document, Remark

_SURE = 0.5  # a kind less sure than this extracts nothing from a document of another kind


def extracted(document: Document, description: Description) -> tuple[list[Record], list[Remark]]:
    """What the document's own kind finds in it, then other kinds that are sure of a part of it, then the duties it
    lists and its amendments; and what its own kind remarks."""
    records: dict[str, Record] = {}
    remarks: list[Remark] = []
    for kind in sorted(kinds(), key=lambda kind: kind.KIND is not description.kind):
        if kind.KIND is description.kind or kind.recognise(document) >= _SURE:
            found, said = kind.extract(document, description)
            records = {record.id: record for record in found} | records
            remarks += said if kind.KIND is description.kind else []
    if not any(isinstance(record, Duty) for record in records.values()):
        records |= {duty.id: duty for duty in listed(document)}
    return [*records.values(), *amendments(document, description)], remarks
