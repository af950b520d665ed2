"""What the documents speak of, whatever their shape: every activity, role, project, offer, committee, term, row of a
table and titled card becomes a ``Subject`` with labelled values, so that one reader and one choice serve them all."""

from ingest.facts.subjects.gathering import subjects

__all__ = ["subjects"]
