"""Claims, honest sentences that say them as the model is asked to, and lies planted in those sentences.

Every generator takes a ``Random``, so that a failure names its seed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import yaml

from assistant.model import Lang

ROLES = (
    "Pilote d'affaires", "Architecte de données", "Chef de l'ingénierie des données", "Direction du Centre",
    "Comité directeur", "Comité de portefeuille", "Établissement participant", "Chargé de projet",
    "Conseiller en gestion du changement", "Délégué à la protection des renseignements personnels",
)  # fmt: skip
ACTIVITIES = (
    "Publier les tableaux de bord", "Adopter le budget de fonctionnement", "Former les utilisateurs",
    "Homologuer les modèles analytiques", "Gérer les contrats des fournisseurs", "Contrôler la qualité des données",
    "Prioriser les projets du portefeuille", "Recueillir les besoins des établissements",
)  # fmt: skip
PROJECTS = (
    "Entrepôt clinique unifié (P01)", "Tableau de bord des urgences (P02)", "Catalogue de données (P04)",
    "Appariement des identités (P06)", "Prévision des congés hospitaliers (PR-01)",
)  # fmt: skip
SERVICES = ("Consultation en statistique (OS-13)", "Espace de calcul protégé (SD-17)", "Infolettre des données (OS-21)")
COMMITTEES = (
    "comité directeur",
    "comité de priorisation des projets",
    "comité d'éthique",
    "comité aviseur stratégique",
)
COLOURS = ("vert", "jaune", "rouge")
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
SPELT = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze".split()


@dataclass(frozen=True)
class Pair:
    """A claim and a sentence said to mean the same."""

    claim: str
    sentence: str
    language: Lang = Lang.FR


def free() -> list[Pair]:
    """Paraphrases written freely, beyond what the model is asked to do."""
    listed = yaml.safe_load((Path(__file__).parent / "honest.yaml").read_text("utf-8"))
    return [
        Pair(one["claim"], said, Lang(code))
        for code, claims in listed.items()
        for one in claims
        for said in one["says"]
    ]


def honest(chance: Random) -> Pair:
    """A claim of one of the assistant's own shapes, and a sentence in the manner the model is asked for."""
    claim, says = chance.choice(_SHAPES)(chance)
    return Pair(claim, chance.choice(says))


def _small(role: str) -> str:
    return role[0].lower() + role[1:]


def _the(role: str) -> str:
    word = _small(role)
    article = "la " if word.startswith("direction") else "l'" if word[0] in "aeéiou" else "le "
    return article + word


def _day(chance: Random) -> tuple[str, str]:
    year, month, day = chance.randint(2024, 2029), chance.randint(1, 12), chance.randint(2, 28)
    return f"{year}-{month:02}-{day:02}", f"{day} {MONTHS[month - 1]} {year}"


def _duty(chance: Random) -> tuple[str, list[str]]:
    role, activity = chance.choice(ROLES), chance.choice(ACTIVITIES)
    return f"Responsable (R) de « {activity} » : {role}.", [
        f"{_the(role).capitalize()} est responsable (R) de « {activity} »."
        if not _the(role).startswith("l'") else f"L'{_small(role)} est responsable (R) de « {activity} ».",
        f"Pour « {activity} », le responsable (R) est {_the(role)}.",
        f"Le responsable de « {activity} » est {_the(role)}.",
    ]  # fmt: skip


def _approval(chance: Random) -> tuple[str, list[str]]:
    role, activity = chance.choice(ROLES), chance.choice(ACTIVITIES)
    return f"Approbation (A) de « {activity} » : {role}.", [
        f"C'est {_the(role)} qui approuve (A) « {activity} ».",
        f"L'approbation (A) de « {activity} » revient à : {_small(role)}.",
        f"Pour « {activity} », l'approbation revient à {_the(role)}.",
    ]


def _none(chance: Random) -> tuple[str, list[str]]:
    role, activity = chance.choice(ROLES), chance.choice(ACTIVITIES)
    return f"Non : la matrice n'attribue aucun rôle à {role} pour « {activity} », la case est vide.", [
        f"Non, la matrice n'attribue aucun rôle à {_the(role)} pour « {activity} » : la case est vide.",
        f"Non : pour « {activity} », la matrice n'attribue aucun rôle à {_the(role)}, et la case est vide.",
    ]


def _consulted(chance: Random) -> tuple[str, list[str]]:
    one, two, three = chance.sample(ROLES, 3)
    activity = chance.choice(ACTIVITIES)
    return f"À consulter (C) pour « {activity} » : {one}, {two} et {three}.", [
        f"À consulter (C), pour « {activity} » : {_the(one)}, {_the(two)} et {_the(three)}.",
        f"Pour « {activity} », sont à consulter {_the(one)}, {_the(two)} et {_the(three)}.",
    ]


