"""What the commands of whoever runs the service say: name → (French, English)."""

from __future__ import annotations

HELPS = {
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
    "backup-file": ("le fichier de la sauvegarde (.tar)", "the file of the backup (.tar)"),
    "sync-source": (
        "d'où : un dossier, « dav+https://… » (WebDAV, Nextcloud) ou « graph:SITE » (SharePoint, OneDrive)",
        "from where: a folder, “dav+https://…” (WebDAV, Nextcloud) or “graph:SITE” (SharePoint, OneDrive)",
    ),
    "sync-preview": ("dit ce qui changerait, et ne change rien", "say what would change, and change nothing"),
    "sync-every": ("recommence toutes les N minutes", "do it again every N minutes"),
}
SAID = {
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
