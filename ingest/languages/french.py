"""French as civil servants and everybody else in Québec type it."""

from __future__ import annotations

from ingest.languages import quebec
from ingest.languages.language import Language

# Folded first, so that « à » and « été » do not escape the list (measured in docs/decisions.md).
_ARTICLES = "le la les l un une des du de d au aux ce c cet cette ces ca cela ceci celui celle ceux celles"
_PRONOUNS = (
    "je j tu il elle on nous vous ils elles me m te t se s lui leur leurs y en moi toi soi eux mon ma mes ton ta tes "
    "son sa ses notre nos votre vos qui que qu dont lequel laquelle lesquels lesquelles auquel duquel desquels"
)
_PREPOSITIONS = (
    "a dans par pour sur sous avec sans vers chez entre et ou ni mais or car donc si comme lorsque lorsqu quand "
    "puisque puisqu afin selon lors ainsi aussi alors apres avant pendant depuis jusque jusqu contre durant parmi"
)
_AUXILIARIES = (
    "est es suis sommes etes sont etait etaient sera seront serait soit soient ete etre a as ai ont avons avez avait "
    "avaient aura auront aurait avoir ayant fait faire font fais faut doit doivent peut peuvent peux va vont vas"
)
_ADVERBS = "ne n pas plus tres bien peu tout tous toute toutes meme encore deja la ici oui non"
# How people speak: « c'est-tu », « pis », « astheure », « faque », « ya », « koi ».
_COLLOQUIAL = (
    "pis faque fait tu ti la astheure asteure ben pantoute icitte ya yatu chu jsuis kesse kess ke ki koi kwa kan "
    "estce kest quoi comment pourquoi quel quelle quels quelles combien svp stp allo bonjour merci euh hein donc "
    "genre monde chose choses truc trucs affaire affaires juste"
)
_QUESTION_WORDS = "qui que quoi ou quand comment pourquoi combien quel quelle quels quelles lequel laquelle est-ce"

FRENCH = Language(
    code="fr",
    stemmer="french",
    elisions=frozenset("l d n s j m t c qu jusqu lorsqu puisqu quoiqu quelqu y z".split()),
    stop_words=frozenset(
        f"{_ARTICLES} {_PRONOUNS} {_PREPOSITIONS} {_AUXILIARIES} {_ADVERBS} {_COLLOQUIAL}".split()
    ),
    interrogatives=frozenset(_QUESTION_WORDS.split()),
    months={
        "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6,
        "juillet": 7, "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
    },
    numbers={
        "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
        "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
        "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100, "mille": 1000,
        "premier": 1, "premiere": 1, "deuxieme": 2, "second": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4,
        "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9, "dixieme": 10,
    },
    others=quebec.KNOWN,
    spoken={
        "koi": "quoi", "kwa": "quoi", "ki": "qui", "kan": "quand", "kand": "quand", "qd": "quand", "ke": "que",
        "kel": "quel", "kelle": "quelle", "kels": "quels", "kelles": "quelles", "pk": "pourquoi", "pkoi": "pourquoi",
        "pourkoi": "pourquoi", "cb": "combien", "combi1": "combien", "coman": "comment", "komen": "comment",
        "komment": "comment", "kiki": "qui", "kes": "quoi", "kess": "quoi", "kesse": "quoi", "kest": "quoi",
        "kosse": "quoi", "cossa": "quoi", "quossa": "quoi", "yousque": "ou", "ousque": "ou", "iousque": "ou",
        "ske": "que", "keske": "quoi", "kesk": "quoi", "qqn": "quelqu'un", "qq": "quelque", "tlm": "tous",
        "pcq": "parce que", "ds": "dans", "ac": "avec", "pr": "pour", "etab": "etablissement", "min": "ministere",
        "jecri": "j ecris", "jecris": "j ecris", "jpeux": "je peux", "jpeu": "je peux", "jveux": "je veux",
        "jveu": "je veux", "jai": "j ai", "jvoudrais": "je voudrais", "jaimerais": "j aimerais", "chu": "je suis",
        "jsuis": "je suis", "yen": "il y en", "ya": "il y a", "yatu": "y a tu", "kekun": "quelqu'un",
        "keklun": "quelqu'un", "astheure": "maintenant", "dequoi": "de quoi", "tk": "en tout cas",
    },
)  # fmt: skip
