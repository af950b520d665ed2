"""What the commands of whoever runs the service say: name → (French, English)."""

from __future__ import annotations

HELPS = {
    "key": (
        "tire une clé d'accès à l'API et écrit son entrée pour le fichier des clés",
        "draw a key to the API and write its entry for the file of keys",
    ),
    "changes": (
        "dit ce qui a changé depuis la version précédente de l'index, chaque fait avec sa source",
        "tell what changed since the version of the index before, each fact with its source",
    ),
    "backup": (
        "sauve dans un fichier l'index en service et l'état, pendant que Repère répond",
        "save the index in service and the state in one file, while Repère answers",
    ),
    "restore": (
        "remet en service ce qu'une sauvegarde contient",
        "put in service what a backup holds",
    ),
    "sync": (
        "recopie dans corpus/ les documents d'un dossier, d'un partage ou d'une bibliothèque, puis les met en service",
        "copy the documents of a folder, a share or a library into corpus/, then put them in service",
    ),
}
OPTIONS = {
    "since": (
        "version de l'index à laquelle comparer (défaut : celle d'avant)",
        "version of the index to compare with (default: the one before)",
    ),
    "about": (
        "seulement ce dont le nom ou le code contient ces mots",
        "only what has these words in its name or code",
    ),
    "key-name": (
        "nom de la clé : le programme ou l'équipe qui l'emploie",
        "name of the key: the program or the team that uses it",
    ),
    "key-groups": (
        "groupes dont la clé lit les documents, séparés par des virgules (défaut : aucun)",
        "groups whose documents the key reads, separated by commas (default: none)",
    ),
    "per-minute": (
        "demandes par minute permises à cette clé (défaut : sans limite propre)",
        "requests a minute this key may make (default: no limit of its own)",
    ),
    "backup-file": ("le fichier de la sauvegarde (.tar)", "the file of the backup (.tar)"),
    "sync-source": (
        "d'où : un dossier, « dav+https://… » (WebDAV, Nextcloud) ou « graph:SITE » (SharePoint, OneDrive)",
        "from where: a folder, “dav+https://…” (WebDAV, Nextcloud) or “graph:SITE” (SharePoint, OneDrive)",
    ),
    "sync-preview": ("dit ce qui changerait, et ne change rien", "say what would change, and change nothing"),
    "sync-every": ("recommence toutes les N minutes", "do it again every N minutes"),
}
SAID = {
    "doc-places-bad": (
        "ne mène nulle part, ou à un canal éteint : {}; écrivez « slack:C012 » ou « teams:19:… » (docs/access.md)",
        "leads nowhere, or to a channel that is off: {}; write “slack:C012” or “teams:19:…” (docs/access.en.md)",
    ),
    "change-new": (
        "nouveau",
        "new",
    ),
    "change-changed": (
        "changé",
        "changed",
    ),
    "change-gone": (
        "disparu",
        "gone",
    ),
    "key-drawn": (
        (
            "Voici la clé, montrée une seule fois :\n\n  {}\n\n"
            "Ajoutez l'entrée qui suit au fichier que nomme REPERE_KEYS, puis relancez le service."
        ),
        (
            "This is the key, shown once:\n\n  {}\n\n"
            "Add the entry below to the file REPERE_KEYS names, then restart the service."
        ),
    ),
    "backed-up": (
        "« {} » contient l'index {} et {} fichiers d'état.",
        "“{}” holds the index {} and {} files of state.",
    ),
    "backed-up-elsewhere": (
        "L'état est dans PostgreSQL : sauvegardez-le avec pg_dump.",
        "The state is in PostgreSQL: back it up with pg_dump.",
    ),
    "restored": (
        "L'index {} est en service, {} fichiers d'état sont revenus. Réglages de la sauvegarde, à définir de nouveau :",
        "The index {} is in service, {} files of state are back. Settings of the backup, to set again:",
    ),
    "sync-would": ("{} : {}", "{}: {}"),
    "sync-added": ("à ajouter", "to add"),
    "sync-changed": ("à remplacer", "to replace"),
    "sync-renamed": ("à renommer", "to rename"),
    "sync-removed": ("à retirer", "to remove"),
    "sync-same": ("Rien n'a changé.", "Nothing has changed."),
    "sync-done": (
        "{} ajoutés, {} remplacés, {} renommés, {} retirés, {} en échec.",
        "{} added, {} replaced, {} renamed, {} removed, {} failed.",
    ),
    "sync-failed": (
        "« {} » n'a pas pu être pris ({}) : il sera repris à la prochaine synchronisation.",
        "“{}” could not be taken ({}): it will be tried again at the next synchronisation.",
    ),
}


def told(said: dict[str, tuple[str, str]], language: str) -> dict[str, str]:
    """The sentences in one language."""
    return {name: both[language == "en"] for name, both in said.items()}
