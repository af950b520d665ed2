"""What a question asks of the offers: a need to meet, one offer's columns, or the offers that meet a condition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.lexicon import asks_only, root
from assistant.matching import Match
from assistant.model import Asks, Query, Word
from assistant.offers.catalogue import Catalogue
from assistant.understanding import asks_in_words

# Columns with the words that ask for each, in the order an answer gives them.
COLUMNS: dict[str, re.Pattern[str]] = {
    key: re.compile(rf"\b(?:{words})\b")
    for key, words in {
        "description": r"c est quoi|en quoi consiste|ca comprend quoi|description|what is|contenu|"
        r"a quoi (?:ca )?sert",
        "request": r"adresses?|ecri\w+|jecri\w*|courriels?|e ?mails?|joindre|contact\w*|demande\w*|demander|"
        r"obtenir|inscri\w+|"
        r"request\w*|apply|order|reach|sign up|ou aller|lien|formulaire|appeler|comment (?:avoir|faire)|"
        r"a qui (?:s )?adress\w*|ou",
        "provider": r"qui (?:est ce qui )?(?:offre|fournit|donne|rend|assure|livre|produit)|fournisseur|fournie? par|"
        r"offerte? par|"
        r"donnee? par|provid\w+|delivered by|who (?:offers|gives|runs)|responsable|quelle equipe|quel organisme",
        "audience": r"pour qui|clientele|qui (?:peut|a droit|est admissible)|admissib\w+|destinee?s?|s adresse|"
        r"who (?:can|is eligible)|"
        r"for whom|eligible|reserve a|public cible",
        "delay": r"delais?|combien de (?:temps|jours|semaines|mois)|how long|ca prend combien|prend combien|"
        r"temps d attente|"
        r"wait\w*|turnaround|quand est ce que|how soon",
        "cost": (
            r"couts?|coute\w*|prix|tarifs?|frais|gratuit\w*|cher|combien ca|how much|costs?|fees?|free|price|"
            r"payant\w*|payer"
        ),
        "status": r"statuts?|encore (?:offert\w*|actif|active|disponible|en service)|toujours (?:offert\w*|actif|"
        r"active|disponible)|"
        r"disponible|still|available|status|actif|active|offert\w* (?:encore|presentement)|"
        r"existe\w* (?:t (?:il|elle) )?(?:encore|toujours)|"
        r"retire\w*",
        "region": r"regions?|territoires?|ou (?:est ce )?(?:offert|donne)|secteurs?|region|area|where is it offered",
        "updated": r"mise a jour|mis a jour|maj|last updated|derniere revision|a jour",
        "owner": r"responsable (?:de l offre|du service)|proprietaire|owner|titulaire",
    }.items()
}
CARD = ("description", "provider", "audience", "request", "delay", "cost", "status")

_OFFERS = re.compile(
    r"\b(offres?|services?|prestations?|formations?|inventaire|(?:catalogue|repertoire) (?:de|"
    r"des) (?:services|offres)|offerts?|offertes?|offers?|offerings?)\b"
)
_MANY = re.compile(
    r"\b(quels|quelles|lesquels|lesquelles|liste\w*|list|tous les|toutes les|all|which|combien|how many|"
    r"nombre|offres|services|"
    r"qu est ce qui est offert|what is offered|what s offered|what are)\b"
)
# What tells a need: a wish, a search for help, a place to ask.
_NEED = re.compile(
    r"\b(besoin\w*|need\w*|il (?:me|nous|lui|leur) faut|(?:on|je|nous) manqu\w+|des (?:idees|pistes|suggestions)|"
    r"any (?:ideas?|suggestions?)|would like|d like|anything (?:available|for|to)|"
    r"can (?:you|anyone) help|(?:is it|would it be) possible|"
    r"ou (?:est ce )?(?:qu\w* )?(?:on|je|j|peut|peux|puis|peu|dois|faut|jpeux|"
    r"jpeut|s adresser|aller|\w+er|\w+ir|"
    r"\w+re)|demande\w* ou|se demande|(?:a )?qui (?:s adresser|appeler|contacter|demander|ecrire|le demander|parler|"
    r"m adresser)|inscri\w+|abonn\w+|"
    r"aimer(?:ais?|ions|aient)|voudr\w+|veut|veux|veulent|on cherche|je cherche|nous aider|m aider|"
    r"quelqu un (?:qui|pour)|"
    r"y a (?:t )?(?:il|tu)|ya tu|existe t il|moyen de|qui (?:peut|pourrait|sait) (?:nous|me|m|faire|"
    r"produire|\w+er|\w+ir|\w+re)|"
    r"where (?:can|do|could|should|to)|how (?:do|can) (?:i|we)|can (?:i|we|someone)|is there|want\w*|"
    r"look\w* for|help (?:us|me)|"
    r"comment (?:je|on|elle|il|nous) (?:peut|peux|pouvons|fait|fais|pourrait)|comment (?:\w+ )?(?:obtenir|"
    r"demander|avoir|savoir|m|s|\w+er|\w+ir|\w{3,}re)|ca prend un|on a (?:plein|trop|besoin)|"
    r"avez vous (?:quelque chose|de quoi|un|une|des)|offrez vous|do you (?:have|offer|provide)|ou (?:la|"
    r"le|les) (?:faire )?\w+er|"
    r"quell?e?s? (?:offre|service|formation|atelier)s?|which (?:service|offer)|emprunter|reserver|"
    r"commander|faire faire|a quelle porte|recours a)\b"
)
# « Où en est le projet ? » is asked of projects.
_STATE = re.compile(r"\bou (?:ca )?en (?:est|es|sont|etait|etaient|etions)\b|\bveulent quoi\b")
# Words of asking, which tell nothing of the need.
_ASKING = frozenset(
    root(w)
    for w in """besoin besoins demander demande demandes obtenir service services offre offres offert offerte prestation
    prendre prend prennent trouver trouve chercher cherche savoir comment aider aide quelqu quelque quelques chose
    choses
    avoir faire fait fere peut pouvoir peux pourrait pourrions vouloir veut veux veulent voudrais voudrait aimerais
    aimerait aimerions aimer existe exister adresser adresse ecrire joindre contacter contact inscrire inscription
    moyen
    possible dernier derniere prochain prochaine plein plusieurs petit petite genre vraiment juste deja encore
    toujours
    need needs needed want wants get find help where ask someone anyone look looking like please possible our us come
    organisme etablissement equipe collegue collegues convient convenir quel quelle quelles mettre mise nos notre
    votre
    puis suis etre sommes avons centre ici chez maintenant presentement recevoir obtient donner donne aller vais
    reserver reserve commander appeler inventaire disponible disponibles offered offer offers service
    interne aurais aurait aurions dois doit devons devrait facon pouvez pouvons pourrait regarde voir arrive arriver rien
    connaissent partie""".split()
)
_COUNTED = re.compile(r"\b(combien (?:de|d)|how many|nombre (?:de|d)|y a combien)\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """``named`` are offers said by name, ``columns`` what is asked of them; ``need`` the words of a need
    otherwise."""

    named: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    need: tuple[Word, ...] = ()
    many: bool = False
    count: bool = False
    offers: bool = False  # the question speaks of offers or services
    wish: bool = False  # the question tells a need
    where: bool = False  # « où … ? »: maybe a service, maybe a place in the documents
    plain: bool = False  # nothing is asked: a statement, or keywords
    spoken: bool = False  # in the first person, or to somebody who could
    told: bool = False  # somebody speaks of their own work, and asks for no fact: « nos intervenants perdent du temps »
    fit: float = 0.0


def read(query: Query, catalogue: Catalogue) -> Asked | None:
    """What the question asks of the offers; None when there are none."""
    if not catalogue.offers:
        return None
    said = " ".join(query.words)
    named = _named(query, catalogue)
    return Asked(
        named=tuple(m.key for m in named),
        columns=tuple(key for key, pattern in COLUMNS.items() if pattern.search(said)),
        need=tuple(need_words(query)),
        many=bool(_MANY.search(said)),
        count=bool(_COUNTED.search(said)),
        offers=bool(_OFFERS.search(said)),
        wish=bool(_NEED.search(said)) and not _STATE.search(said),
        where=Asks.WHERE in query.asks and not _STATE.search(said),
        plain=not query.asks and not asks_in_words(query) and not _STATE.search(said),
        spoken=bool(_FIRST.search(said) or _OFFERED.search(said)),
        told=_told(query, said),
        fit=_fit(named[0], query) if named else 0.0,
    )


def _told(query: Query, said: str) -> bool:
    """« Filmer les patients qui marchent »: a « qui » inside the sentence asks for nobody."""
    offered = bool(_OFFERED.search(said))
    open_ways = {Asks.HOW, Asks.LIST, *([Asks.COUNT, Asks.YES_NO] if offered else [])}
    asks = query.asks - open_ways - (frozenset() if _ASKS_WHO.search(said) else {Asks.WHO})
    if asks or _STATE.search(said) or _MAY_I.search(said):
        return False
    return offered or bool(_FIRST.search(said)) or not _INTERROGATIVE.search(said)


_MAY_I = re.compile(
    r"\b(?:puis je|je peux tu|vu que|puisque|ai je|est ce que (?:je|on|nous) (?:peu\w+|ai|a|avons)|may i)\b"
)
_FIRST = re.compile(r"\b(j|je|m|me|moi|mon|ma|mes|on|nous|notre|nos|i|my|we|our|us)\b")
# Somebody is asked whether they could: « vous pouvez prévoir ? », « quelqu'un pourrait vérifier ? ».
_OFFERED = re.compile(
    r"\b(pouvez|pourriez|pe(?:ux|ut) tu|quelqu un peut|chez vous|se fait tu|faites vous|vous faites|pourrais tu|pourrait|"
    r"pourraient|arriverait|aide[zr]? (?:nous|moi)|what if|could (?:you|someone)|can you)\b"
)
_ASKS_WHO = re.compile(r"^(?:\w+ )?qui\b|\b(?:c est|a|de|avec|par|chez|pour) qui\b|^who|\bwho\b(?! (?:can|could))")
_INTERROGATIVE = re.compile(
    r"^que\b|\b(?:quoi|quel\w*|quand|comment|combien|pourquoi|what|which|when|where|how|why|est ce|ou)\b"
)


def condition_words(query: Query) -> list[Word]:
    """The content words that may stand in a cell: « aux équipes de réadaptation », « du CLSC »."""
    return [w for w in query.content if root(w.surface) not in _ASKING - _IN_CELLS and not w.surface.isdigit()]


_IN_CELLS = frozenset(root(w) for w in "organisme etablissement equipe centre".split())


def need_words(query: Query) -> list[Word]:
    """The content words that tell the need."""
    return [w for w in query.content if root(w.surface) not in _ASKING and not w.surface.isdigit() and not _asks(w)]


def _asks(word: Word) -> bool:
    return bool(word.also) and all(root(also) in _ASKING for also in word.also)


_SAID = 0.5  # of an offer's name


def _named(query: Query, catalogue: Catalogue) -> list[Match[str]]:
    """Offers called by their name or their code; those said as well as the best one."""
    found = catalogue.names.find(query.content, floor=_SAID)
    return [m for m in found if m.score >= found[0].score - 0.03 and m.weight >= found[0].weight * 0.9][:3]


def _fit(match: Match[str], query: Query) -> float:
    rest = [w for w in need_words(query) if w.position not in match.used and not _of_column(w)]
    return match.score * len(match.used) / (len(match.used) + 0.6 * len(rest))


def _of_column(word: Word) -> bool:
    return asks_only(word.surface) or any(pattern.fullmatch(word.surface) for pattern in COLUMNS.values())


def empty(words: Sequence[Word]) -> bool:
    return not [w for w in words if not asks_only(w.surface)]
