"""Committees, escalation and duties are answered from what the documents state of them, whole, and from nothing else."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering import Assistant
from assistant.composition import committees
from assistant.model import Answer, Draft, Question, Reply
from assistant.understanding import understand
from ingest.index.generation import Generation, open_current
from ingest.pipeline import ingest
from tests.ingest.index.conftest import HashEmbedder

FRAMEWORK = """# Cadre de gouvernance de la coopérative

## 1. Palier stratégique

### 1.1 Conseil des ports (CPO)

Le conseil des ports fixe les règles communes à tous les quais.

- Composition : la capitainerie, qui préside, un délégué par port et le bureau des glaces.
- Fréquence : le conseil des ports se réunit deux fois par année, aux équinoxes.
- Quorum : la moitié des ports plus un.
- Droits de décision : il adopte le budget des quais et arbitre les conflits entre ports.

## 2. Palier tactique

### 2.1 Comité de la flotte (CF)

- Composition : le bureau des glaces, deux patrons de pêche, qui coprésident, et un mécanicien.
- Fréquence : le comité de la flotte se réunit chaque mardi.
- Quorum : quatre personnes.
- Droits de décision : il autorise la sortie des bateaux et suspend un permis.
- Rend compte à : le conseil des ports.

### 2.2 Comité des bouées et des phares

- Composition : le gardien-chef et un mécanicien.
- Fréquence : le comité des bouées et des phares siège chaque mardi.
- Droits de décision : il choisit les feux.

## 3. Escalade

| Situation | Premier palier | Palier suivant | Délai |
|---|---|---|---|
| Panne de phare en mer | Comité des bouées et des phares | Conseil des ports | 2 heures |
| Abordage entre deux bateaux | Comité de la flotte | Capitainerie | 24 heures |

## 4. Partage du travail

La capitainerie :

- tient le registre des amarres;
- avise les équipages des tempêtes;
- loue les grues.

Les équipages doivent vider leurs cales avant le départ.
"""
CHARTER = """# Mandat de la coopérative

Numéro du mandat : 12-B

## Gouvernance

Le conseil des ports se réunit chaque mois.
"""
MINUTES = """# Procès-verbal du comité de la flotte – 4 mai 2026

## Présences

- Bureau des glaces
- Mécanicien

## Décisions

Décision 7 : le comité ferme la passe nord.

## Clôture

