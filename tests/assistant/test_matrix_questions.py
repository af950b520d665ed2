"""What a question asks of a matrix: which activity, which role, which letter; and when it asks of something else."""

from __future__ import annotations

import pytest

from assistant.model import Question
from assistant.responsibilities.asking import Asked, read
from assistant.responsibilities.matrix import Matrix
from assistant.understanding import understand
from ingest.facts.records import Activity, Fact, Level, Responsibility, Role
from ingest.languages import FRENCH
from ingest.languages.spelling import Speller
from ingest.model import Place

ROLES = {"dp": "Direction des ports", "mq": "Maître de quai", "bg": "Bureau des glaces"}
ACTIVITIES = {
    "horaire": "Établir l'horaire des marées",
    "permis": "Autoriser la sortie des bateaux",
    "glace": "Livrer la glace aux équipages",
    "quai": "Réparer le quai principal",
}
LETTERS = (
    ("horaire", "mq", "R"),
    ("horaire", "dp", "A"),
    ("permis", "dp", "A"),
    ("glace", "bg", "R"),
    ("quai", "bg", "C"),
)


def fact(text: str) -> Fact:
    return Fact(text, text, Place())


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    roles = {key: Role(id=key, document="m", name=fact(name)) for key, name in ROLES.items()}
    activities = {key: Activity(id=key, document="m", name=fact(name)) for key, name in ACTIVITIES.items()}
    cells = tuple(
        Responsibility(
            id=f"{a}{r}", document="m", activity=a, role=r, letter=fact(letter), levels=frozenset({Level(letter)})
        )
        for a, r, letter in LETTERS
    )
    return Matrix(roles, activities, cells, {"mq": ("MQ",)}, {})


def ask(matrix: Matrix, text: str) -> Asked | None:
    vocabulary = {w: 1 for name in (*ROLES.values(), *ACTIVITIES.values()) for w in name.lower().split()}
    return read(understand(Question(text), Speller(vocabulary, FRENCH)), matrix)


R, A, C, I = Level.RESPONSIBLE, Level.ACCOUNTABLE, Level.CONSULTED, Level.INFORMED  # noqa: E741 – the letters of a matrix


@pytest.mark.parametrize(
    ("said", "activity", "levels"),
    [
        ("Qui établit l'horaire des marées ?", "horaire", ()),
        ("c'est la job à qui, réparer le quai principal", "quai", (R,)),
        ("qui a le dernier mot sur l'horaire des marées", "horaire", (A,)),
        ("Qui doit être consulté avant de réparer le quai principal ?", "quai", (C,)),
        ("Qui faut-il tenir au courant de l'horaire des marées ?", "horaire", (I,)),
        ("livrer la glace aux équipages : responsable", "glace", (R,)),
        ("Qui fixe l'horaire des marées ?", "horaire", ()),
        ("horaire marées A", "horaire", (A,)),
        ("Qui établit l'horaire des marées et qui l'approuve ?", "horaire", (R, A)),
        ("Qui approuve l'horaire des marées et qui est consulté ?", "horaire", (A, C)),
        ("Who is accountable for « Réparer le quai principal »?", "quai", (A,)),
    ],
)
def test_for_an_activity_who(matrix: Matrix, said: str, activity: str, levels: tuple[Level, ...]) -> None:
    """The activity is found under other verbs and in few words; the letter is the one the words say, or none."""
    asked = ask(matrix, said)
    assert asked
    assert (asked.activities, asked.roles, asked.levels) == ((activity,), (), levels)


@pytest.mark.parametrize(
    ("said", "levels"),
    [
        ("De quoi le maître de quai est-il responsable ?", (R,)),
        ("sur quoi le maître de quai a-t-il le dernier mot", (A,)),
        ("MQ consulté (C) activités", (C,)),
        ("Pour quelles activités le maître de quai porte-t-il la lettre I ?", (I,)),
    ],
)
def test_for_a_role_what(matrix: Matrix, said: str, levels: tuple[Level, ...]) -> None:
    """A role alone, by its name or its acronym, asks for its activities."""
    asked = ask(matrix, said)
    assert asked
    assert (asked.activities, asked.roles, asked.levels) == ((), ("mq",), levels)


def test_a_verb_of_the_activity_asks_for_no_letter(matrix: Matrix) -> None:
    """« Qui autorise la sortie… » names « Autoriser la sortie… »; it does not ask who approves it."""
    asked = ask(matrix, "Qui autorise la sortie des bateaux ?")
    assert asked
    assert (asked.activities, asked.levels) == (("permis",), ())


@pytest.mark.parametrize(
    "said",
    [
        "Qui autorise la sortie des poubelles ?",
        "Quel est le salaire du maître de quai ?",
        "À quelle adresse écrire au bureau des glaces ?",
        "Qui s'occupe du déneigement ?",
        "Combien coûte la glace ?",
        "Qui répare les moteurs ?",
    ],
)
def test_what_the_matrix_cannot_explain_is_not_its_question(matrix: Matrix, said: str) -> None:
    """Another subject, another attribute: the matrix keeps silent."""
    assert ask(matrix, said) is None