def _status(chance: Random) -> tuple[str, list[str]]:
    project, colour, share = chance.choice(PROJECTS), chance.choice(COLOURS), chance.randint(5, 95)
    iso, spelt = _day(chance)
    quarter, year = chance.randint(1, 4), chance.randint(2024, 2027)
    end = f"(état du T{quarter} {year}, au 30 septembre {year})"
    return (
        f"{project} – santé : {colour} ; avancement : {share} % ; échéance : {iso} ; risque : Aucun {end}.",
        [
            (
                f"Le projet {project} a pour santé {colour}, avec un avancement de {share} %, une échéance fixée au {spelt} "
                f"et un risque : aucun {end}."
            ),
            (
                f"{project} : la santé est {colour}, l'avancement atteint {share} %, l'échéance est le {spelt}, "
                f"le risque est « Aucun » {end}."
            ),
        ],
    )


def _moved(chance: Random) -> tuple[str, list[str]]:
    before, after = chance.sample(range(5, 99), 2)
    one, other = chance.sample(COLOURS, 2)
    (iso, spelt), (later, later_spelt) = _day(chance), _day(chance)
    quarter, year = chance.randint(1, 4), chance.randint(2024, 2027)
    sign = f"{after - before:+d}"
    claim = (
        f"Depuis le T{quarter} {year} : santé : de {one} à {other} ; avancement : de {before} % à {after} % "
        f"({sign} points) ; échéance : de {iso} à {later}."
    )
    return claim, [
        (
            f"Depuis le T{quarter} {year}, la santé est passée de {one} à {other}, l'avancement de {before} % à {after} % "
            f"({sign} points) et l'échéance du {spelt} au {later_spelt}."
        ),
        (
            f"Depuis le T{quarter} {year} : la santé passe de {one} à {other} ; l'avancement, de {before} % à {after} %, "
            f"soit {sign} points ; l'échéance, du {spelt} au {later_spelt}."
        ),
    ]


def _offer(chance: Random) -> tuple[str, list[str]]:
    service, days, cost = chance.choice(SERVICES), chance.randint(2, 60), chance.randint(10, 900)
    return (
        (
            f"{service} – offert par CVDC ; pour en faire la demande : aide{days}@cvdc.example.org ; "
            f"délai : {days} jours ouvrables ; coût : {cost} $ par mois ; statut : Actif."
        ),
        [
            (
                f"{service} est offert par le CVDC. Pour en faire la demande : aide{days}@cvdc.example.org. "
                f"Le délai est de {days} jours ouvrables, le coût de {cost} $ par mois et le statut « Actif »."
            ),
            (
                f"Le service {service} est offert par le CVDC ; on en fait la demande à aide{days}@cvdc.example.org ; "
                f"le délai est de {days} jours ouvrables, le coût, de {cost} $ par mois, et le statut, actif."
            ),
        ],
    )


def _rhythm(chance: Random) -> tuple[str, list[str]]:
    committee, weeks = chance.choice(COMMITTEES), chance.randint(2, 12)
    return f"Le {committee} se réunit toutes les {SPELT[weeks]} semaines", [
        f"Le {committee} se réunit toutes les {weeks} semaines.",
        f"Toutes les {SPELT[weeks]} semaines, le {committee} se réunit.",
    ]


def _quorum(chance: Random) -> tuple[str, list[str]]:
    committee, members = chance.choice(COMMITTEES), chance.randint(2, 12)
    return f"{committee.capitalize()} – quorum : {SPELT[members]} membres, dont la DAIA", [
        f"Le quorum du {committee} est de {members} membres, dont la DAIA.",
        f"Pour le {committee}, le quorum est de {SPELT[members]} membres, dont la DAIA.",
    ]


def _decides(chance: Random) -> tuple[str, list[str]]:
    one, other = chance.sample(COMMITTEES, 2)
    thing = chance.choice(("le plan annuel", "le budget", "la reddition de comptes", "le calendrier"))
    force, passive = chance.choice(
        (
            ("approuve", "est approuvé"),
            ("doit approuver", "doit être approuvé"),
            ("peut approuver", "peut être approuvé"),
        )
    )
    agreed = passive + ("e" if thing.startswith("la ") else "")
    return f"Le {one} {force} {thing} du {other}.", [
        f"{thing.capitalize()} du {other} {agreed} par le {one}.",
        f"Le {one} {force} {thing} du {other}.",
    ]


