"""What the Slack channel says: name → (French, English)."""

from __future__ import annotations

from collections.abc import Callable

_SAID: dict[str, tuple[str, str]] = {
    "searching": ("Recherche dans les documents…", "Searching the documents…"),
    "searched": ("Recherche terminée", "Search done"),
    "stopped": ("Arrêté à votre demande.", "Stopped at your request."),
    "sources": ("Sources", "Sources"),
    "more_sources": ("Et {} autres sources.", "And {} more sources."),
    "cut": ("La suite est dans les sources.", "The rest is in the sources."),
    "useful": ("Utile", "Helpful"),
    "useless": ("Pas utile", "Not helpful"),
    "thanks": ("Merci, votre avis est noté.", "Thank you, your opinion is noted."),
    "why_title": ("Votre avis", "Your opinion"),
    "why": ("Qu'est-ce qui n'allait pas ?", "What was wrong?"),
    "why_hint": (
        "Dites ce que vous cherchiez. N'écrivez pas de renseignement personnel.",
        "Say what you were looking for. Please write no personal information.",
    ),
    "send": ("Envoyer", "Send"),
    "cancel": ("Annuler", "Cancel"),
    "close": ("Fermer", "Close"),
    "save": ("Enregistrer", "Save"),
    "publish": ("Publier dans le fil", "Publish in the thread"),
    "published": ("Publié dans le canal.", "Published in the channel."),
    "asked_by": ("<@{}> a demandé : {}", "<@{}> asked: {}"),
    "not_in_channel": (
        "Repère n'est pas dans ce canal : invitez-le avec /invite, puis publiez de nouveau.",
        "Repère is not in this channel: invite it with /invite, then publish again.",
    ),
    "refused_by_slack": (
        "Slack a refusé l'envoi ({}) : réessayez, puis avertissez l'équipe de soutien.",
        "Slack refused the message ({}): try again, then tell the support team.",
    ),
    "hand_off": ("Demander à une personne", "Ask a person"),
    "hand_off_to": ("À qui transmettre ?", "Pass on to whom?"),
    "hand_off_note": ("Message (facultatif)", "Message (optional)"),
    "handed_off": (
        "<@{}> vous transmet une question restée sans réponse complète.",
        "<@{}> passes on a question that needs a person.",
    ),
    "handed_off_unnamed": (
        "Une personne de votre organisation vous transmet une question restée sans réponse complète.",
        "Someone in your organisation passes on a question that needs a person.",
    ),
    "hand_off_rights": (
        "La question est transmise, pas la réponse que vous avez vue : la personne verra ce que ses propres accès lui montrent.",
        "The question is passed on, not the answer you saw: the person will see what their own access shows them.",
    ),
    "hand_off_name": ("Votre nom", "Your name"),
    "hand_off_named": ("Dire que la question vient de moi", "Say that the question comes from me"),
    "hand_off_found": (
        "Ce que les documents que vous pouvez lire en disent :",
        "What the documents you may read say of it:",
    ),
    "reply": ("Répondre", "Reply"),
    "reply_back": (
        "<@{}> répond à la question que vous avez transmise. Ce sont ses mots, pas ceux des documents.",
        "<@{}> replies to the question you passed on. These are their words, not those of the documents.",
    ),
    "hand_off_done": ("Question transmise à <@{}>.", "Question passed on to <@{}>."),
    "hand_off_stranger": (
        "Choisissez une personne de votre organisation : les invités et les robots ne peuvent pas recevoir la question.",
        "Choose a person of your organisation: guests and bots cannot receive the question.",
    ),
    "question": ("Question", "Question"),
    "conversation": ("Voir la conversation", "See the conversation"),
    "also_ask": ("Demandez aussi", "Ask also"),
    "nothing_asked": (
        "Écrivez votre question, par exemple : « {} »",
        "Write your question, for example: “{}”",
    ),
    "example": ("Qui approuve le plan annuel ?", "Who approves the annual plan?"),
    "foreign_space": (
        "Repère ne répond pas dans cet espace de travail : adressez-vous à l'équipe qui l'administre.",
        "Repère does not answer in this workspace: ask the team that runs it.",
    ),
    "command_help": ("Poser une question sur la gouvernance", "Ask a question about governance"),
    "command_hint": ("votre question, ou « réglages »", "your question, or “settings”"),
    "shortcut": ("Demander à Repère", "Ask Repère"),
    "about": ("La gouvernance, preuves à l'appui", "Governance, with the proof"),
    "agent": (
        "Répond aux questions sur la gouvernance d'après les documents officiels, chaque phrase citée mot pour mot.",
        "Answers questions about governance from the official documents, every sentence quoted word for word.",
    ),
    "home_title": ("Repère", "Repère"),
    "home_scope": (
        (
            "Repère répond aux questions sur la gouvernance d'après les documents officiels. Chaque réponse cite le "
            "passage exact; quand les documents ne disent rien, Repère le dit et indique à qui demander."
        ),
        (
            "Repère answers questions about governance from the official documents. Every answer quotes the very "
            "passage; when the documents say nothing, Repère says so and tells whom to ask."
        ),
    ),
    "home_how": (
        "Écrivez-lui ici, mentionnez-le dans un canal, ou tapez /gouvernance suivi de votre question.",
        "Write to it here, mention it in a channel, or type /gouvernance followed by your question.",
    ),
    "home_documents": ("Documents", "Documents"),
    "home_freshness": (
        "{} documents, le plus récent du {}. Documents relus le {}.",
        "{} documents, the latest of {}. Documents last read on {}.",
    ),
    "home_not_ready": (
        "Les documents ne sont pas encore prêts : revenez dans quelques minutes.",
        "The documents are not ready yet: come back in a few minutes.",
    ),
    "home_examples": ("Exemples", "Examples"),
    "home_privacy": ("Vie privée", "Privacy"),
    "home_privacy_words": (
        (
            "Vos questions restent en mémoire {} minutes pour comprendre la suite, puis sont oubliées. Seuls vos avis "
            "sont conservés, {} jours, sans votre nom et numéros personnels masqués. Le temps d'y répondre, une "
            "question est gardée chiffrée."
        ),
        (
            "Your questions stay in memory for {} minutes to understand what follows, then are forgotten. Only your "
            "opinions are kept, for {} days, without your name and with personal numbers masked. Until it is answered, "
            "a question is kept encrypted."
        ),
    ),
    "forget": ("Supprimer mon historique", "Delete my history"),
    "forget_sure": (
        "Vos questions en mémoire et vos avis seront effacés. Les messages de Slack restent dans Slack.",
        "Your remembered questions and your opinions will be erased. Slack's messages stay in Slack.",
    ),
    "forgotten": (
        "C'est fait : questions oubliées, avis effacés ({}).",
        "Done: questions forgotten, opinions erased ({}).",
    ),
    "prompts_title": ("Pour commencer", "To begin"),
    "settings_title": ("Réglages du canal", "Channel settings"),
    "settings_mode": ("Quand Repère répond-il ici ?", "When does Repère answer here?"),
    "mode_mention": ("Seulement quand on le mentionne", "Only when mentioned"),
    "mode_thread": (
        "Aussi aux suites, dans un fil où il a répondu",
        "Also to what follows, in a thread where it answered",
    ),
    "settings_audience": ("Documents restreints montrés dans ce canal", "Restricted documents shown in this channel"),
    "settings_audience_hint": (
        "Tous les membres du canal les verront. Vous ne pouvez ouvrir que ce que vous lisez vous-même.",
        "All members of the channel will see them. You can open only what you may read yourself.",
    ),
    "settings_person": ("À qui transmettre d'ici, par défaut", "Whom to pass questions on to from here, by default"),
    "settings_saved": ("Réglages enregistrés.", "Settings saved."),
    "settings_words": ("réglages reglages settings", "réglages reglages settings"),
    "settings_where": (
        "Les réglages sont ceux d'un canal : tapez « /gouvernance réglages » dans le canal.",
        "Settings belong to a channel: type “/gouvernance settings” in the channel.",
    ),
    "not_yours": (
        "Ce choix n'est plus permis : fermez, puis ouvrez les réglages de nouveau.",
        "This choice is no longer allowed: close, then open the settings again.",
    ),
    "too_many": (
        "Repère répond déjà à beaucoup de questions : réessayez dans quelques minutes.",
        "Repère is already answering many questions: try again in a few minutes.",
    ),
}

Say = Callable[..., str]


def sayer(language: str) -> Say:
    """``say(name, *values)`` in a language."""
    at = 1 if language == "en" else 0

    def say(name: str, *values: object) -> str:
        said = _SAID[name][at]
        return said.format(*values) if values else said

    return say
