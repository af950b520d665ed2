"""What the pages of sign-in, of the steward and of privacy say: name → (French, English)."""

from __future__ import annotations

from functools import cache

from bots.wording.words import in_language

_SAID: dict[str, tuple[str, str]] = {
    "sign_in": ("Se connecter", "Sign in"),
    "sign_out": ("Se déconnecter", "Sign out"),
    "signed_in": ("Connexion : {}", "Signed in: {}"),
    "your_key": ("Votre clé d'accès", "Your access key"),
    "key_help": (
        (
            "La personne qui administre Repère vous l'a remise. Elle n'est pas gardée : seule une session l'est, le temps de "
            "votre visite."
        ),
        "The person who runs Repère gave it to you. It is not kept: only a session is, for the time of your visit.",
    ),
    "open_session": ("Ouvrir la session", "Open the session"),
    "with_provider": ("Se connecter avec le compte de l'organisation", "Sign in with the organisation's account"),
    "wrong_key": (
        "Cette clé n'ouvre rien : vérifiez-la, ou demandez-en une à la personne qui administre Repère.",
        "This key opens nothing: check it, or ask the person who runs Repère for one.",
    ),
    "not_back": (
        (
            "La connexion n'a pas abouti : reprenez-la depuis le début. Si cela se répète, dites-le à la personne qui "
            "administre Repère."
        ),
        "The sign-in did not succeed: start it again. If it happens again, tell the person who runs Repère.",
    ),
    "provider_down": (
        "Le service de connexion ne répond pas : réessayez dans une minute. Rien n'est montré entre-temps.",
        "The sign-in service does not answer: try again in a minute. Nothing is shown in the meantime.",
    ),
    "signed_out": ("La session est fermée", "The session is closed"),
    "signed_out_more": (
        "Sur un poste partagé, fermez aussi celle de l'organisation.",
        "On a shared computer, close the organisation's session too.",
    ),
    "end_everywhere": ("Fermer aussi la session de l'organisation", "Close the organisation's session too"),
    "again": ("Recommencer", "Start again"),
    "verified": ("Vérifié le", "Verified on"),
    "by": ("par", "by"),
    "until": ("valable jusqu'au", "holds until"),
    "privacy": ("Vie privée", "Privacy"),
    "public_only": (
        "Vos groupes n'ont pas pu être vérifiés : les réponses viennent des seuls documents publics.",
        "Your groups could not be checked: answers come from public documents only.",
    ),
}


@cache
def access(language: str) -> dict[str, str]:
    """Every sentence of these pages, by name, with typographic apostrophes."""
    return in_language(_SAID, language)
