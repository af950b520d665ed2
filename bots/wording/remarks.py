"""Remarks of an ingest in English. Loaders and kinds write them in French, with a code: what a code means is said here,
followed by what the French sentence names (« … » and between parentheses) and by the place."""

from __future__ import annotations

import re

from ingest.model import Place, Remark

_NAMED = re.compile(r"« (.+?) »|\(([^()]{1,120})\)")
_ENGLISH: dict[str, tuple[str, str]] = {
    "answer-not-found": ("the expected answer to a question is not in the document",
                         "copy the document's exact words under “answer” in corpus.yaml"),
    "attachments": ("files attached to the PDF are not read", "put them in the folder as documents"),
    "comments": ("comments on the pages are not indexed", "settle them before publishing"),
    "drawing": ("a drawing is read box by box at most, or not at all", "say in words too what the drawing shows"),
    "dynamic-form": ("the file is a dynamic form (XFA): what was filled in is not read", "print it to PDF"),
    "embedded-object": ("an embedded object is not read", "put it in the folder as a document"),
    "error-values": ("cells show an Excel error; they are empty for Repère", "correct the formulas, then save"),
    "formula-without-value": ("formulas have no computed value; those cells are empty for Repère",
                              "open the workbook in Excel, recalculate and save"),
    "guessed-letter": ("a letter of the matrix was read without a legend", "write a legend, such as “R = Does”"),
    "hidden-cells": ("hidden rows or columns are not indexed", "show them if they should serve"),
    "hidden-sheet": ("a hidden sheet is not indexed", "show it if it should serve"),
    "hidden-slide": ("a hidden slide is not indexed", "show it if it should serve"),
    "hidden-text": ("hidden, white or tiny text was left out", "make it visible if it should serve, or delete it"),
    "inherited-audience": ("it looks like another version of a closed document and is closed like it",
                           "write under it in corpus.yaml “audience: []” if it is for everyone, or its groups"),
    "mojibake": ("the accents of the file are damaged", "save the original in UTF-8 again"),
    "no-committee": ("no committee was recognised; the text can still be asked about",
                     "give each committee a heading of its name"),
    "no-field": ("no “label: value” was recognised; the text can still be asked about",
                 "if it is no mandate, write “kind: other” under it in corpus.yaml"),
    "no-offer": ("no service was recognised", "if it is no inventory, write “kind: other” under it in corpus.yaml"),
    "no-project": ("no project was recognised", "if it is no status report, write “kind: other” under it in corpus.yaml"),
    "no-term": ("no term was recognised", "write one a line: “Term: definition”"),
    "overlong-paragraph": ("a very long paragraph: what repeats is set aside, and it is read only around what is sought in it",
                           "if it is meant to be read, cut it into paragraphs; otherwise remove it"),
    "pages-without-text": ("pages without text (images or blank pages)",
                           "pass them through character recognition, or install “tesseract”"),
    "recognised-text": ("text comes from character recognition: words may be misread", "use the original if possible"),
    "second-reader": ("the file departs from the PDF standard and was read without its layout",
                      "save it as PDF again if passages are missing"),
    "template": ("values of a template were not filled in: they are left out", "use the document as it is published"),
    "tracked-changes": ("the document carries tracked changes", "accept or reject them before publishing"),
    "unfilled-fields": ("fields were not filled in: they are left out", "use the document as it is published"),
    "unknown-layout": ("a table was not understood; its rows can still be asked about",
                       "name its columns, or write “kind: other” under the document in corpus.yaml"),
    "unknown-letter": ("a letter of the matrix is not explained, its cell is not read", "write a legend"),
    "unknown-period": ("the period of this report is written nowhere", "write “date: YYYY-MM-DD” under it in corpus.yaml"),
}  # fmt: skip


_KINDS = {
    "mandate": ("mandat", "mandate"), "framework": ("cadre de gouvernance", "governance framework"),
    "role_matrix": ("matrice des rôles", "role matrix"), "service_offers": ("inventaire d'offres", "service inventory"),
    "project_status": ("état des projets", "project status"), "glossary": ("glossaire", "glossary"),
    "minutes": ("procès-verbal", "minutes"), "other": ("document", "document"),
}  # fmt: skip


def kind_named(kind: str, language: str) -> str:
    """A kind of document, in words."""
    return _KINDS.get(kind, (kind, kind))[language == "en"]


def said(remark: Remark, language: str) -> str:
    """A remark in a language, with what to do; in French where no English is known for its code."""
    if language != "en" or remark.code not in _ENGLISH:
        return f"{remark.text} {remark.advice}".strip()
    text, advice = _ENGLISH[remark.code]
    named = [one or other for one, other in _NAMED.findall(remark.text)]
    aside = ", ".join(dict.fromkeys([*named, *_where(remark.place)]))
    return f"{text}{f' ({aside})' if aside else ''}: {advice}."


def _where(place: Place) -> list[str]:
    told = (("page", place.page), ("slide", place.slide), ("sheet", place.sheet), ("cell", place.cell))
    return [f"{what} {value}" for what, value in told if value]