La prochaine séance aura lieu le 11 mai 2026.
"""


class Shelf:
    def __init__(self, generation: Generation) -> None:
        self._generation = generation

    def current(self) -> Generation:
        return self._generation


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("corpus")
    for name, words in (("cadre.md", FRAMEWORK), ("mandat.md", CHARTER), ("proces-verbal.md", MINUTES)):
        (folder / name).write_text(words, encoding="utf-8")
    return opened(folder, tmp_path_factory.mktemp("index"))


def opened(folder: Path, index: Path) -> Assistant:
    embedder = HashEmbedder()
    ingest(folder, index, embedder)
    return Assistant(Shelf(open_current(index, embedder.identity)), embedder, (committees.propose,))


def ask(assistant: Assistant, text: str, *context: str) -> Reply:
    return assistant.answer(Question(text, context))


def proposed(assistant: Assistant, text: str) -> Draft | None:
    library = assistant.library()
    return committees.propose(
        understand(Question(text), library.generation.speller(library.sees), library.today), library
    )


def lines(reply: Reply) -> list[str]:
    assert isinstance(reply, Answer), reply.text
    return [claim.text for claim in reply.claims]


@pytest.mark.parametrize(
    ("question", "said", "quote"),
    [
        ("Qui préside le conseil des ports ?", "la capitainerie", "la capitainerie, qui préside"),
        ("qui coprésident le CF", "deux patrons de pêche", "deux patrons de pêche, qui coprésident"),
        ("Qui siège au comité de la flotte ?", "deux patrons de pêche, qui coprésident, et un mécanicien", ""),
        ("le comité des bouées, y siège quand ?", "chaque mardi", ""),
        ("quorum CF", "quatre personnes", "Quorum : quatre personnes."),
        ("Que décide le comité des bouées et des phares ?", "il choisit les feux", ""),
        ("À quoi sert le conseil des ports ?", "fixe les règles communes", ""),
        ("à qui rend compte le comité de la flotte ?", "le conseil des ports", "Rend compte à : le conseil des ports."),
        ("À quel palier est le comité de la flotte ?", "Palier tactique", "2. Palier tactique"),
        ("combien de personnes faut-il au comité de la flotte ?", "quatre personnes", ""),
        ("c'est quoi le conseil des ports", "fixe les règles communes", ""),
        ("SVP, QUI PRESIDE LE CONSEIL DES PORTS", "la capitainerie", ""),
        ("flotte comité siège qui", "deux patrons de pêche", ""),
        ("Who chairs the CPO?", "la capitainerie", ""),
        ("How often does the CF meet?", "chaque mardi", ""),
        ("Quand est la prochaine séance du comité de la flotte ?", "11 mai 2026", ""),
        ("Quelles décisions le comité de la flotte a-t-il prises le 4 mai 2026 ?", "Décision 7", ""),
        ("Qui était présent à la séance du comité de la flotte ?", "Bureau des glaces; Mécanicien", ""),
        ("Combien de membres au comité des bouées et des phares ?", "le gardien-chef et un mécanicien", ""),
        ("Le CF se réunit-il chaque mois ?", "chaque mardi", ""),
        ("La capitainerie préside-t-elle le comité de la flotte ?", "deux patrons de pêche", ""),
    ],
)
def test_a_committee_answers_for_itself(assistant: Assistant, question: str, said: str, quote: str) -> None:
    """One attribute of one committee: its words, and a citation of the very line that states it."""
    reply = ask(assistant, question)
    [line] = lines(reply)
    assert said in line
    assert quote in [c.quote for c in reply.citations] or not quote


def test_a_follow_up_asks_the_same_of_another(assistant: Assistant) -> None:
    """« et le CF ? » after a question on the council."""
    assert "quatre personnes" in ask(assistant, "et le CF ?", "Quel est le quorum du conseil des ports ?").text


def test_two_attributes_are_both_told(assistant: Assistant) -> None:
    """Who sits and how often, in one question, make two claims."""
    assert len(lines(ask(assistant, "qui siège au CF et à quelle fréquence se réunit-il ?"))) == 2


def test_documents_that_disagree_are_both_shown(assistant: Assistant) -> None:
    """The framework's frequency comes with the notice that the mandate says otherwise."""
    reply = ask(assistant, "À quelle fréquence le conseil des ports se réunit-il ?")
    assert "équinoxe" in lines(reply)[0]
    [notice] = reply.notices
    assert notice.kind == "contradiction"
    assert "chaque mois" in notice.text


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Quels sont les comités ?", {"Conseil des ports", "Comité de la flotte", "Comité des bouées et des phares"}),
        ("Quels comités sont au palier tactique ?", {"Comité de la flotte", "Comité des bouées et des phares"}),
        ("Sur quels comités siège un mécanicien ?", {"Comité de la flotte", "Comité des bouées et des phares"}),
        ("à quels comités siège le bureau des glaces", {"Conseil des ports", "Comité de la flotte"}),
        ("Quels comités se réunissent chaque mardi ?", {"comité de la flotte", "comité des bouées et des phares"}),
        ("Quel comité suspend un permis ?", {"Comité de la flotte"}),
        ("qui arbitre les conflits entre ports ?", {"Conseil des ports"}),
        ("qui peut suspendre un permis ?", {"Comité de la flotte"}),
        ("Quels comités comptent un mécanicien ?", {"Comité de la flotte", "Comité des bouées et des phares"}),
        ("quels comités préside la capitainerie ?", {"Conseil des ports"}),
    ],
)
def test_a_list_of_committees_is_whole_and_holds_nothing_else(
    assistant: Assistant, question: str, names: set[str]
) -> None:
    """Every committee that meets the condition, one claim each, and no other."""
    found = lines(ask(assistant, question))
    assert len(found) == len(names)
    assert all(any(name in line for line in found) for name in names)


def test_committees_are_counted(assistant: Assistant) -> None:
    """« combien de comités » gives the number and the list."""
    found = lines(ask(assistant, "Combien y a-t-il de comités ?"))
    assert "(3)" in found[0]
    assert len(found) == 4


@pytest.mark.parametrize(
    ("question", "steps"),
    [
        (
            "À qui monte une panne de phare ?",
            "Comité des bouées et des phares, puis Conseil des ports (délai : 2 heures)",
        ),
        (
            "que faire en cas d'abordage entre deux bateaux",
            "Comité de la flotte, puis Capitainerie (délai : 24 heures)",
        ),
    ],
)
def test_a_situation_goes_up_step_by_step(assistant: Assistant, question: str, steps: str) -> None:
    """The steps in order, with the delay, each cell cited."""
    reply = ask(assistant, question)
    [line] = lines(reply)
    assert steps in line
    assert len(reply.citations) == 4