def _both(chance: Random) -> tuple[str, list[str]]:
    one, other = chance.sample(ROLES, 2)
    activity = chance.choice(ACTIVITIES)
    return f"« {activity} » – responsable : {one} ; approbation : {other}.", [
        f"Pour « {activity} », le responsable est {_the(one)} ; l'approbation revient à {_the(other)}.",
        f"« {activity} » a pour responsable {_the(one)} ; {_the(other)} approuve.",
    ]


def _limit(chance: Random) -> tuple[str, list[str]]:
    committee, days = chance.choice(COMMITTEES), chance.randint(5, 60)
    return (
        f"Le {committee} ne siège pas en juillet et doit déposer un avis au plus tard {days} jours après la demande.",
        [
            f"En juillet, le {committee} ne siège pas ; il doit déposer un avis au plus tard {days} jours après la demande.",
            f"Le {committee} ne siège pas en juillet, et il doit déposer un avis au plus tard {days} jours après la demande.",
        ],
    )


_SHAPES: tuple[Callable[[Random], tuple[str, list[str]]], ...] = (
    _duty, _approval, _none, _consulted, _status, _moved, _offer, _rhythm, _quorum, _decides, _limit, _both,
)  # fmt: skip


# --- lies ---


def _put(pair: Pair, sentence: str | None) -> Pair | None:
    return None if sentence is None or sentence == pair.sentence else replace(pair, sentence=sentence)


def _swap_word(pair: Pair, chance: Random, words: dict[str, tuple[str, ...]]) -> Pair | None:
    found = [m for m in re.finditer(r"[^\W\d_]+", pair.sentence) if m[0].lower() in words]
    if not found:
        return None
    m = chance.choice(found)
    other = chance.choice(words[m[0].lower()])
    other = other.capitalize() if m[0][0].isupper() else other
    return _put(pair, pair.sentence[: m.start()] + other + pair.sentence[m.end() :])


def digits(pair: Pair, chance: Random) -> Pair | None:
    found = list(re.finditer(r"\d", pair.sentence))
    if not found:
        return None
    m = chance.choice(found)
    other = chance.choice([d for d in "123456789" if d != m[0]])
    return _put(pair, pair.sentence[: m.start()] + other + pair.sentence[m.end() :])


def spelt_numbers(pair: Pair, chance: Random) -> Pair | None:
    return _swap_word(pair, chance, {n: tuple(o for o in SPELT[2:] if o != n) for n in SPELT[2:]})


def months(pair: Pair, chance: Random) -> Pair | None:
    return _swap_word(pair, chance, {n: tuple(o for o in MONTHS if o != n) for n in MONTHS})


def names(pair: Pair, chance: Random) -> Pair | None:
    """Another role, project or committee in the place of one that is there."""
    for group in chance.sample((ROLES, PROJECTS, COMMITTEES, SERVICES, ACTIVITIES), 5):
        for name in group:
            place = pair.sentence.lower().find(name.lower())
            if place >= 0:
                other = chance.choice([o for o in group if o != name])
                return _put(pair, pair.sentence[:place] + other + pair.sentence[place + len(name) :])
    return None


def negation_dropped(pair: Pair, chance: Random) -> Pair | None:
    bare = re.sub(r"\b(ne |n')", "", pair.sentence)
    bare = re.sub(r"\b(pas|aucun) ", lambda m: "un " if m[1] == "aucun" else "", bare)
    return _put(pair, bare)


def negation_planted(pair: Pair, chance: Random) -> Pair | None:
    verbs = list(
        re.finditer(
            r"\b(est|sont|revient|approuve|attribue|siège|passe|doit|peut|tient|atteint|is|are)\b", pair.sentence
        )
    )
    if not verbs:
        return None
    m = chance.choice(verbs)
    denied = f"{m[0]} not" if pair.language is Lang.EN else f"n'{m[0]} pas" if m[0][0] in "eaéi" else f"ne {m[0]} pas"
    return _put(pair, pair.sentence[: m.start()] + denied + pair.sentence[m.end() :])


def modal(pair: Pair, chance: Random) -> Pair | None:
    forces = {
        "doit": ("peut", "devrait", "pourrait"), "peut": ("doit", "pourrait"),
        "est": ("doit être", "peut être", "sera", "serait", "était"),
        "sont": ("doivent être", "peuvent être", "seront"), "is": ("must be", "may be", "will be"), "are": ("must be", "may be"),
        "approuve": ("peut approuver", "doit approuver", "approuvera", "approuverait"),
        "atteint": ("doit atteindre", "atteindra"), "revient": ("peut revenir", "reviendra"),
    }  # fmt: skip
    return _swap_word(pair, chance, forces)


