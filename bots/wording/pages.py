"""What the web pages say: name → (French, English)."""

from __future__ import annotations

from functools import cache

from bots.wording.words import in_language

_SAID: dict[str, tuple[str, str]] = {
    "tagline": ("La gouvernance, preuves à l'appui", "Governance, with the proof"),
    "skip": ("Aller au contenu", "Skip to content"),
    "nav": ("Navigation principale", "Main navigation"),
    "nav_ask": ("Demander", "Ask"),
    "nav_explore": ("Explorer", "Explore"),
    "other_language": ("English", "Français"),
    "hero": ("Que voulez-vous savoir ?", "What would you like to know?"),
    "lead": (
        (
            "Posez une question sur les rôles, les comités, les projets ou les offres de service. Chaque réponse "
            "cite les documents mot pour mot; quand ils ne disent rien, Repère le dit et indique à qui demander."
        ),
        (
            "Ask about roles, committees, projects or service offers. Every answer quotes the documents word for "
            "word; when they say nothing, Repère says so and tells whom to ask."
        ),
    ),
    "field": ("Votre question", "Your question"),
    "placeholder": ("Par exemple : qui approuve le plan annuel ?", "For example: who approves the annual plan?"),
    "send": ("Demander", "Ask"),
    "stop": ("Arrêter", "Stop"),
    "retry": ("Réessayer", "Try again"),
    "copy": ("Copier", "Copy"),
    "copy_plain": ("Copier en texte simple", "Copy as plain text"),
    "copy_link": ("Copier le lien", "Copy the link"),
    "link_copied": ("Lien copié : il repose la question.", "Link copied: it asks the question again."),
    "csv": ("CSV", "CSV"),
    "xlsx": ("Excel", "Excel"),
    "details": ("Détails", "Details"),
    "and_more": ("et {} autres", "and {} more"),
    "close": ("Fermer", "Close"),
    "whole_document": ("Ouvrir le document entier", "Open the whole document"),
    "past": ("Vos questions dans ce navigateur", "Your questions in this browser"),
    "past_hint": (
        "Elles restent sur cet appareil, le serveur n'en garde rien.",
        "They stay on this device, the server keeps nothing of them.",
    ),
    "erase": ("Effacer mes questions", "Erase my questions"),
    "erased": ("Vos questions et la conversation sont effacées.", "Your questions and the conversation are erased."),
    "copied": ("Réponse et sources copiées.", "Answer and sources copied."),
    "not_copied": ("La copie n'est pas permise par ce navigateur.", "This browser does not allow copying."),
    "print": ("Imprimer", "Print"),
    "new": ("Nouvelle conversation", "New conversation"),
    "you_asked": ("Question", "Question"),
    "stopped": ("Arrêté. La question est restée dans le champ.", "Stopped. The question is still in the field."),
    "lost": (
        "La réponse n'est pas arrivée : vérifiez la connexion, puis réessayez.",
        "The answer did not come: check the connection, then try again.",
    ),
    "ready": ("Réponse prête, sources : {}.", "Answer ready, sources: {}."),
    "ready_refusal": ("Pas de réponse sûre à cette question.", "No sure answer to this question."),
    "working": ("Recherche en cours", "Searching"),
    "try": ("Pour commencer", "To begin"),
    "try_roles": ("Qui fait quoi", "Who does what"),
    "try_projects": ("Où en sont les projets", "How projects stand"),
    "try_offers": ("Quel service demander", "Which service to request"),
    "try_documents": ("Ce qu'on demande souvent", "Often asked"),
    "q_role": ("Qui est responsable de « {} » ?", "Who is responsible for “{}”?"),
    "q_approve": ("Qui approuve « {} » ?", "Who approves “{}”?"),
    "q_project": ("Où en est le projet {} ?", "What is the status of the project {}?"),
    "q_due": ("Quelle est l'échéance du projet {} ?", "When is the project {} due?"),
    "q_offer": ("Comment demander « {} » ?", "How do I request “{}”?"),
    "answer": ("Réponse", "Answer"),
    "refusal": ("Sans réponse sûre", "No sure answer"),
    "see_passage": ("Voir le passage", "See the passage"),
    "more_passages": ("Autres passages : {}", "Other passages: {}"),
    "useful": ("Cette réponse est-elle utile ?", "Is this answer useful?"),
    "up": ("Oui", "Yes"),
    "down": ("Non", "No"),
    "why_not": ("Qu'est-ce qui n'allait pas ? (facultatif)", "What was wrong? (optional)"),
    "why_hint": (
        "N'écrivez aucun renseignement personnel. La question est conservée, courriels et numéros masqués.",
        "Write nothing personal. The question is kept, with e-mail addresses and numbers masked.",
    ),
    "tell": ("Envoyer", "Send"),
    "thanks": ("Merci, votre avis est noté.", "Thank you, your opinion is noted."),
    "back": ("Revenir à la page de questions", "Back to the questions"),
    "footer": (
        "Documents consultés : {}. Le plus récent date du {}.",
        "Documents consulted: {}. The latest is dated {}.",
    ),
    "privacy": (
        "Repère ne garde jamais votre nom. Ce qu'il garde, où et combien de temps :",
        "Repère never keeps your name. What it keeps, where and for how long:",
    ),
    "in_french": (
        "Les noms et les citations restent dans la langue des documents.",
        "Names and quotations stay in French, as the documents write them.",
    ),
    "as_of": ("Réponse en date du {}", "Answer as of {}"),
    "table_hint": ("Tableau à faire défiler : {}", "Scrollable table: {}"),
    "progress_of": ("Avancement de {}", "Progress of {}"),
    "progress_at": ("{} : {} %, {}.", "{}: {}%, {}."),
    "at": ("{} : {}.", "{}: {}."),
    "colours_title": ("Les projets par couleur, d'un état à l'autre", "Projects by colour, report after report"),
    "in_colour": ("{} en {}", "{} {}"),
    "formerly": ("Auparavant : {}", "Formerly: {}"),
    "green": ("vert", "green"),
    "yellow": ("jaune", "yellow"),
    "red": ("rouge", "red"),
    # Source viewer
    "source": ("Fichier d'origine", "Original file"),
    "version": ("Version", "Version"),
    "date": ("Date", "Date"),
    "owner": ("Responsable", "Owner"),
    "audience": ("Accès", "Access"),
    "everyone": ("tout le monde", "everyone"),
    "kind": ("Type", "Type"),
    "original": ("Ouvrir le document d'origine", "Open the original document"),
    "outline": ("Dans ce document", "In this document"),
    "marked": ("Le passage cité est surligné.", "The cited passage is highlighted."),
    "go_marked": ("Aller au passage", "Go to the passage"),
    "replaced_by": ("Ce document est remplacé par ", "This document is replaced by "),
    "expired": (
        "Ce document n'est plus à jour depuis le {} : vérifiez auprès de son responsable.",
        "This document has been out of date since {}: check with its owner.",
    ),
    "other_version": (
        "Ce lien a été fait pour la version {}. Vous lisez la version {}, qui est maintenant consultée.",
        "This link was made for version {}. You are reading version {}, the one now consulted.",
    ),
    "none_version": ("sans numéro", "without a number"),
    "still_there": ("Les mots cités s'y trouvent toujours.", "The cited words are still in it."),
    "moved": (
        "Les mots cités ont changé de place depuis que ce lien a été fait.",
        "The cited words have moved since this link was made.",
    ),
    "gone": (
        "Les mots cités ne se trouvent plus dans ce document : le texte a changé depuis que ce lien a été fait.",
        "The cited words are no longer in this document: the text changed since this link was made.",
    ),
    "no_source": (
        "Repère ne consulte plus ce document, ou il ne vous est pas accessible : cherchez-le parmi les documents.",
        "Repère no longer consults this document, or it is not open to you: look for it among the documents.",
    ),
    "no_source_title": ("Document introuvable", "Document not found"),
    "page_n": ("Page {}", "Page {}"),
    "slide_n": ("Diapositive {}", "Slide {}"),
    "sheet_n": ("Feuille « {} »", "Sheet “{}”"),
    "table_n": ("Tableau", "Table"),
    # Explorer
    "explore": ("Explorer", "Explore"),
    "explore_lead": (
        (
            "Tout ce que Repère lit dans les documents, classé : les réponses viennent d'ici. Chaque valeur mène "
            "à la cellule ou à la phrase d'où elle est tirée."
        ),
        (
            "All that Repère reads in the documents, in order: answers come from here. Every value leads to the "
            "cell or sentence it is taken from."
        ),
    ),
    "roles": ("Rôles", "Roles"),
    "projects": ("Projets", "Projects"),
    "offers": ("Offres de service", "Service offers"),
    "glossary": ("Glossaire", "Glossary"),
    "documents": ("Documents", "Documents"),
    "defects": ("Défauts relevés", "Defects found"),
    "calendar": ("Échéances et décisions", "Timeline"),
    "decision": ("Décision", "Decision"),
    "resolution": ("Résolution", "Resolution"),
    "due_date": ("Échéance", "Due"),
    "end_of_validity": ("Fin de validité", "End of validity"),
    "to_come": ("À venir", "To come"),
    "past_events": ("Passé", "Past"),
    "overdue": ("en retard", "overdue"),
    "sections": ("Rubriques", "Sections"),
    "activity": ("Activité", "Activity"),
    "role": ("Rôle", "Role"),
    "all_roles": ("Tous les rôles", "All roles"),
    "all": ("Tout", "All"),
    "containing": ("Contient les mots", "Contains the words"),
    "filter": ("Filtrer", "Filter"),
    "clear": ("Tout afficher", "Show all"),
    "shown": ("Résultats : {} sur {}", "Results: {} of {}"),
    "nothing": ("Rien à montrer : élargissez le filtre.", "Nothing to show: widen the filter."),
    "none": ("Les documents ne contiennent rien de ce genre.", "The documents contain nothing of this kind."),
    "R": ("Réalise", "Carries out"),
    "A": ("Approuve", "Approves"),
    "C": ("Consulté", "Consulted"),
    "I": ("Informé", "Informed"),
    "health": ("Santé", "Health"),
    "progress": ("Avancement", "Progress"),
    "latest": ("Dernier état : {}", "Latest report: {}"),
    "offer": ("Offre", "Offer"),
    "region": ("Région", "Region"),
    "status": ("Statut", "Status"),
    "term": ("Terme", "Term"),
    "meaning": ("Signification", "Meaning"),
    "where": ("Où", "Where"),
    "document": ("Document", "Document"),
    "state": ("État", "State"),
    "current": ("en vigueur", "in force"),
    "replaced": ("remplacé", "replaced"),
    "out_of_date": ("périmé", "expired"),
    "no_defect": (
        "La vérification automatique ne trouve aucun défaut dans les documents.",
        "The automatic check finds no defect in the documents.",
    ),
    "error": ("erreur", "error"),
    "warning": ("avertissement", "warning"),
    "k_mandate": ("mandat", "mandate"),
    "k_framework": ("cadre de gouvernance", "governance framework"),
    "k_role_matrix": ("matrice des rôles", "role matrix"),
    "k_service_offers": ("inventaire d'offres", "service inventory"),
    "k_project_status": ("état des projets", "project status"),
    "k_glossary": ("glossaire", "glossary"),
    "k_minutes": ("compte rendu", "minutes"),
    "k_other": ("document", "document"),
    "again": ("Posez une autre question, ou précisez celle-ci", "Ask another question, or say more about this one"),
    "see_all": ("Voir tout ce que contiennent les documents", "See all that the documents contain"),
    "footer_empty": ("Aucun document n'est consulté.", "No document is consulted."),
    "defects_lead": (
        (
            "Ce que la vérification automatique trouve d'incohérent ou d'incomplet dans les documents eux-mêmes. "
            "Chaque défaut mène aux mots en cause."
        ),
        (
            "What the automatic check finds inconsistent or incomplete in the documents themselves. Every defect "
            "leads to the words at fault."
        ),
    ),
    "until": ("Valide jusqu'au", "Valid until"),
    "freshness": (
        "En vigueur : {}. Remplacés : {}. Périmés : {}. Documents relus le {}.",
        "In force: {}. Replaced: {}. Expired: {}. Documents last read on {}.",
    ),
}

_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}


@cache
def pages(language: str) -> dict[str, str]:
    """Every sentence of the pages, by name, with typographic apostrophes."""
    return in_language(_SAID, language)


def long_date(iso: str, language: str) -> str:
    """« 2026-09-30 » → « 30 septembre 2026 »; anything else as it is."""
    parts = iso.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return iso
    year, month, day = parts[0], _MONTHS[language][int(parts[1]) - 1], int(parts[2])
    if language == "en":
        return f"{month} {day}, {year}"
    return f"{'1er' if day == 1 else day} {month} {year}"
