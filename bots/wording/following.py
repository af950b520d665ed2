"""What is said to those who asked to be told of a change: name → (French, English)."""

from __future__ import annotations

from assistant.model import Lang

_SAID: dict[str, tuple[str, str]] = {
    "followed": (
        (
            "C'est noté : je vous écrirai ici quand « {} » changera, avec les mots du document. Pour arrêter : « ne me préviens "
            "plus de {} »."
        ),
        (
            "Noted: I will write to you here when “{}” changes, with the words of the document. To stop: “stop telling me "
            "about {}”."
        ),
    ),
    "follow_unknown": (
        (
            "Rien de ce que vous pouvez lire ne s'appelle « {} » : vérifiez le code ou le nom, puis redemandez, par exemple "
            "« préviens-moi quand PR-04 change »."
        ),
        (
            "Nothing you may read is called “{}”: check the code or the name, then ask again, for example “tell me when PR-04 "
            "changes”."
        ),
    ),
    "follow_where": (
        "Écrivez-moi en privé pour être prévenu d'un changement : ce que je vous en dirai est pour vous seul.",
        "Write to me directly to be told of a change: what I will say of it is for you alone.",
    ),
    "follow_off": (
        "Je ne peux pas le noter : vous suivez déjà tout ce que je peux suivre, ou ce service est réglé pour ne rien garder.",
        "I cannot note it: you follow as much as I can follow already, or this service is set to keep nothing.",
    ),
    "ended": ("C'est noté : je ne vous préviendrai plus de « {} ».", "Noted: I will no longer tell you about “{}”."),
    "not_followed": (
        "Vous n'aviez rien demandé sur « {} » : « mes avis » montre ce que vous suivez.",
        "You had asked nothing about “{}”: “my alerts” shows what you follow.",
    ),
    "list": ("Je vous préviens quand change :", "I tell you when these change:"),
    "list_empty": (
        "Vous ne suivez rien. Écrivez par exemple « préviens-moi quand PR-04 change ».",
        "You follow nothing. Write for example “tell me when PR-04 changes”.",
    ),
    "news": ("Ce qui a changé pour « {} », que vous suivez :", "What changed about “{}”, which you follow:"),
    "weekly": ("Ce qui a changé depuis le {} :", "What changed since {}:"),
    "lapsing": (
        "« {} » est vérifié jusqu'au {} : confirmez-le de nouveau, ou faites corriger le document.",
        "“{}” is verified until {}: confirm it again, or have the document corrected.",
    ),
    "way": ("Ouvrir l'intendance", "Open the steward's page"),
    "more": ("Et {} autres changements.", "And {} more changes."),
    "new": ("nouveau", "new"),
    "changed": ("changé", "changed"),
    "gone": ("retiré", "removed"),
}


def said(name: str, language: Lang | str, *values: object) -> str:
    """A sentence, filled."""
    return _SAID[name][language == Lang.EN].replace("'", "’").format(*values)
