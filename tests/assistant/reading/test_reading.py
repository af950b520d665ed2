"""A question is read whole: its language, what it borrows from the conversation, what it names, what was misspelt."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answering import Assistant
from assistant.known.things import Things
from assistant.library import Library
from assistant.model import Lang, Question
from assistant.reading import talk
from assistant.reading.language import detect
from assistant.reading.meaning import best, examples, family, fitted
from assistant.reading.reading import Reading, mend, read
from tests.assistant.conftest import asked


def names(reading: Reading, library: Library) -> set[str]:
    """The names of the things that are named outright."""
    everything = Things.of(library).all
    return {name for n in np.flatnonzero(reading.said.exact >= 1).tolist() for name in everything[n].names}


# ---------------------------------------------------------------- language
@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("Qui approuve le budget ?", Lang.FR),
        ("Who approves the budget?", Lang.EN),
        ("how often does the CPO meet", Lang.EN),
        ("c koi le quorum", Lang.FR),
        ("CPO ?", Lang.FR),
        ("PR-06", Lang.FR),
        ("MonPort status, who leads it?", Lang.EN),
    ],
)
def test_the_language_is_that_of_its_function_words(said: str, language: Lang) -> None:
    """Names and codes say nothing; in doubt, French."""
    assert detect(said) is language


# ---------------------------------------------------------------- meaning
def test_examples_are_told_apart_by_the_weights_that_ship() -> None:
    """Every file of examples is a kind the weights know, and no other: fitted and data go together."""
    assert set(fitted().labels) == set(examples())
    assert all(len(said) >= 5 for said in examples().values())


def test_a_kind_is_a_probability_and_a_family_their_sum(library: Library) -> None:
    """All kinds add up to one; a name ending with a point stands for all that begin with it."""
    kinds = asked(library, "Où en est le quai du Nord ?").kinds
    assert sum(kinds.values()) == pytest.approx(1, abs=1e-4)
    assert family(kinds, "state.") == pytest.approx(sum(p for k, p in kinds.items() if k.startswith("state.")))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Qui approuve l'horaire des marées ?", "who.A"),
        ("Où en est le projet PR-01 ?", "state"),
        ("Où en est PR-01 ?", "state"),
        ("Quel est le quorum du comité de la flotte ?", "body.quorum"),
        ("Que veut dire BDG ?", "acronym"),
        ("Combien de projets sont au rouge ?", "count.projects"),
    ],
)
def test_a_plain_question_is_of_its_kind(library: Library, said: str, kind: str) -> None:
    """Those that any reader would tell."""
    kinds = asked(library, said).kinds
    assert best(kinds, list(kinds)) == kind


# ---------------------------------------------------------------- spelling
@pytest.mark.parametrize(
    ("said", "word"),
    [("le quuai du Nord", "quai"), ("l'horraire des marées", "horaire"), ("qui reparre le quai", "reparer")],
)
def test_a_misspelt_word_is_mended_to_one_of_the_documents(library: Library, said: str, word: str) -> None:
    """Doubled, swapped and missing letters find it."""
    assert word in mend(said, library).values()


def test_a_misspelt_name_is_named(library: Library) -> None:
    """The name is heard through the mending."""
    found = asked(library, "Où en est le quuai du Nord ?")
    assert Things.of(library).all[int(found.said.cover.argmax())].name == "Quai du Nord"


def test_what_is_well_spelt_is_left_alone(library: Library) -> None:
    """Neither words of the documents nor function words are touched."""
    assert mend("Qui répare le quai principal ?", library).keys() & {"quai", "qui", "le"} == set()


@pytest.mark.parametrize(
    ("said", "word"),
    [("ou en etait le quai au printeps", "printemps"), ("au 2e trimetre", "trimestre"), ("en fevrie", "fevrier")],
)
def test_a_misspelt_moment_is_mended_though_no_document_holds_its_word(library: Library, said: str, word: str) -> None:
    """A report is often called by its season in its title alone."""
    assert word in mend(said, library).values()


@pytest.mark.parametrize(("typed", "spelt"), [("cest", "c'est"), ("quil", "qu'il"), ("cetait", "c'etait")])
def test_an_elision_typed_without_its_apostrophe_is_no_word_of_the_documents(
    library: Library, typed: str, spelt: str
) -> None:
    assert mend(f"{typed} quoi le quai", library).get(typed) == spelt


def test_hidden_words_mend_nothing(harbours: Assistant) -> None:
    """A word that only a private note holds is no spelling of anything for those who may not read it."""
    hidden = {word for word in mend("le phare sekret", harbours.library()).values() if word == "secret"}
    assert not hidden


# ---------------------------------------------------------------- codes
@pytest.mark.parametrize(("said", "unknown"), [("Où en est PR-77 ?", ("PR-77",)), ("Où en est PR-02 ?", ())])
def test_a_code_that_no_document_has_is_unknown(library: Library, said: str, unknown: tuple[str, ...]) -> None:
    """And a code that one has is not."""
    assert asked(library, said).unknown_codes == unknown


# ---------------------------------------------------------------- conversation
def test_another_thing_is_asked_the_same(library: Library) -> None:
    """« et PR-03 ? » after PR-02: the question before, of the new thing and not of the old one."""
    found = asked(library, "et PR-03 ?", "Quelle est l'échéance de PR-02 ?")
    assert "PR-03" in names(found, library)
    assert "PR-02" not in names(found, library)
    assert found.borrowed
    assert best(found.kinds, list(found.kinds)) == "state.due"


@pytest.mark.parametrize(
    "said",
    [
        "c'est quoi son quorum ?",
        "et son quorum ?",
    ],
)
def test_another_question_is_asked_of_the_same_thing(library: Library, said: str) -> None:
    """« son quorum » after the committee: the same committee, another attribute."""
    found = asked(library, said, "Qui siège au comité de la flotte ?")
    assert "Comité de la flotte" in names(found, library)
    assert best(found.kinds, list(found.kinds)) == "body.quorum"


def test_a_question_that_names_its_own_thing_borrows_nothing(library: Library) -> None:
    """« qui siège au CF ? » after the CPO is about the CF alone."""
    found = asked(library, "Qui siège au CF ?", "Quel est le quorum du CPO ?")
    assert not found.borrowed
    assert "CF" in names(found, library)
    assert "CPO" not in names(found, library)


def test_a_new_subject_leaves_the_conversation(library: Library) -> None:
    """A whole question of other words stands alone."""
    text = "Combien coûte la livraison de glace aux équipages des bateaux ?"
    assert asked(library, text, "Quel est le quorum du CPO ?").text == text


def test_a_moment_is_asked_of_the_same_thing(library: Library) -> None:
    """« et à l'hiver 2025 ? » keeps the thing and moves in time."""
    found = asked(library, "et à l'hiver 2025 ?", "Où en est PR-01 ?")
    assert "PR-01" in names(found, library)
    assert [report.document for report in found.moment.reports] == ["suivi-hiver.md"]


