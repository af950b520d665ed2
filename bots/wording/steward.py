"""What the steward's page says: name → (French, English)."""

from __future__ import annotations

from functools import cache

from bots.wording.words import in_language

_SAID: dict[str, tuple[str, str]] = {
    "title": ("Intendance", "Stewardship"),
    "lead": (
        (
            "Ce que les gens n'ont pas trouvé, et ce qui est à revoir dans les documents. Aucune question n'y garde le nom "
            "de qui que ce soit."
        ),
        "What people could not find, and what needs care in the documents. No question here keeps anybody's name.",
    ),
    "weeks": ("Questions par semaine", "Questions by week"),
    "week": ("Semaine", "Week"),
    "asked": ("Posées", "Asked"),
    "answered": ("Répondues", "Answered"),
    "refused": ("Sans réponse", "Not answered"),
    "missed": ("Ce qui n'a pas été trouvé", "What was not found"),
    "nobody": ("Sans responsable connu", "No known owner"),
    "question": ("Question", "Question"),
    "times": ("Fois", "Times"),
    "people": ("Personnes", "People"),
    "first": ("Première fois", "First time"),
    "last": ("Dernière fois", "Last time"),
    "why": ("Pourquoi", "Why"),
    "why_refused": ("sans réponse : {}", "not answered: {}"),
    "why_disliked": ("pouce baissé : {}", "thumbs down: {}"),
    "why_again": ("redemandé aussitôt : {}", "asked again at once: {}"),
    "propose": ("Proposer", "Propose"),
    "dismiss": ("Écarter", "Dismiss"),
    "words": ("Les mots exacts à citer", "The exact words to cite"),
    "words_help": (
        (
            "Écrivez les mots exacts d'un document qui répondent : ils deviennent une question proposée pour corpus.yaml. S'ils "
            "ne sont dans aucun document, ils partent en note à son responsable, jamais en source. « Demander au responsable » "
            "lui envoie la question, avec ces mots s'il y en a."
        ),
        (
            "Write the exact words of a document that answer: they become a question proposed for corpus.yaml. If no document "
            "holds them, they go as a note to its owner, never as a source. “Ask the owner” sends them the question, with these "
            "words if there are any."
        ),
    ),
    "ask": ("Demander au responsable", "Ask the owner"),
    "asked_waiting": ("demandé au responsable : la réponse est attendue", "asked of the owner: waiting for the reply"),
    "became_asked": (
        "La question est envoyée au responsable, avec ce que les documents qu'il peut lire en disent.",
        "The question is sent to the owner, with what the documents they may read say of it.",
    ),
    "became_nobody": (
        "Rien n'est envoyé : REPERE_CONTACTS ne dit pas où écrire à ce responsable, ou cet endroit ne peut pas lire la question.",
        "Nothing is sent: REPERE_CONTACTS does not say where to write to this owner, or that place may not read the question.",
    ),
    "became_unsent": (
        "Rien n'est arrivé au responsable : réessayez plus tard.",
        "Nothing reached the owner: try again later.",
    ),
    "became_noted": (
        "La note est gardée ici, et le responsable l'a reçue.",
        "The note is kept here, and its owner has it.",
    ),
    "became_kept": (
        "La note est gardée ici; personne ne l'a reçue : REPERE_CONTACTS dit où écrire aux responsables.",
        "The note is kept here; nobody received it: REPERE_CONTACTS says where owners are written to.",
    ),
    "note_for_you": (
        "Une note de l'intendance, sur une question restée sans réponse – « {} » : {}",
        "A note from the stewards, on a question left without an answer – “{}”: {}",
    ),
    "expert_ask": (
        (
            "L'intendance vous demande : les documents n'ont pas répondu à cette question. Si un document y répond, répondez "
            "par ses mots exacts."
        ),
        (
            "The stewards ask you: the documents did not answer this question. If a document does, reply with its exact "
            "words."
        ),
    ),
    "expert_thanks": (
        "Merci : votre réponse est à l'intendance, qui la relira. Elle n'est citée qu'une fois dans un document.",
        "Thank you: the stewards have your reply and will read it. It is cited only once a document holds it.",
    ),
    "proposals": ("Propositions", "Proposals"),
    "proposals_help": (
        "À relire, puis à recopier dans corpus.yaml.",
        "To be read again, then copied into corpus.yaml.",
    ),
    "notes": ("Notes aux responsables", "Notes to owners"),
    "down": ("Pouces baissés", "Thumbs down"),
    "reason": ("Raison", "Reason"),
    "care": ("Documents à revoir", "Documents that need care"),
    "document": ("Document", "Document"),
    "owner": ("Responsable", "Owner"),
    "state": ("État", "State"),
    "expired": ("périmé depuis le {}", "expired since {}"),
    "to_review": ("à revérifier depuis le {}", "to be verified again since {}"),
    "soon": ("à revérifier avant le {}", "to be verified again before {}"),
    "never": ("jamais vérifié", "never verified"),
    "golden": ("Questions de corpus.yaml", "Questions of corpus.yaml"),
    "golden_count": (
        "Essayées sur l'index en service : {} sur {}. Sans la réponse écrite : {}.",
        "Tried on the index in service: {} of {}. Without the answer written: {}.",
    ),
    "golden_going": (
        "L'essai continue : rouvrez cette page dans un moment.",
        "The trial goes on: open this page again in a moment.",
    ),
    "golden_refused": ("sans réponse", "not answered"),
    "golden_elsewhere": ("répondue par d'autres mots", "answered with other words"),
    "confirm": ("Confirmer", "Confirm"),
    "confirm_one": ("Confirmer « {} »", "Confirm “{}”"),
    "until": ("Juste jusqu'au", "Right until"),
    "until_one": ("« {} » est juste jusqu'au", "“{}” is right until"),
    "withdraw": ("Retirer", "Take back"),
    "withdraw_one": ("Retirer la confirmation de « {} »", "Take back the confirmation of “{}”"),
    "verified": ("Documents vérifiés", "Verified documents"),
    "day": ("Vérifié le", "Verified on"),
    "until_head": ("Jusqu'au", "Until"),
    "to_copy": (
        "Confirmé ici. À recopier dans corpus.yaml, pour que cela vaille aussi pour « repere lint » et d'autres machines.",
        "Confirmed here. To be copied into corpus.yaml, so that it holds for “repere lint” and other machines too.",
    ),
    "owners_off": (
        "REPERE_OWNERS dit qui confirme les documents de quel responsable; sans elle, personne ne confirme ici.",
        "REPERE_OWNERS says who confirms the documents of which owner; without it, nobody confirms here.",
    ),
    "not_confirmed": (
        (
            "Rien n'est confirmé : le document a changé depuis que la page est ouverte, ou la date n'est pas dans les deux ans "
            "à venir; rouvrez /intendance."
        ),
        (
            "Nothing is confirmed: the document changed since the page was opened, or the date is not within two years; open "
            "/intendance again."
        ),
    ),
    "confirm_until": ("Confirmer jusqu'au…", "Confirm until…"),
    "confirm_that": ("« {} » est juste, tel qu'il est aujourd'hui.", "“{}” is right, as it is today."),
    "confirm_day": ("Choisissez une date.", "Choose a date."),
    "confirm_done": ("C'est noté : « {} » est vérifié jusqu'au {}.", "Noted: “{}” is verified until {}."),
    "confirm_not": (
        "Rien n'est confirmé : ce document n'est pas, ou n'est plus, de ceux que vous confirmez.",
        "Nothing is confirmed: this document is not, or no longer, one that you confirm.",
    ),
    "defects": ("Défauts relevés : {}", "Defects found: {}"),
    "nothing": ("Rien à montrer.", "Nothing to show."),
    "off": (
        "Le registre est éteint : REPERE_LEDGER=on l'allume. Rien n'est gardé entre-temps.",
        "The ledger is off: REPERE_LEDGER=on turns it on. Nothing is kept in the meantime.",
    ),
}


@cache
def steward(language: str) -> dict[str, str]:
    """Every sentence of the page, by name, with typographic apostrophes."""
    return in_language(_SAID, language)
