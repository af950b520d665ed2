"""What is said in Teams only. (French, English) for each sentence."""

from __future__ import annotations

from assistant.model import Lang

_SAID: dict[str, tuple[str, str]] = {
    "welcome": (
        (
            "Bonjour, je suis **Repère**. Je réponds aux questions sur la gouvernance à partir des documents qu'on m'a "
            "confiés, et chaque réponse montre les mots exacts d'où elle vient. Quand les documents ne disent rien, je "
            "le dis, avec les documents les plus proches et à qui demander."
        ),
        (
            "Hello, I am **Repère**. I answer questions about governance from the documents I was given, and every "
            "answer shows the exact words it comes from. When the documents say nothing, I say so, with the nearest "
            "documents and whom to ask."
        ),
    ),
    "bilingual": (
        "*I also answer in English: ask in English, or type /help.*",
        "*Je réponds aussi en français : posez la question en français, ou tapez /aide.*",
    ),
    "examples": ("Par exemple :", "For example:"),
    "help": (
        "Posez votre question en une phrase, comme à un collègue. Dans une équipe, mentionnez-moi d'abord.",
        "Ask your question in a sentence, as you would a colleague. In a team, mention me first.",
    ),
    "help_commands": (
        (
            "**/aide** montre ce texte; **/sources** montre les documents dont je me sers; **/effacer** oublie notre "
            "conversation. « préviens-moi quand PR-04 change » vous tient au courant, « mes avis » montre ce que vous suivez, "
            "« ne me préviens plus de PR-04 » y met fin."
        ),
        (
            "**/help** shows this text; **/sources** shows the documents I use; **/forget** forgets our conversation. “tell me "
            "when PR-04 changes” keeps you informed, “my alerts” shows what you follow, “stop telling me about PR-04” ends it."
        ),
    ),
    "help_privacy": (
        (
            "Vos questions ne sont pas conservées. Un avis l'est, sans votre nom, avec la question dont les numéros et "
            "les adresses sont masqués."
        ),
        (
            "Your questions are not kept. An opinion is, without your name, with the question stripped of numbers and "
            "addresses."
        ),
    ),
    "documents": ("Documents dont je me sers ({}) :", "Documents I use ({}):"),
    "no_documents": (
        "Je n'ai encore aucun document : demandez à l'administrateur de lancer « repere ingest ».",
        "I have no document yet: ask the administrator to run “repere ingest”.",
    ),
    "replaced": ("remplacé", "replaced"),
    "no_files": (
        "Je ne lis pas les fichiers joints : posez votre question en une phrase.",
        "I do not read attached files: ask your question in a sentence.",
    ),
    "table_sources": ("Sources du tableau :", "Sources of the table:"),
    "table_linked": (
        "Chaque case du tableau mène aux mots du document.",
        "Every cell of the table leads to the words of the document.",
    ),
    "more_sources": ("Suite des sources :", "More sources:"),
    "continued": ("*(suite)*", "*(continued)*"),
    "table": ("Tableau : {}", "Table: {}"),
    "form": ("Votre avis", "Your opinion"),
    "form_up": ("Qu'est-ce qui vous a été utile ? (facultatif)", "What was useful to you? (optional)"),
    "form_down": ("Qu'est-ce qui n'allait pas ? (facultatif)", "What was wrong? (optional)"),
    "form_comment": ("Précisez, si vous voulez", "Say more, if you like"),
    "form_privacy": (
        "Conservé sans votre nom, avec la question dont les numéros et les adresses sont masqués.",
        "Kept without your name, with the question stripped of numbers and addresses.",
    ),
    "form_send": ("Envoyer", "Send"),
    "hand_over": ("Demander à une personne", "Ask a person"),
    "hand_over_person": (
        (
            "Votre question est envoyée à la personne que votre organisation a désignée. Elle verra ce que les documents "
            "auxquels elle a accès en disent, et non la réponse que vous avez lue."
        ),
        (
            "Your question is sent to the person your organisation has chosen. They will see what the documents they may read "
            "say of it, and not the answer you read."
        ),
    ),
    "hand_over_channel": (
        (
            "Votre question est publiée dans le canal que votre organisation a désigné, avec ce qu'en disent les documents "
            "ouverts à tous. Les membres du canal la verront."
        ),
        (
            "Your question is posted in the channel your organisation has chosen, with what the documents open to everyone say "
            "of it. The members of the channel will see it."
        ),
    ),
    "hand_over_note": ("Message (facultatif)", "Message (optional)"),
    "hand_over_named": ("Dire que la question vient de moi", "Say that the question comes from me"),
    "hand_over_leaving": ("Votre question ou votre réponse est envoyée.", "Your question or your reply is being sent."),
    "hand_over_done": (
        "Votre question est transmise. La réponse, s'il y en a une, viendra ici.",
        "Your question has been passed on. The reply, if there is one, will come here.",
    ),
    "hand_over_failed": (
        "L'envoi n'a pas pu être fait : réessayez plus tard, ou écrivez à l'équipe qui s'occupe de Repère.",
        "It could not be sent: try again later, or write to the team that looks after Repère.",
    ),
    "handed_over": (
        "{} vous transmet une question à laquelle les documents ne suffisent pas.",
        "{} passes on a question for which the documents are not enough.",
    ),
    "handed_over_unnamed": (
        "Une personne de votre organisation vous transmet une question à laquelle les documents ne suffisent pas.",
        "Someone in your organisation passes on a question for which the documents are not enough.",
    ),
    "hand_over_found": (
        "Ce qu'en disent les documents que vous pouvez lire",
        "What the documents you may read say of it",
    ),
    "hand_over_reply": ("Répondre", "Reply"),
    "hand_over_empty": ("Écrivez votre réponse.", "Write your reply."),
    "hand_over_back": (
        "{} répond à la question que vous avez transmise. Ce sont ses mots, pas ceux des documents.",
        "{} replies to the question you passed on. These are their words, not those of the documents.",
    ),
    "somebody": ("Une personne", "Someone"),
    "question": ("Question", "Question"),
    "why_wrong": ("La réponse est fausse", "The answer is wrong"),
    "why_incomplete": ("La réponse est incomplète", "The answer is incomplete"),
    "why_outdated": ("La source est périmée ou mauvaise", "The source is outdated or wrong"),
    "why_unclear": ("La réponse est difficile à comprendre", "The answer is hard to understand"),
    "why_silent": ("Un document le dit pourtant", "A document does say it"),
    "unsigned": (
        "Repère refuse ce message : il n'est pas signé par Microsoft Teams pour cette application.",
        "Repère refuses this message: it is not signed by Microsoft Teams for this application.",
    ),
    "malformed": (
        "Repère refuse ce message : ce n'est pas une activité de Microsoft Teams.",
        "Repère refuses this message: it is not a Microsoft Teams activity.",
    ),
    "package_name": ("Repère, réponses vérifiées sur la gouvernance", "Repère, verified answers on governance"),
    "package_short": (
        "Répond sur la gouvernance, citations exactes à l'appui.",
        "Answers on governance, with exact quotes as proof.",
    ),
    "package_full": (
        (
            "Posez une question en français ou en anglais : Repère cherche dans les documents de gouvernance de votre "
            "organisation et répond avec les mots exacts d'où vient chaque phrase, leur page ou leur cellule, et un "
            "lien vers le passage. Quand les documents ne disent rien, il le dit, nomme les plus proches et à qui "
            "demander. Il signale les documents périmés et ceux qui se contredisent. Vos questions ne sont pas "
            "conservées; un avis l'est, sans votre nom."
        ),
        (
            "Ask in French or in English: Repère searches your organisation's governance documents and answers with "
            "the exact words each sentence comes from, their page or cell, and a link to the passage. When the "
            "documents say nothing, it says so, names the nearest ones and whom to ask. It points out documents that "
            "are out of date or disagree. Your questions are not kept; an opinion is, without your name."
        ),
    ),
    "package_help": ("Ce que je sais faire, avec des exemples", "What I can do, with examples"),
    "package_sources": ("Les documents dont je me sers", "The documents I use"),
    "package_forget": ("Oublier notre conversation", "Forget our conversation"),
    "package_client": (
        "Le paquet a besoin de l'identifiant de l'application Entra (un GUID) : définissez REPERE_TEAMS_CLIENT_ID.",
        "The package needs the id of the Entra application (a GUID): set REPERE_TEAMS_CLIENT_ID.",
    ),
    "package_url": (
        "Teams n'accepte que des adresses https : définissez REPERE_PUBLIC_URL, et corrigez --privacy et --terms.",
        "Teams accepts https addresses only: set REPERE_PUBLIC_URL, and correct --privacy and --terms.",
    ),
    "package_refused": (
        "Le manifeste ne respecte pas le schéma publié de Teams ({}) : corrigez cette valeur, puis relancez.",
        "The manifest does not follow the published schema of Teams ({}): correct that value, then run again.",
    ),
    "package_written": (
        "« {} » est écrit : manifeste 1.25 valide, français et anglais. Suite : docs/teams.md.",
        "“{}” is written: valid 1.25 manifest, French and English. Next: docs/teams.md.",
    ),
    "package_out": ("fichier à écrire (défaut : repere-teams.zip)", "file to write (default: repere-teams.zip)"),
    "package_organisation": ("nom de l'organisation montré dans Teams", "name of the organisation shown in Teams"),
    "package_privacy": ("adresse de l'énoncé de confidentialité", "address of the privacy statement"),
    "package_terms": ("adresse des conditions d'utilisation", "address of the terms of use"),
    "package_version": (
        "version du paquet; augmentez-la à chaque envoi (défaut : 1.0.0)",
        "version of the package; raise it at each upload (default: 1.0.0)",
    ),
    "copilot_full": (
        (
            "Un agent pour Microsoft 365 Copilot qui cherche dans les documents de gouvernance de votre organisation avec les "
            "outils de Repère, et montre pour chaque phrase les mots exacts du document et un lien. Quand les documents ne "
            "disent rien, il le dit et nomme à qui demander. Copilot écrit la réponse : la source montrée fait foi."
        ),
        (
            "An agent for Microsoft 365 Copilot that searches your organisation's governance documents with Repère's tools, "
            "and shows for each sentence the document's exact words and a link. When the documents say nothing, it says so "
            "and names whom to ask. Copilot writes the answer: the source shown is what counts."
        ),
    ),
    "copilot_agent_description": (
        "Répond sur la gouvernance d'après les documents de l'organisation, citations exactes à l'appui.",
        "Answers on governance from the organisation's documents, with exact quotes as proof.",
    ),
    "copilot_starter_who": ("Qui approuve la charte de projet ?", "Who approves the project charter?"),
    "copilot_starter_where": ("Où en sont nos projets ?", "Where do our projects stand?"),
    "copilot_starter_help": ("Quelle offre de service peut m'aider ?", "Which service offer can help me?"),
    "copilot_model": (
        (
            "Répond sur les documents de gouvernance d'une organisation (rôles, comités, projets, offres de service, "
            "définitions). Chaque affirmation porte ses citations exactes."
        ),
        (
            "Answers questions about an organisation's governance documents (roles, committees, project status, service "
            "offers, definitions). Every claim carries exact quotes with their place and link; an answer may be that the "
            "documents do not say."
        ),
    ),
    "copilot_refused": (
        "Le paquet ne respecte pas le schéma publié par Microsoft ({}) : corrigez cette valeur, puis relancez.",
        "The package does not follow the schema Microsoft publishes ({}): correct that value, then run again.",
    ),
    "copilot_access": (
        (
            "Ce service demande qui entre : donnez --oauth ou --key (un seul des deux), l'identifiant que le portail des "
            "développeurs Teams a donné à l'enregistrement."
        ),
        (
            "This service asks who comes in: give --oauth or --key (one of the two), the id that the Teams developer portal "
            "gave to the registration."
        ),
    ),
    "copilot_written": (
        "« {} » est écrit : agent 1.6 et module 2.4 valides, français et anglais. Suite : docs/access.md.",
        "“{}” is written: valid agent 1.6 and plugin 2.4, French and English. Next: docs/access.en.md.",
    ),
    "copilot_out": ("fichier à écrire (défaut : repere-copilot.zip)", "file to write (default: repere-copilot.zip)"),
    "copilot_oauth": (
        "identifiant de l'enregistrement OAuth (portail des développeurs Teams)",
        "id of the OAuth registration (Teams developer portal)",
    ),
    "copilot_key": (
        "identifiant de l'enregistrement de la clé d'API (portail des développeurs Teams)",
        "id of the API key registration (Teams developer portal)",
    ),
    "not_loopback": (
        (
            "REPERE_TEAMS_UNAUTHENTICATED accepte des messages non signés : Repère ne démarre ainsi que sur la boucle "
            "locale. Retirez ce réglage, ou retirez --host."
        ),
        (
            "REPERE_TEAMS_UNAUTHENTICATED accepts unsigned messages: Repère starts this way on loopback only. Remove "
            "that setting, or remove --host."
        ),
    ),
}

COMMANDS = {
    "aide": ("help", Lang.FR),
    "help": ("help", Lang.EN),
    "sources": ("sources", None),
    "effacer": ("forget", Lang.FR),
    "forget": ("forget", Lang.EN),
}


def said(name: str, language: Lang | str, *values: object) -> str:
    """A sentence, filled."""
    return _SAID[name][language == Lang.EN].format(*values)
