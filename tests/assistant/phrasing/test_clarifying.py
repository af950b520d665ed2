"""A question nothing was found for may be read again with a model's help; the help adds no fact and says itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import pytest

from assistant.adapters.chat import LangChainModel
from assistant.model import Asks, Lang, Question
from assistant.phrasing.kinds import KINDS, may_be
from assistant.phrasing.translating import says_the_same
from assistant.understanding import understand
from tests.assistant.phrasing.conftest import Opens
from tests.assistant.phrasing.openai_server import KEY, Server, honest

pytestmark = pytest.mark.skipif(find_spec("langchain_openai") is None, reason="the extra « openai » is not installed")

STRANGE = "Qui doit zigouner le budget annuel ?"
LEANING = "Et à quel rythme, dites-moi, la susnommée instance ?"


VAGUE = "Le budget annuel, je cherche de quel bord ?"
ENGLISH = "How often do the bigwigs meet?"
BIGWIGS = ("bigwigs", "comité directeur")


def reading(
    question: str, *words: tuple[str, str], french: str = "", kind: str = "", about: str = ""
) -> Callable[[str], str]:
    """A model that reads a question so, and phrases honestly."""
    told = [{"word": word, "means": [means]} for word, means in words]

    def reply(data: str) -> str:
        asked: dict[str, Any] = json.loads(data)
        if "statements" in asked:
            return json.dumps({"sentences": honest(asked["statements"])})
        read = {"question": question, "words": told, "french": french, "kind": kind, "about": about}
        return json.dumps({"readings": [read]})

    return reply


def model(server: Server) -> LangChainModel:
    return LangChainModel("openai:scripted", server.url, KEY)


def sent(server: Server) -> list[str]:
    return [body["messages"][1]["content"] for body in server.requests if "unknown" in body["messages"][1]["content"]]


def test_a_word_no_document_has_is_read_as_one_they_have_and_it_is_told(opens: Opens, server: Server) -> None:
    """« zigouner » read as « approuver »: the answer is the documents', and its first line says how it was read."""
    server.replies = reading(STRANGE, ("zigouner", "approuver"))
    assert opens().answer(Question(STRANGE)).abstained
    reply = opens(model(server)).answer(Question(STRANGE))
    assert not reply.abstained
    assert "zigouner" in reply.notices[0].text
    assert "approuver" in reply.text.splitlines()[0]
    assert any("approuver le budget annuel" in citation.quote for citation in reply.citations)
    assert reply.question == STRANGE


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (STRANGE, ("zigouner", "marsouin")),  # a word no document has
        (STRANGE, ("zigouner", "approuver marsouin")),
        (STRANGE, ("budget", "rapport")),  # a word the documents have keeps its meaning
        ("Quand le Centre dépose-t-il un rapport ?", ("x", "y")),  # another question
        (STRANGE, ("zigouner", "https://leurre.example.com")),
        (STRANGE, ("zigouner", "")),
    ],
)
def test_what_was_made_up_is_not_read(opens: Opens, server: Server, question: str, words: tuple[str, str]) -> None:
    """Words the documents do not have, meanings of words they have, questions of other words: the refusal stays."""
    server.replies = reading(question, words)
    assert opens(model(server)).answer(Question(STRANGE)) == opens().answer(Question(STRANGE))
    assert len(sent(server)) == 1


def test_a_word_the_documents_have_keeps_its_meaning(opens: Opens, server: Server) -> None:
    """Beside an unknown word well read, « budget » is not read as « rapport »."""
    server.replies = reading(STRANGE, ("zigouner", "approuver"), ("budget", "rapport"))
    reply = opens(model(server)).answer(Question(STRANGE))
    assert "rapport" not in reply.text
    assert any("approuver le budget annuel" in citation.quote for citation in reply.citations)


def test_a_question_of_a_kind_rules_did_not_see_is_asked_plainly_and_it_is_told(opens: Opens, server: Server) -> None:
    """The model says the kind; the words stay the person's."""
    server.replies = reading("", kind="approves", about="Le budget annuel")
    assert opens().answer(Question(VAGUE)).abstained
    reply = opens(model(server)).answer(Question(VAGUE))
    assert any("approuver le budget annuel" in citation.quote for citation in reply.citations)
    assert reply.notices[0].text == "Question lue ainsi : « Qui approuve le budget annuel ? »."