# ---------------------------------------------------------------- talk
@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Bonjour !", "talk.hello"), ("allô", "talk.hello"), ("merci beaucoup", "talk.thanks"),
        ("thanks a lot", "talk.thanks"), ("tu peux faire quoi ?", "talk.help"), ("what can you do?", "talk.help"),
    ],
)  # fmt: skip
def test_small_talk_is_told_apart(library: Library, said: str, kind: str) -> None:
    """A greeting, thanks, « what can you do »: none of them is looked for in the documents."""
    assert talk.said(asked(library, said).kinds) == kind


@pytest.mark.parametrize(
    "said",
    [
        "Bonjour. Quel est le quorum du CPO ?",
        "Hello! What is the quorum of the CPO?",
        "Quel est le quorum du CPO ? Merci !",
    ],
)
def test_courtesy_round_a_question_is_set_aside(library: Library, said: str) -> None:
    """What is asked is read as if it stood alone."""
    found = asked(library, said)
    assert not talk.said(found.kinds)
    assert best(found.kinds, list(found.kinds)) == "body.quorum"
    assert "merci" not in found.text.lower()
    assert "hello" not in found.text.lower()


def test_courtesy_alone_stays(library: Library) -> None:
    """A greeting in two parts is still a greeting."""
    assert talk.plain("Bonjour ! Merci !", library) == "Bonjour ! Merci !"


# ---------------------------------------------------------------- whatever is typed
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=st.text(min_size=1, max_size=120), before=st.lists(st.text(max_size=40), max_size=2))
def test_any_text_is_read(library: Library, said: str, before: list[str]) -> None:
    """No text and no conversation breaks the reading; the question as typed is kept."""
    found = read(Question(said, tuple(before)), library)
    assert found.question.text == said
    assert all(found.stems)
    assert float(np.linalg.norm(found.vector)) == pytest.approx(1, abs=1e-2)


def test_a_season_misspelt_is_the_season(library: Library) -> None:
    """« printeps 2025 » is the spring of the report that says so, not the whole year."""
    found = asked(library, "avancement de PR-01 au printeps 2025")
    assert [report.document for report in found.moment.reports] == ["suivi-printemps.md"]


def test_a_time_said_replaces_that_of_the_question_before(library: Library) -> None:
    """« Et au T2 ? » goes on about the quay, not about the winter; « depuis le T2 » sets one beside the other."""
    before = "Où en était le quai du Nord à l'hiver 2025 ?"
    assert "hiver" not in read(Question("Et au T2 ?", (before,)), library).text
    assert "quai du Nord" in read(Question("Et au T2 ?", (before,)), library).text
    assert "hiver" in read(Question("Et depuis le T2 ?", (before,)), library).text


def test_half_a_name_alone_is_another_thing_than_the_one_before(library: Library) -> None:
    """« et les bouées ? » leaves the fleet: it says nothing but a part of another committee's name."""
    found = read(Question("et les bouées et phares ?", ("Quand se réunit le comité de la flotte ?",)), library)
    assert "flotte" not in found.text


def test_a_question_in_capitals_is_read_as_in_small_letters(library: Library) -> None:
    """Few words in capitals may be a code or an acronym, and stay."""
    assert asked(library, "OÙ EN EST LE QUAI DU NORD ?").text == "où en est le quai du nord ?"
    assert asked(library, "CPO ?").text == "CPO ?"
