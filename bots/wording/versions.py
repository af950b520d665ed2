"""What ``repere ingest`` and ``repere generations`` say of versions of the index: French first, then English."""

from __future__ import annotations

HELPS = {
    "generations": (
        "montre, nomme et compare les versions de l'index, et revient à l'une d'elles",
        "list, name and compare the versions of the index, and go back to one",
    ),
}
OPTIONS = {
    "force": (
        "publie même si des questions de corpus.yaml ne trouvent plus leur réponse",
        "publish even if questions of corpus.yaml no longer find their answer",
    ),
    "name": (
        "donne un nom à une version, qui est alors gardée (« » le retire)",
        "name a version, which is then kept (an empty name takes it away)",
    ),
    "compare": (
        "documents nouveaux, modifiés et retirés d'une version à l'autre",
        "documents new, changed and gone from one version to the other",
    ),
    "back": (
        "remet une version en service (son début ou son nom suffit)",
        "put a version back in service (its beginning or its name is enough)",
    ),
    "force-back": (
        "revient même si des documents seraient montrés à plus de gens",
        "go back even if documents would be shown to more people",
    ),
}
SAID = {
    "new": (
        "nouveau",
        "new",
    ),
    "changed": (
        "modifié",
        "changed",
    ),
    "gone": (
        "retiré",
        "gone",
    ),
    "since": (
        "Depuis la dernière fois : {} nouveaux, {} modifiés, {} retirés{}.",
        "Since the last time: {} new, {} changed, {} gone{}.",
    ),
    "no-change": (
        "Rien n'a changé.",
        "Nothing changed.",
    ),
    "guessed": (
        "deviné : {}",
        "guessed: {}",
    ),
    "guess": (
        "{} « {} » ({})",
        "{} “{}” ({})",
    ),
    "sure": (
        "sûr",
        "sure",
    ),
    "likely": (
        "probable",
        "likely",
    ),
    "to-check": (
        "à vérifier",
        "to be checked",
    ),
    "missing-said": (
        "non dit : {}; écrivez-le dans corpus.yaml",
        "not said: {}; write it in corpus.yaml",
    ),
    "a-kind": (
        "genre",
        "kind",
    ),
    "a-title": (
        "titre",
        "title",
    ),
    "a-version": (
        "version",
        "version",
    ),
    "a-date": (
        "date",
        "date",
    ),
    "a-owner": (
        "responsable",
        "owner",
    ),
    "lost": (
        (
            "Rien n'est publié : {} question(s) de corpus.yaml ne trouvent plus leur réponse.\n{}\n"
            "Corrigez les documents ou corpus.yaml, ou relancez avec « --force »."
        ),
        (
            "Nothing is published: {} question(s) of corpus.yaml no longer find their answer.\n{}\n"
            "Correct the documents or corpus.yaml, or run again with “--force”."
        ),
    ),
    "lost-one": (
        "  {} ({})\n    avant : {}\n    maintenant : {}",
        "  {} ({})\n    before: {}\n    now: {}",
    ),
    "lost-none": (
        "aucune réponse",
        "no answer",
    ),
    "generation": (
        "{}  {}  {} documents, {} passages",
        "{}  {}  {} documents, {} passages",
    ),
    "serving-now": (
        "en service",
        "in service",
    ),
    "went-back": (
        "La version {} est de nouveau en service.",
        "Version {} is in service again.",
    ),
    "refused": (
        "refusé : {}",
        "refused: {}",
    ),
    "no-index": (
        "Rien n'a été publié : aucun document n'a pu être lu. Corrigez-les, puis relancez.",
        "Nothing was published: no document could be read. Correct the files above, then run again.",
    ),
    "ingested": (
        "{} documents lus, {} refusés, {} passages, {} faits. Index : {}",
        "{} documents read, {} refused, {} passages, {} facts. Index: {}",
    ),
    "counts": (
        "{} passages, {} faits",
        "{} passages, {} facts",
    ),
    "foreseen": (
        "{} questions prévues par un modèle : relisez-les dans « {} ».",
        "{} questions foreseen by a model: review them in “{}”.",
    ),
}
