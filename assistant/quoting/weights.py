"""How much a word of a question matters: rare in the documents, rare in the language, and not just a way of asking."""

from __future__ import annotations

import math
from functools import cache, lru_cache

from ingest.languages.language import Language
from ingest.languages.spelling import frequencies, sound

# Words that carry a question and name nothing, and kinds of things so wide that the documents need not say them.
# Folded; both languages.
_HOLLOW = frozenset(
    """chose role place base titre facon maniere type sorte genre moment lien but raison document mandat partie
    section dire dit disent dites parler parle savoir sait connaitre identifie identifies identifiee
    identifiees figure figurent nommer nomme nommes nommez cite cites citez lister trouver trouve trouvent
    mentionne mentionner indique indiquer precise preciser prevu prevoit prevoir prevue prevus prevues cense
    censes censee suppose supposes veut veulent vouloir doit devra devront sera seront lequel exactement ici
    lors quelque quelques part bien besoin jouer joue occuper occupe donne donner donnent mettre regard
    egard question reponse liste enumere enumeres nom noms appelle appelles vraiment finalement actuellement
    presentement maintenant autre autres etc cas fois aller affiche affiches page present presente presents
    compte comprend concerne concernant propos sujet niveau service frequence souvent date quand duree delai
    montant combien nombre exemple exemples domaine palier paliers rang categorie motif moyen moyens element
    elements aspect aspects point points volet etape etapes retient retenir retenu vu vus vue dedans servent
    sert servir vrai juste autour total globalement monsieur madame quoi does about according document
    mandate say says said mention mentioned called name named thing things kind way exactly expected
    supposed need needs want wants get got give given long many often much which whose there been being
    would could should must will shall currently right now part section under within main every each used
    use consider considered singled gained happen happens going provide provided doing instead area role
    example examples how make one ones also still able per between two three during over own""".split()
)
_SLIGHT = 0.25


@cache
def _total(language: Language) -> float:
    return float(sum(frequencies(language).values()))


@cache
def _misspelt(language: Language) -> dict[str, int]:
    """The counts of everyday words by how they sound: « peuve » is a common word badly spelt."""
    common = sorted(frequencies(language).items(), key=lambda pair: pair[1])[-_COMMON:]
    return {sound(word): count for word, count in common if len(word) > 3}


_COMMON = 6000


@lru_cache(maxsize=50_000)
def specificity(word: str, language: Language) -> float:
    """In [0.1, 1]: near 0.1 for a word of everyday speech, 1 for one the language hardly uses (a name, an acronym).

    From a frequency list of films' subtitles (pyspellchecker, MIT): one word in 1,000 gives 0.1, in 5 million gives 1.
    """
    count = frequencies(language).get(word, 0) or _misspelt(language).get(sound(word), 0)
    if not count:
        return 1.0
    return min(1.0, max(0.1, (math.log10(_total(language) / count) - 3.0) / 3.7))


def hollow(word: str) -> bool:
    """Whether a folded word says how one asks, rather than what about."""
    return word in _HOLLOW or (word.endswith("s") and word[:-1] in _HOLLOW)


def weight(word: str, rarity: float, known: bool, language: Language, asking: bool) -> float:
    """``rarity`` in [0, 1]: 1 for a word found in one place of the documents. ``known``: the documents have it.

    ``asking``: the word says what kind of thing is asked. A word the documents lack weighs by how special it is.
    """
    if asking or hollow(word):
        return _SLIGHT * (0.4 + 0.6 * (rarity if known else 0.5))
    if word.isdigit():
        return 0.7
    if not known:
        return specificity(word, language)
    return (0.35 + 0.65 * rarity) * (0.5 + 0.5 * specificity(word, language))
