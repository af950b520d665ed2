"""What happens when a matter is not settled is read from tables any way up, from arrows and from sentences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.facts.escalations import escalations
from ingest.model import Document
from tests.ingest.governance_documents import table, text

CLIMB = [
    ["Situation", "Premier palier", "Deuxième palier", "Délai"],
    ["Panne de phare", "Gardien", "Comité des phares", "2 heures"],
    ["Abordage", "Capitaine", "Table des ports", "24 heures"],
]
CLIMBS: dict[str, Callable[[Path], Document]] = {
    "rows": table(CLIMB, heading="Escalade"),
    "other words": table([["Déclencheur", "À qui", "Ensuite", "Dans les"], *CLIMB[1:]]),
    "on its side": table([list(c) for c in zip(*CLIMB, strict=True)], heading="Escalade"),
    "group headers": table(
        [["Enjeu", "Cheminement", "Cheminement", "Délai"], ["Enjeu", "1er recours", "2e recours", "Délai"], *CLIMB[1:]],
        [(0, 1, 0, 2), (0, 0, 1, 0), (0, 3, 1, 3)],
    ),
    "arrows": lambda p: text(
        p,
        "## Escalade\n\n- Panne de phare : Gardien → Comité des phares (2 heures)\n"
        "- Abordage : Capitaine → Table des ports (24 heures)\n",
    ),
    "other sentences": lambda p: text(
        p,
        "## Quand ça bloque\n\n"
        "Panne de phare est portée devant le Gardien, puis devant le Comité des phares dans les 2 heures.\n\n"
        "Abordage est signalé sans délai au Capitaine, puis à la Table des ports dans les 24 heures.\n",
    ),
    "sentences": lambda p: text(
        p,
        "## Escalade\n\nPanne de phare monte du Gardien au Comité des phares dans les 2 heures. "
        "Abordage monte du Capitaine à la Table des ports dans les 24 heures.\n",
    ),
}


@pytest.mark.parametrize("form", CLIMBS)
def test_an_escalation_is_read_whatever_the_form(form: str, tmp_path: Path) -> None:
    """Each situation has its steps in order and its delay, quoted where they stand."""
    document = CLIMBS[form](tmp_path)
    found = escalations(document)
    assert [(e.situation.value, tuple(s.value for s in e.steps)) for e in found] == [
        ("Panne de phare", ("Gardien", "Comité des phares")),
        ("Abordage", ("Capitaine", "Table des ports")),
    ]
    assert [e.delay and "heures" in e.delay.value for e in found] == [True, True]
    for escalation in found:
        for fact in (escalation.situation, *escalation.steps):
            assert document.text[fact.place.start : fact.place.end] == fact.quote


def test_other_tables_are_no_escalation(tmp_path: Path) -> None:
    """Risks with their measures, and actions with their dates, send nothing up."""
    risks = "| Risque | Probabilité | Mesure |\n|---|---|---|\n| Tempête | forte | amarrer |\n\n"
    actions = "| Action | Porteur | Échéance |\n|---|---|---|\n| Peindre | équipage | mai |\n"
    assert not escalations(text(tmp_path, risks + "Puis :\n\n" + actions))
