"""What the assistant says of its own, whatever the subject. French first."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model import Lang


@dataclass(frozen=True, slots=True)
class General:
    unknown: str
    unknown_about: str
    nearest: str
    ask_role: str
    ask_document: str
    out_of_scope: str
    as_reported: str
    empty_question: str
    long_question: str
    reading: str
    found: str
    checking: str
    why_accountable: str
    why_responsible: str
    why_owner: str
    why_contact: str
    read_as: str
    read_word: str


FRENCH = General(
    unknown="Les documents ne le disent pas.",
    unknown_about="Les documents ne disent rien de précis sur {about}.",
    nearest="Ce qui s'en approche le plus : {titles}.",
    ask_role="À qui demander : {role} ({why}).",
    ask_document="À qui demander : la personne responsable du document « {title} ».",
    out_of_scope="Cette question sort du cadre des documents que je consulte : je n'y réponds pas.",
    as_reported="Selon {title}",
    empty_question="La question est vide : écrivez une question, par exemple « Qui approuve le plan annuel ? ».",
    long_question="La question dépasse {limit} caractères : raccourcissez-la, puis envoyez-la de nouveau.",
    reading="Lecture de la question",
    found="Recherche dans les documents",
    checking="Vérification des citations",
    why_accountable="rôle imputable de « {activity} »",
    why_responsible="rôle responsable de « {activity} »",
    why_owner="responsable de « {title} »",
    why_contact="« {label} » dans {title}",
    read_as="Question lue ainsi : « {text} »",
    read_word="« {word} » est lu comme « {means} »",
)

ENGLISH = General(
    unknown="The documents do not say.",
    unknown_about="The documents say nothing precise about {about}.",
    nearest="What comes nearest: {titles}.",
    ask_role="Whom to ask: {role} ({why}).",
    ask_document="Whom to ask: the owner of the document “{title}”.",
    out_of_scope="This question is outside the documents I consult: I do not answer it.",
    as_reported="According to {title}",
    empty_question="The question is empty: write one, for example “Who approves the annual plan?”.",
    long_question="The question is longer than {limit} characters: shorten it, then send it again.",
    reading="Reading the question",
    found="Searching the documents",
    checking="Checking the citations",
    why_accountable="accountable for “{activity}”",
    why_responsible="responsible for “{activity}”",
    why_owner="owner of “{title}”",
    why_contact="“{label}” in {title}",
    read_as="The question was read as: “{text}”",
    read_word="“{word}” is read as “{means}”",
)


def general(language: Lang) -> General:
    return ENGLISH if language is Lang.EN else FRENCH
