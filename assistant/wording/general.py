"""What the assistant says of its own, whatever the subject. French first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.model import Lang


@dataclass(frozen=True, slots=True)
class General:
    unknown: str
    unsure: str
    unknown_about: str
    nearest: str
    title: str
    ask_role: str
    ask_document: str
    out_of_scope: str
    empty_question: str
    long_question: str
    reading: str
    found: str
    checking: str
    why_accountable: str
    why_responsible: str
    why_owner: str
    why_written: str
    unknown_code: str
    hello: str
    thanks: str
    help: str
    proposals: Mapping[str, str]


FRENCH = General(
    unknown="Les documents ne le disent pas.",
    unsure="Je ne trouve pas de réponse sûre dans les documents.",
    unknown_about="Les documents ne disent rien de précis sur {about}.",
    nearest="Ce qui s'en approche le plus : {titles}.",
    title="« {title} »",
    ask_role="À qui demander : {role} ({why}).",
    ask_document="À qui demander : la personne responsable du document « {title} ».",
    out_of_scope="Cette question sort du cadre des documents que je consulte : je n'y réponds pas.",
    empty_question="La question est vide : écrivez une question, par exemple « Qui approuve le plan annuel ? ».",
    long_question="La question dépasse {limit} caractères : raccourcissez-la, puis envoyez-la de nouveau.",
    reading="Lecture de la question",
    found="Recherche dans les documents",
    checking="Vérification des citations",
    why_accountable="approuve « {activity} »",
    why_responsible="réalise « {activity} »",
    why_owner="s'occupe de « {title} »",
    why_written="adresse que donne « {title} »",
    unknown_code="« {code} » (aucun document ne porte ce code)",
    hello="Bonjour! Posez-moi une question sur les documents de gouvernance : qui fait quoi, où en est un projet, "
    "où trouver un service, ou toute autre chose que les documents disent.",
    thanks="Avec plaisir. N'hésitez pas si vous avez une autre question.",
    help="Je réponds aux questions sur les documents de gouvernance, et je cite chaque réponse : le document, l'endroit "
    "et les mots exacts. Demandez-moi qui est responsable de quoi, où en est un projet, où trouver un service, qui "
    "siège à un comité, ce que dit une règle. Quand les documents ne le disent pas, je le dis.",
    proposals={
        "activity": "Qui est responsable de « {name} » ?",
        "project": "Où en est le projet « {name} » ?",
        "offer": "Comment demander « {name} » ?",
        "body": "Qui siège à « {name} » ?",
        "term": "Que veut dire « {name} » ?",
        "role": "De quoi « {name} » est-il responsable ?",
    },
)

ENGLISH = General(
    unknown="The documents do not say.",
    unsure="I find no sure answer in the documents.",
    unknown_about="The documents say nothing precise about {about}.",
    nearest="What comes nearest: {titles}.",
    title="“{title}”",
    ask_role="Whom to ask: {role} ({why}).",
    ask_document="Whom to ask: the owner of the document “{title}”.",
    out_of_scope="This question is outside the documents I consult: I do not answer it.",
    empty_question="The question is empty: write one, for example “Who approves the annual plan?”.",
    long_question="The question is longer than {limit} characters: shorten it, then send it again.",
    reading="Reading the question",
    found="Searching the documents",
    checking="Checking the citations",
    why_accountable="approves “{activity}”",
    why_responsible="carries out “{activity}”",
    why_owner="looks after “{title}”",
    why_written="the address that “{title}” gives",
    unknown_code="“{code}” (no document has this code)",
    hello="Hello! Ask me a question about the governance documents: who does what, where a project stands, where to "
    "find a service, or anything else the documents say.",
    thanks="You're welcome. Do ask if you have another question.",
    help="I answer questions about the governance documents and cite every answer: the document, the place and the "
    "exact words. Ask me who is responsible for what, where a project stands, where to find a service, who sits on "
    "a committee, what a rule says. When the documents do not say, I say so. Names and quotations stay in the language "
    "of the documents.",
    proposals={
        "activity": "Who is responsible for “{name}”?",
        "project": "Where does the project “{name}” stand?",
        "offer": "How do I ask for “{name}”?",
        "body": "Who sits on “{name}”?",
        "term": "What does “{name}” mean?",
        "role": "What is “{name}” responsible for?",
    },
)


def general(language: Lang) -> General:
    return ENGLISH if language is Lang.EN else FRENCH
