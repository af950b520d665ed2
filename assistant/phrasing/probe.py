"""Whether a chat model answers as it should: one harmless sentence, asked as any other."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

from assistant.model import Lang
from assistant.phrasing import prompt
from assistant.phrasing.calling import call
from assistant.phrasing.checking import fault
from assistant.phrasing.ports import ChatModel, Kind, ModelFault
from assistant.phrasing.prompt import Statement

_ASKED = Statement("k1", "Comité d'essai – délai : 5 jours ouvrables.", ("e1",))


@dataclass(frozen=True, slots=True)
class Finding:
    """``outcome``: « kept » when the sentence would be shown, « dropped » when it says something else, or a fault."""

    outcome: Kind | Literal["kept", "dropped"]
    seconds: float


def probe(model: ChatModel, seconds: float) -> Finding:
    """Never raises. Nothing of any document is sent."""
    started = time.monotonic()
    instructions, data = prompt.phrase([_ASKED], Lang.FR.value)
    try:
        said = list(prompt.sentences(call(model, instructions, data, prompt.SENTENCES, started + seconds)))
    except ModelFault as fault_:
        return Finding(fault_.kind, time.monotonic() - started)
    kept = bool(said) and all(s.claim == "k1" and not fault(s.text, _ASKED.text, (), Lang.FR) for s in said)
    return Finding("kept" if kept else "dropped", time.monotonic() - started)