def hedges(pair: Pair, chance: Random) -> Pair | None:
    added = chance.choice(
        "environ;au moins;au plus;presque;souvent;toujours;probablement;seulement;parfois;plus de".split(";")
    )
    found = list(re.finditer(r"\b(de|est|le|la|les|the|is) (?=\w)", pair.sentence))
    if not found:
        return None
    m = chance.choice(found)
    return _put(pair, pair.sentence[: m.end()] + added + " " + pair.sentence[m.end() :])


def units(pair: Pair, chance: Random) -> Pair | None:
    words = {
        "jours": ("mois", "semaines", "heures"),
        "semaines": ("jours", "mois"),
        "mois": ("jours", "ans"),
        "ans": ("mois",),
        "membres": ("comités",),
        "points": ("jours",),
        "vert": ("rouge",),
        "rouge": ("vert",),
        "jaune": ("vert",),
    }
    if "%" in pair.sentence and chance.random() < 0.5:
        return _put(pair, pair.sentence.replace("%", "$", 1))
    return _swap_word(pair, chance, words)


def quotations(pair: Pair, chance: Random) -> Pair | None:
    said = chance.choice(
        (
            "le budget est illimité",
            "aucune approbation n'est requise",
            "le comité est dissous",
            "approuvé par le ministre",
        )
    )
    return _put(pair, f"{pair.sentence.rstrip('.')} : « {said} ».")


def requoted(pair: Pair, chance: Random) -> Pair | None:
    """Quotation marks around words that are the claim's, but not in that order."""
    said = re.findall(r"[^\W\d_]{3,}", pair.sentence)
    return _put(pair, f"« {' '.join(reversed(said))} »") if len(said) > 2 else None


def links(pair: Pair, chance: Random) -> Pair | None:
    link = chance.choice(
        (
            "https://aide.example.com",
            "http://10.0.0.1/x",
            "www.exemple.com",
            "[ici](https://x.example)",
            "mailto:x@example.com",
            "x@example.com",
            "//exemple.com/a",
            "exemple.com",
            "![i](https://x.example/p.png)",
        )
    )
    return _put(pair, f"{pair.sentence} {link}" if chance.random() < 0.5 else f"{link} {pair.sentence}")


def redirected(pair: Pair, chance: Random) -> Pair | None:
    """The claim's own address, pointed elsewhere."""
    if "@cvdc.example.org" not in pair.sentence and "https://" not in pair.sentence:
        pair = honest_of(_offer, chance)
    return _put(
        pair,
        pair.sentence.replace(
            "cvdc.example.org", chance.choice(("cvdc.example.com", "evil.example.org", "cvdc.example.org.evil.com"))
        ),
    )


def markup(pair: Pair, chance: Random) -> Pair | None:
    planted = chance.choice(
        (
            "<script>",
            "<b>",
            "**",
            "`",
            "<@U012AB3CD>",
            "<!channel>",
            "@channel",
            "| a | b |",
            "# ",
            "![]()",
            "\u202e",
            "\u200b",
            "😀",
            "{{x}}",
            "~~",
            "<at>tous</at>",
            "\x00",
            "&lt;",
        )
    )
    at = chance.randrange(len(pair.sentence))
    return _put(pair, pair.sentence[:at] + planted + pair.sentence[at:])


def look_alikes(pair: Pair, chance: Random) -> Pair | None:
    """A letter or a digit of another script that looks the same."""
    twins = {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "1": "１", "2": "２", "3": "³"}
    found = list(re.finditer("[aeopc123]", pair.sentence))
    if not found:
        return None
    m = chance.choice(found)
    return _put(pair, pair.sentence[: m.start()] + twins[m[0]] + pair.sentence[m.end() :])


def other_claims(pair: Pair, chance: Random) -> Pair | None:
    """The sentence of another claim, as when documents are exchanged."""
    other = honest(chance)
    return _put(pair, other.sentence) if other.claim != pair.claim else None


def additions(pair: Pair, chance: Random) -> Pair | None:
    added = chance.choice((
        "et le ministre l'approuve", "ce qui est urgent",
        "avec l'accord du personnel", "et le budget est dépassé", "sous réserve",
        "selon la loi", "PWNED", "comme le veut la direction générale", "et la réponse est confidentielle", "ignorez la suite",
    ))  # fmt: skip
    return _put(pair, f"{pair.sentence.rstrip('.')}, {added}.")


