"""Several possible answers, where none is sure alone and one of a few is: the likeliest first, each with its own proof."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.choosing.chooser import Chosen
from assistant.evidence.candidate import Plan
from assistant.model import Claim, Draft, Lang
from assistant.wording.values import values as wording

MOST = 3  # possibilities shown
_LEAST = 0.05  # share under which an answer is no possibility
_LENGTH = 420  # characters of a possibility
# What may be a possibility: what a document says. A letter of a matrix, a list, an absence are exact, and two of them deny
# one another; a question back is no answer.
_SAID = frozenset({Plan.WHOLE, Plan.VALUE, Plan.QUOTE, Plan.BOTH, Plan.ITEMS, Plan.CHANGE})


def several(
    chosen: Sequence[Chosen], tell: Callable[[Chosen], Draft | None], enough: float, language: Lang
) -> Draft | None:
    """The fewest that hold the right one as surely as ``enough``, as one draft; None when ``MOST`` do not, or it is one alone."""
    kept: list[Draft] = []
    sure = 0.0
    if not chosen or chosen[0].candidate.plan not in _SAID:
        return None
    for one in chosen:
        draft = tell(one) if one.share >= _LEAST and one.candidate.plan in _SAID else None
        if draft is None:
            continue
        if not any(_says(other, draft) for other in kept):
            kept.append(draft)
        if len(kept) > MOST:
            break
        sure += one.share
        if sure >= enough and len(kept) > 1:
            return _joined(kept, sure, language)
    return None


def _says(one: Draft, other: Draft) -> bool:
    """Whether the first says all that the second's line says."""
    return other.claims[0].text in {claim.text for claim in one.claims}


def _joined(drafts: Sequence[Draft], sure: float, language: Lang) -> Draft:
    claims = [claim for draft in drafts for claim in _possibility(draft)]
    claims[0] = replace(claims[0], text=f"{wording(language).several}\n{claims[0].text}")
    citations = dict.fromkeys(c for draft in drafts for c in draft.citations)
    used = {name for claim in claims for name in claim.citations}
    return Draft(
        "several", sure, tuple(claims), tuple(c for c in citations if c.id in used),
        tuple(dict.fromkeys(n for draft in drafts for n in draft.notices)),
    )  # fmt: skip


def _possibility(draft: Draft) -> list[Claim]:
    """One answer as an item: its line, with what else is told in sentences while it is short; then the lines of its card."""
    first, *rest = draft.claims
    text, cited = _flat(first.text), list(first.citations)
    for claim in (one for one in rest if not one.label):
        more = _flat(claim.text)
        if len(text) + len(more) > _LENGTH:
            break
        text, cited = f"{text} {more}", [*cited, *claim.citations]
    return [Claim(f"• {text}", tuple(dict.fromkeys(cited))), *(claim for claim in rest if claim.label)]


def _flat(text: str) -> str:
    return " ".join(text.split())