def test_duties_with_several_lists_are_told_under_each_lead_in(tmp_path: Path) -> None:
    """A lead-in that names nobody comes with the one that names the holder; details of a duty are left to it."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "mandat.md").write_text(
        "# Mandat\n\n## Tâches\n\nDe façon générale, le centre devra :\n\nÉclairer la passe.\n\nPlus précisément :\n\n"
        "Veiller sur les bateaux.\n\n- compter les voiles\n- noter les heures\n",
        encoding="utf-8",
    )
    found = lines(ask(opened(folder, tmp_path / "index"), "Quelles sont les responsabilités du centre ?"))
    assert found[0] == "De façon générale, le centre devra :"
    assert "• Éclairer la passe" in found


def test_what_goes_up_to_a_committee_is_listed(assistant: Assistant) -> None:
    """The situations one of whose steps is that committee."""
    [line] = lines(ask(assistant, "Quelles situations montent au conseil des ports ?"))
    assert line.startswith("Panne de phare")


def test_the_duties_of_a_holder_are_all_told_with_their_lead_in(assistant: Assistant) -> None:
    """The whole list of the capitainerie, and no duty of the crews."""
    found = lines(ask(assistant, "Quelles sont les responsabilités de la capitainerie ?"))
    assert found == [
        "La capitainerie :",
        "• tient le registre des amarres",
        "• avise les équipages des tempêtes",
        "• loue les grues",
    ]


def test_who_holds_a_duty_is_told_with_the_lead_in(assistant: Assistant) -> None:
    """« qui avise… » gives the holder, proved by the lead-in."""
    reply = ask(assistant, "qui avise les équipages des tempêtes ?")
    assert lines(reply) == ["La capitainerie : avise les équipages des tempêtes"]
    assert "La capitainerie :" in [c.quote for c in reply.citations]


@pytest.mark.parametrize(
    "question",
    [
        "Quel est le quorum du comité des bouées et des phares ?",
        "Qui préside le comité des bouées et des phares ?",
        "Qui préside le comité des naufrages ?",
    ],
)
def test_what_is_not_stated_of_a_committee_is_not_taken_from_another(assistant: Assistant, question: str) -> None:
    """A committee without a quorum, and a committee nobody knows, get no one else's answer."""
    draft = proposed(assistant, question)
    assert draft is not None
    assert draft.abstain
    assert not isinstance(ask(assistant, question), Answer)


@pytest.mark.parametrize(
    "question",
    [
        "Quel est le numéro de téléphone du conseil des ports ?",
        "Pourquoi le comité de la flotte a-t-il refusé la vedette ?",
        "Quel est le salaire du comité ?",
        "Qui est le directeur ?",
        "Combien coûte la location d'une grue ?",
    ],
)
def test_other_questions_pass(assistant: Assistant, question: str) -> None:
    """What the records do not state is left to the other composers."""
    draft = proposed(assistant, question)
    assert draft is None or draft.abstain


def test_a_workbook_of_committees_cites_its_cells(tmp_path: Path) -> None:
    """A table without a sentence answers as well, each value with its cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Instance", "Présidée par", "Membres", "Rencontres"],
        ["Table des quais", "le maître de port", "trois grutiers", "toutes les deux semaines"],
        ["Comité des filets", "la doyenne", "les ramendeuses", "au solstice"],
    ):
        sheet.append(row)
    (tmp_path / "corpus").mkdir()
    book.save(tmp_path / "corpus" / "instances.xlsx")
    small = opened(tmp_path / "corpus", tmp_path / "index")
    reply = ask(small, "qui préside la table des quais ?")
    assert "le maître de port" in reply.text
    assert [c.place.cell for c in reply.citations] == ["B2"]
    assert lines(ask(small, "Quels sont les comités ?")) == ["• Table des quais", "• Comité des filets"]


@given(st.text(max_size=120))
@settings(max_examples=60, deadline=None)
def test_any_question_may_be_asked(assistant: Assistant, text: str) -> None:
    """No question makes the composer fail, and what it proposes cites all it claims."""
    draft = proposed(assistant, f"{text} comité de la flotte")
    if draft and not draft.abstain:
        cited = {c.id for c in draft.citations}
        assert all(claim.citations and set(claim.citations) <= cited for claim in draft.claims)