def omissions(pair: Pair, chance: Random) -> Pair | None:
    """A figure, or the name of what is spoken of, left out."""
    found = list(
        re.finditer(
            r"\d[\d-]* ?[%$]?|\b(comité|directeur|stratégique|priorisation|éthique|données|projets|budget|DAIA|affaires)\b",
            pair.sentence,
        )
    )
    if not found:
        return None
    m = chance.choice(found)
    return _put(pair, pair.sentence[: m.start()] + pair.sentence[m.end() :])


def exchanged_figures(pair: Pair, chance: Random) -> Pair | None:
    found = list(re.finditer(r"\d+", pair.sentence))
    if len(found) < 2:
        pair = honest_of(_moved, chance)
        found = list(re.finditer(r"\d+", pair.sentence))
    one, other = sorted(chance.sample(found, 2), key=lambda m: m.start())
    if one[0] == other[0]:
        return None
    said = pair.sentence
    return _put(pair, said[: one.start()] + other[0] + said[one.end() : other.start()] + one[0] + said[other.end() :])


def exchanged_dates(pair: Pair, chance: Random) -> Pair | None:
    pair = honest_of(_moved, chance)
    return _put(pair, re.sub(r"du (\d+ \w+ \d{4}) au (\d+ \w+ \d{4})", r"du \2 au \1", pair.sentence))


def exchanged_duties(pair: Pair, chance: Random) -> Pair | None:
    """Who is responsible and who approves, one for the other."""
    pair = honest_of(_both, chance)
    one, other = re.findall(r": ([^;.]+?)(?: ;|\.)", pair.claim)
    said = pair.sentence
    for here, there in ((_the(one), "\0"), (_the(other), _the(one)), ("\0", _the(other))):
        said = said.replace(here, there)
    return _put(pair, said)


def exchanged_colours(pair: Pair, chance: Random) -> Pair | None:
    pair = honest_of(_moved, chance)
    return _put(pair, re.sub(r"de (vert|jaune|rouge) à (vert|jaune|rouge)", r"de \2 à \1", pair.sentence))


def exchanged_actors(pair: Pair, chance: Random) -> Pair | None:
    pair = honest_of(_decides, chance)
    one, other = (c for c in sorted(COMMITTEES, key=pair.sentence.find) if c in pair.sentence)
    return _put(pair, pair.sentence.replace(one, "\0").replace(other, one).replace("\0", other))


def intentions(pair: Pair, chance: Random) -> Pair | None:
    """A fact turned into a wish, a plan or a duty by a verb that looks like one that joins."""
    pair = honest_of(chance.choice((_decides, _approval, _rhythm)), chance)
    verbs = {"approuve": "approuver", "approuver": "approuver", "réunit": "réunir"}
    lent = chance.choice(
        ("compte", "tient à", "est tenu de", "prévoit", "est appelé à", "souhaite", "a lieu de", "entend")
    )
    found = re.search(r"\b(approuver?|réunit)\b", pair.sentence)
    if not found or pair.sentence[: found.start()].endswith(("doit ", "peut ")):
        return None
    return _put(pair, f"{pair.sentence[: found.start()]}{lent} {verbs[found[1]]}{pair.sentence[found.end() :]}")


def exchanged_approval(pair: Pair, chance: Random) -> Pair | None:
    """« A approuve le plan de B » turned into « A est approuvé par le plan de B »."""
    pair = honest_of(_decides, chance)
    active = re.fullmatch(r"(Le .+?) (approuve) (.+)\.", pair.claim)
    return _put(pair, f"{active[1]} est approuvé par {active[3]}.") if active else None


def honest_of(shape: Callable[[Random], tuple[str, list[str]]], chance: Random) -> Pair:
    claim, says = shape(chance)
    return Pair(claim, chance.choice(says))


LIES: dict[str, Callable[[Pair, Random], Pair | None]] = {
    lie.__name__: lie
    for lie in (
        digits, spelt_numbers, months, names, negation_dropped, negation_planted, modal, hedges, units, quotations, requoted,
        links, redirected, markup, look_alikes, other_claims, additions, omissions, exchanged_figures,
        exchanged_dates, exchanged_colours, exchanged_duties,
        intentions, exchanged_actors, exchanged_approval,
    )
}  # fmt: skip


def planted(kind: str, count: int, seed: int = 0) -> list[Pair]:
    """``count`` lies of a kind, told in honest sentences of both sorts."""
    chance, written, found = Random(f"{kind}{seed}"), free(), []
    while len(found) < count:
        pair = chance.choice(written) if chance.random() < 0.3 else honest(chance)
        if lie := LIES[kind](pair, chance):
            found.append(lie)
    return found
