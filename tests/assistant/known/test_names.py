"""Names are heard in a question: by code, by acronym, by their rare words, in any order; and no other's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.known.names import Names, Said
from assistant.known.things import Thing, Things
from assistant.library import Library
from ingest.facts.records import Fact, Sort, Subject
from ingest.languages import FRENCH, content_words, stem
from ingest.model import Place

CALLED = (
    (Sort.BODY, "Comité de la flotte", "CF"),
    (Sort.BODY, "Comité des bouées et des phares", "CBP"),
    (Sort.PROJECT, "Phare automatique", "PR-06"),
    (Sort.PROJECT, "Quai du Nord", "PR-02"),
    (Sort.ROLE, "Maître de quai", "MQ"),
)


def fact(text: str) -> Fact:
    return Fact(text, text, Place())


def named(number: int, sort: Sort, name: str, short: str) -> Thing:
    code = fact(short) if sort is Sort.PROJECT else None
    subject = Subject(id=f"s{number}", document="d.md", sort=sort, name=fact(name), code=code, aliases=(short,))
    return Thing(number, sort, (name, short), (subject,), (number,))


THINGS = [named(number, *told) for number, told in enumerate(CALLED)]
NAMES = Names(THINGS)


def said(text: str) -> Said:
    return NAMES.said(text, [stem(w, FRENCH) for w in content_words(text, FRENCH)])


def best(text: str) -> str:
    """The name of what a text names best."""
    found = said(text)
    return THINGS[int((found.exact + found.cover * found.explained).argmax())].name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Où en est PR-06 ?", "Phare automatique"),
        ("pr06 avance tu", "Phare automatique"),
        ("Qui siège au CF ?", "Comité de la flotte"),
        ("la flotte, le comité siège quand", "Comité de la flotte"),
        ("quorum des bouées", "Comité des bouées et des phares"),
        ("le quai du nord, ça avance", "Quai du Nord"),
        ("MQ : responsable de quoi ?", "Maître de quai"),
    ],
)
def test_a_thing_is_named_by_any_of_its_names(text: str, name: str) -> None:
    """Its code however it is written, its acronym, the words of its name in any order."""
    assert best(text) == name


def test_a_code_wins_over_the_words_of_another_name() -> None:
    """« PR-02, le phare automatique » is PR-02's question: a code is nobody else's."""
    found = said("PR-02, le phare automatique")
    assert found.exact[3] > found.exact[2]


def test_a_common_word_names_nothing() -> None:
    """« comité » is in two names: it covers less of either than its own word does."""
    assert float(said("le comité").cover.max()) < float(said("la flotte").cover.max())


def test_a_code_like_ours_that_no_thing_has_is_unknown() -> None:
    """PR-77 is nobody's; codes of another form are no codes of ours."""
    assert said("Où en est PR-77 ?").unknown_codes
    assert not said("Où en est PR-02 ?").unknown_codes
    assert not said("La norme ISO-9001 ?").unknown_codes


@given(st.permutations(("quai", "nord", "avancement", "rapport")), st.booleans())
def test_neither_order_nor_capitals_change_what_is_named(spoken: list[str], loud: bool) -> None:
    """The words are heard, not their order."""
    text = " ".join(spoken)
    assert best(text.upper() if loud else text) == "Quai du Nord"


@given(st.text(max_size=80))
def test_shares_are_shares(text: str) -> None:
    """Whatever is typed, what is covered and explained lies between nothing and all."""
    found = said(text)
    for shares in (found.cover, found.explained):
        assert float(shares.min()) >= 0
        assert float(shares.max()) <= 1.0001


def test_no_thing_has_no_names() -> None:
    """An index without subjects hears nothing, and does not break."""
    assert len(Names([]).said("Qui siège au CF ?", ["sieg", "cf"]).cover) == 0


def test_the_acronym_of_the_glossary_names_the_role(library: Library) -> None:
    """BDG is written in no matrix: the glossary says that it is the Bureau des glaces."""
    found = Names.of(library).said("De quoi le BDG est-il responsable ?", ["bdg"])
    exact = {Things.of(library).all[n] for n in range(len(found.exact)) if found.exact[n] >= 1}
    assert "Bureau des glaces" in {one.name for one in exact if one.sort is Sort.ROLE}


def test_initials_name_the_body_that_alone_has_them() -> None:
    """« CA » is the Conseil d'administration though no document says so; « ça » is not, nor are initials that two share."""
    told = ("Conseil d'administration", "Comité de vérification", "Comité des vérifications", "Comité de la flotte")
    subjects = [Subject(id=f"s{n}", document="d.md", sort=Sort.BODY, name=fact(name)) for n, name in enumerate(told)]
    things = [Thing(n, Sort.BODY, (name,), (subjects[n],), (n,)) for n, name in enumerate(told)]
    found = {
        text: Names(things).said(text, []).exact.tolist() for text in ("Le CA siège quand ?", "ça va, le ca ?", "CV ?")
    }
    assert found == {"Le CA siège quand ?": [1.5, 0, 0, 0], "ça va, le ca ?": [0] * 4, "CV ?": [0] * 4}
