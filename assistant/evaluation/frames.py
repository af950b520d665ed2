"""Frames of questions: what is asked, with slots where names go, filled with names of many organisations by chance.

In a question written whole, « qui approuve le budget », the name tells its kind as well as the verb does: examples
alone teach that a budget is approved. The same frame under many names teaches what the frame asks.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

from assistant.reading.meaning import examples

FRAMES = Path(__file__).parent.parent / "reading" / "frames"
FILLED = 12  # times a frame with a slot is filled
_SLOT = re.compile(r"\{(\w+)\}")
_JOINED = (
    (re.compile(r"\bde le "), "du "),
    (re.compile(r"\b[àa] le "), "au "),
    (re.compile(r"\bde les "), "des "),
    (re.compile(r"\b[àa] les "), "aux "),
    (re.compile(r"\bde (?=[aàeéèêiou])"), "d'"),
    (re.compile(r"\bdepuis (?=(?:au|à|depuis|dans|entre|en) )"), ""),
)


def filled(folder: Path = FRAMES, seed: int = 5) -> dict[str, tuple[str, ...]]:
    """Kind → its frames, each filled with names by chance (always the same); a frame without a slot once."""
    chance = random.Random(seed)  # noqa: S311 – drawn the same every time
    names = examples(folder / "names")

    def told(frame: str) -> str:
        text = _SLOT.sub(lambda slot: chance.choice(names[slot[1]]), frame)
        for pattern, joined in _JOINED:
            text = pattern.sub(joined, text)
        return text

    return {
        kind: tuple(told(frame) for frame in frames for _ in range(FILLED if "{" in frame else 1))
        for kind, frames in examples(folder).items()
    }
