"""What the privacy page says: name → (French, English). What it states is what the code does: a test reads both."""

from __future__ import annotations

from functools import cache

from bots.wording.words import in_language

_SAID: dict[str, tuple[str, str]] = {
    "title": ("Vie privée", "Privacy"),
    "lead": (
        (
            "Ce que Repère garde, où, combien de temps, et pourquoi. Les réponses viennent de vos documents; rien de ce que vous "
            "écrivez n'entraîne quoi que ce soit."
        ),
        "What Repère keeps, where, for how long, and why. Answers come from your documents; nothing you write trains anything.",
    ),
    "what": ("Donnée", "Data"),
    "where": ("Où", "Where"),
    "long": ("Combien de temps", "How long"),
    "ground": ("Pourquoi", "Why"),
    "nothing": (
        "Ce service est réglé pour ne rien garder : ni avis, ni question, ni conversation.",
        "This service is set to keep nothing: no opinion, no question, no conversation.",
    ),
    "question": ("Votre question", "Your question"),
    "question_where": ("la mémoire du serveur, le temps de répondre", "the server's memory, while it answers"),
    "question_long": ("quelques secondes", "a few seconds"),
    "question_ground": ("répondre", "to answer"),
    "talk": ("La conversation (Teams, Slack)", "The conversation (Teams, Slack)"),
    "talk_where": (
        "la mémoire du serveur, sous clé si plusieurs machines répondent",
        "the server's memory, sealed if shared",
    ),
    "talk_long": ("{} minutes", "{} minutes"),
    "talk_ground": ("comprendre une question qui suit une autre", "to understand a question that follows another"),
    "browser": ("La conversation (page web)", "The conversation (web page)"),
    "browser_where": ("votre navigateur, pas le serveur", "your browser, not the server"),
    "browser_long": (
        "jusqu'à ce que vous l'effaciez ou vous déconnectiez",
        "until you erase it or sign out",
    ),
    "promise": ("Un message reçu et pas encore répondu", "A message received and not answered yet"),
    "promise_where": ("l'état du service, chiffré", "the service's state, encrypted"),
    "promise_long": ("le temps de répondre, une heure au plus", "while it is answered, an hour at most"),
    "promise_ground": ("ne perdre aucune question si le service s'arrête", "to lose no question if the service stops"),
    "opinion": ("Vos pouces et leurs raisons", "Your thumbs and their reasons"),
    "opinion_where": (
        "l'état du service, sous une marque et non sous votre nom, numéros et adresses masqués",
        "the service's state, under a mark and not your name, numbers and addresses masked",
    ),
    "opinion_long": ("{} jours", "{} days"),
    "opinion_ground": ("corriger les documents et les réponses", "to correct documents and answers"),
    "followed": ("Ce dont vous demandez d'être prévenu (Teams, Slack)", "What you ask to be told of (Teams, Slack)"),
    "followed_where": (
        "l'état du service, chiffré, sous une marque et non sous votre nom",
        "the service's state, encrypted, under a mark and not your name",
    ),
    "followed_long": ("jusqu'à ce que vous y mettiez fin ou l'effaciez", "until you end or erase it"),
    "followed_ground": ("vous prévenir d'un changement", "to tell you of a change"),
    "ledger": ("Les questions restées sans réponse", "Questions left without an answer"),
    "ledger_where": (
        "l'état du service, sans nom, numéro, adresse ni mot de santé, sous une marque",
        "the service's state, without name, number, address or word of health, under a mark",
    ),
    "ledger_ground": (
        "dire à leurs responsables ce qui manque aux documents",
        "to tell owners what the documents lack",
    ),
    "confirmed": ("Les documents confirmés à l'intendance", "Documents confirmed on the steward's page"),
    "confirmed_where": (
        "l'état du service : le document, son responsable et deux dates; aucun nom ni marque d'une personne",
        "the service's state: the document, its owner and two dates; no name nor mark of a person",
    ),
    "confirmed_long": ("jusqu'à ce que ce soit retiré", "until it is taken back"),
    "confirmed_ground": ("dire qu'un document est vérifié", "to say that a document is verified"),
    "session": ("Votre session", "Your session"),
    "session_where": ("un témoin chiffré dans votre navigateur", "an encrypted cookie in your browser"),
    "session_ground": ("vous montrer ce que vos groupes peuvent lire", "to show you what your groups may read"),
    "log": ("Le journal", "The log"),
    "log_where": (
        (
            "la sortie du service : heures et genres d'erreurs, changements de groupes sous une marque; ni question, ni "
            "courriel, ni jeton"
        ),
        "the service's output: times and kinds of errors, changes of groups under a mark; no question, e-mail or token",
    ),
    "log_long": ("selon votre organisation", "as your organisation sets"),
    "log_ground": ("la sécurité du service", "the security of the service"),
    "yours": ("Ce qui est gardé de vous", "What is kept of you"),
    "yours_none": ("Rien.", "Nothing."),
    "yours_how": (
        (
            "Dans Teams, écrivez « /effacer »; dans Slack, le bouton de l'accueil de Repère. Sur cette page, connectez-vous pour "
            "le voir et l'effacer."
        ),
        "In Teams, write “/forget”; in Slack, use the button on Repère's home. On this page, sign in to see and erase it.",
    ),
    "erase": ("Tout effacer", "Erase it all"),
    "rights": (
        (
            "La loi du Québec sur les renseignements personnels (Loi 25) vous donne le droit d'accéder à ce qui est gardé de "
            "vous, de le faire corriger et de le faire effacer : adressez-vous à la personne responsable de la protection des "
            "renseignements personnels de votre organisation."
        ),
        (
            "Quebec's privacy law (Law 25) gives you the right to see, correct and erase what is kept of you: write to your "
            "organisation's person in charge of the protection of personal information."
        ),
    ),
}


@cache
def privacy(language: str) -> dict[str, str]:
    """Every sentence of the page, by name, with typographic apostrophes."""
    return in_language(_SAID, language)
