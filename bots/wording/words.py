"""What has to be said, whatever the language. One field a sentence; braces are filled where it is said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    language: str

    # Answers, on every channel
    sources: str
    nearest: str
    whom: str
    also_ask: str
    did_you_mean: str
    version: str
    page: str
    folio: str
    slide: str
    sheet: str
    cell: str
    row: str
    section: str
    as_of: str
    and_more: str
    inside: str
    write: str
    see_service: str
    see_proof: str
    labelled: str  # a label and its value
    quote: str  # « {} » or “{}”
    contradiction: str
    stale: str
    superseded: str
    restricted: str
    premise: str

    # Refusals of a request: one sentence each, ending with what to do
    too_long: str
    too_large: str
    too_many: str
    too_busy: str
    too_slow: str
    state_out: str
    too_slow_body: str
    not_json: str
    bad_request: str
    half_character: str
    unknown_page: str
    wrong_method: str
    key_wanted: str
    key_wrong: str
    sign_in_down: str
    foreign_form: str
    broken: str
    foreign_host: str

    # Feedback and memory, on every channel
    thanks: str
    forgotten: str
    nothing_to_forget: str
    searching: str

    def head(self, label: str) -> str:
        """« Sources : », “Sources:”: a label before what it names."""
        return self.labelled.format(label, "").rstrip()


def in_language(said: dict[str, tuple[str, str]], language: str) -> dict[str, str]:
    """Of sentences by name, each (French, English), those of one language, with typographic apostrophes."""
    at = 1 if language == "en" else 0
    return {name: both[at].replace("'", "’") for name, both in said.items()}