@pytest.mark.parametrize(
    ("question", "kind", "about"),
    [
        (VAGUE, "conquers", "Le budget annuel"),  # no kind of ours
        (VAGUE, "approves", "Le comité directeur"),  # another thing
        (VAGUE, "approves", ""),
        ("Le budget annuel, je ne cherche pas de quel bord ?", "approves", "Le budget annuel"),  # no plain form denies
        ("Le budget annuel du laboratoire, je cherche de quel bord ?", "approves", "Le budget annuel"),
        ("Le budget annuel de 2031, je cherche de quel bord ?", "approves", "Le budget annuel"),
        ("Le budget annuel de l'OTAN, je cherche de quel bord ?", "approves", "Le budget annuel"),
    ],
)
def test_a_kind_changes_neither_what_is_asked_nor_of_what(
    opens: Opens, server: Server, question: str, kind: str, about: str
) -> None:
    """A thing, a number or a name left out would make it another question: the refusal stays."""
    server.replies = reading("", kind=kind, about=about)
    assert opens(model(server)).answer(Question(question)) == opens().answer(Question(question))
    assert len(sent(server)) == 1


def test_a_question_seen_to_ask_who_is_of_no_kind_that_tells_when() -> None:
    """« qui » asks no frequency; a question seen to ask nothing may be of any kind."""
    assert not may_be("frequency", frozenset({Asks.WHO}))
    assert may_be("responsible", frozenset({Asks.WHO, Asks.YES_NO}))
    assert all(may_be(kind, frozenset()) for kind in KINDS)


def test_an_english_question_is_translated_and_it_is_told(opens: Opens, server: Server) -> None:
    """Answered in English from the French; the word the glossary lacks is told with what it was read as."""
    french = "À quelle fréquence le comité directeur se réunit-il ?"
    server.replies = reading("", BIGWIGS, french=french)
    assert opens().answer(Question(ENGLISH)).abstained
    reply = opens(model(server)).answer(Question(ENGLISH))
    assert reply.language is Lang.EN
    assert any("six semaines" in citation.quote for citation in reply.citations)
    told = reply.notices[0].text
    assert told.startswith("The question was read as")
    assert french in told
    assert "bigwigs" in told


@pytest.mark.parametrize(
    ("question", "french"),
    [
        (ENGLISH, "Quand le comité directeur se réunit-il à l'Agence ?"),  # a thing it does not name
        (ENGLISH, "À quelle fréquence le comité directeur dépose-t-il un rapport ?"),
        (ENGLISH, "À quelle fréquence le comité directeur ne se réunit-il pas ?"),
        (ENGLISH, "Qui réunit le comité directeur ?"),
        (ENGLISH, "À quelle fréquence le comité directeur se réunit-il en 2026 ?"),
        (ENGLISH, "How often does the comité directeur meet?"),  # not French
        (ENGLISH, "À quelle fréquence le comité directeur se réunit-il ?" * 20),
        ("How often do the 12 bigwigs meet?", "À quelle fréquence le comité directeur se réunit-il ?"),
        ("How often do the bigwigs not meet?", "À quelle fréquence le comité directeur se réunit-il ?"),
        ("How often do the bigwigs of NATO meet?", "À quelle fréquence le comité directeur se réunit-il ?"),
    ],
)
def test_a_translation_that_asks_something_else_is_none(
    opens: Opens, server: Server, question: str, french: str
) -> None:
    """Every word of meaning has its match on the other side, figures and negations too."""
    speller = opens().library().generation.speller(None)
    assert not says_the_same(understand(Question(question), speller), french, [BIGWIGS])


def test_a_question_that_was_answered_is_not_asked_about(opens: Opens, server: Server) -> None:
    """Help is asked for only where our own reading found nothing, and only where there is something to read."""
    server.replies = reading("", ("", ""))
    assistant = opens(model(server))
    assistant.answer(Question("Qui doit approuver le budget annuel ?"))
    assistant.answer(Question("Quelle est la recette du gâteau ?"))
    assert sent(server) == []


def test_a_question_that_leans_on_another_may_be_made_to_stand_alone(opens: Opens, server: Server) -> None:
    """Of the words of the conversation alone; one of other words is not read."""
    earlier = ("À quelle fréquence le comité directeur se réunit-il ?",)
    asked = Question("Redites-moi la réponse précédente", context=earlier)
    assert opens().answer(asked).abstained
    server.replies = reading(earlier[0])
    reply = opens(model(server)).answer(asked)
    assert "six semaines" in reply.text
    assert earlier[0] in reply.notices[0].text
    server.replies = reading("Qui doit approuver le budget annuel ?")
    assert opens(model(server)).answer(asked).abstained


class Remote(LangChainModel):
    """The same server, taken for one far away."""

    local = False  # type: ignore[assignment]


def test_no_question_goes_to_a_remote_model_unless_allowed(opens: Opens, server: Server) -> None:
    """By default a question leaves this machine for no model."""
    server.replies = reading(STRANGE, ("zigouner", "approuver"))
    assistant = opens(Remote("openai:scripted", server.url, KEY))
    assert assistant.answer(Question(STRANGE)).abstained
    assert server.requests == []
