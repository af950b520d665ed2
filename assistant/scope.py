"""Questions that no governance document answers, whatever it says: told politely, before anything is searched.

Only forms that cannot be a question about the documents are listed; the rest is left to the evidence.
"""

from __future__ import annotations

import re

from assistant.library import Library
from assistant.model import Query
from ingest.languages import fold, words

# Each is matched on the question as typed, folded, its words apart by one space.
_ORDERS_TO_US = re.compile(
    r"\b(ignore[rz]?|oublie[rz]?|disregard|forget|bypass|contourne[rz]?|outrepasse[rz]?)\b.{0,40}"
    r"\b(consignes?|instructions?|regles?|directives?|rules?|prompt|precedent\w*|previous|above|"
    r"restrictions?|filtres?|sources?)\b"
    r"|\b(prompt|system message|message) (systeme|system|initial)\b|\bsystem prompt\b|\b(tes|vos|"
    r"your) (consignes|instructions|directives internes|hidden)\b"
    r"|\b(reponds?|repondez|dis|dites|ecris|answer|reply|say|respond)\b.{0,30}\b(uniquement|"
    r"seulement|juste|only|exactly|simplement)\b.{0,30}\b(par|le mot|with|the word|oui|yes|ok)\b"
    r"|\bne cite[rz]? (aucune|pas)\b|\b(without|sans) (citing|citer|any citation|aucune citation|source|sources)\b"
    r"|\b(tu es|vous etes|you are) (maintenant|now|desormais)\b|\b(fais|faites) (comme si|"
    r"semblant)\b|\bpretend (that|to|you)\b|\bact as\b"
    r"|\b(affirme[rz]?|confirme[rz]?|invente[rz]?|declare[rz]?|make up|fabricate|"
    r"invent)\b.{0,25}\b(que|qu|that|une? (faux|fausse|reponse|chiffre|citation|source|date|nom)|"
    r"a (fake|quote|source|number|name|date))\b"
    r"|\b(jailbreak|mode (developpeur|debug|admin)|developer mode|dan mode|base64|rot13)\b"
    r"|\b(repete|repeat|affiche|print|reveal|revele|montre|show|dump|copie)\b.{0,30}\b(prompt|"
    r"consignes|instructions|configuration|api key|cle api|mot de passe|password)\b"
)
_CHORES = re.compile(
    r"\b(blagues?|joke|devinette|riddle|recettes?|recipe|poeme|poem|chanson|song lyrics|haiku|"
    r"horoscope|limerick|conte|rap)\b"
    r"|\b(traduis|traduire|traduisez|traduction de cette|translate|translation of)\b.{0,60}\b(en|"
    r"in|into|to|vers|this|cette|ce|l)\b"
    r"|\b(ecri\w*|write|code|program\w*|genere\w*|generate|redige|compose)\b.{0,40}\b(fonction|"
    r"function|script|python|java|javascript|sql|programme|program|code|poeme|poem|chanson|song|"
    r"lettre de motivation|cover letter|cv|essay|dissertation|email|courriel|story|histoire|"
    r"slogan|tweet)\b"
    r"|\b(meteo|weather|temperature (fera|will|dehors|outside)|va t il (pleuvoir|neiger)|"
    r"will it (rain|snow)|il fait (beau|froid|chaud)|previsions? meteo|forecast for (tomorrow|"
    r"today))\b"
    r"|\b(temperature)\b.{0,25}\b(demain|aujourd|tomorrow|today)\b"
    r"|\b(capitale? (de|du|d|of)|capital of|coupe stanley|stanley cup|canadiens de montreal|"
    r"score du match|super bowl|world cup|coupe du monde|hockey|film|movie|restaurant|resto|hotel|"
    r"bitcoin|cryptomonnaie|taux de change|cours de (l|la) (action|bourse)|loto)\b"
    r"|\b(racine carree|square root|combien font|what is \d+ (times|plus|minus)|derivee|integrale|"
    r"resous|solve (this|the) equation)\b"
    r"|\b\d+ (x|fois|plus|moins|times|divided by|divise par) \d+\b"
)
_CLINICAL = re.compile(
    r"\b(posologie|dosage|dose|doses|comprimes?|mg kg|side effects?|effets? secondaires?|"
    r"contre indications?|contraindications?|"
    r"ordonnance (de|pour)|prescrire|prescribe|symptomes? (de|du|d)|symptoms? of|diagnostic (de|"
    r"du) (cancer|diabete)|traiter (un|une|le|la) "
    r"(patient|grippe|pneumonie|infection|douleur)|antibiotiques?|vaccins?|acetaminophene|"
    r"ibuprofene|amiodarone|insuline|warfarine|"
    r"tylenol|morphine|aspirine?|mal (a|au|de) (la )?(tete|ventre|dos|gorge|poitrine)|fievre|"
    r"headache|chest pain|treat (a|my) )\b"
)
_OPINION = re.compile(
    r"\b(que penses tu|qu en penses tu|ton (avis|opinion)|votre (avis|opinion) (personnel\w*)?|"
    r"what do you think|your opinion|do you (like|believe|think)|"
    r"(est il|est elle|sont ils) (sympathique|competent\w*|gentil\w*|incompetent\w*)|"
    r"penses tu que|crois tu que|pensez vous que|"
    r"pour qui (voter|dois je voter)|who should i vote|meilleur (parti|premier ministre)|"
    r"es tu (content|heureux|humain|un robot)|are you (happy|human|a robot|sentient))\b"
)
_PRIVATE = re.compile(
    r"\b(salaires?|salary|salaries|paye de|combien (gagne|est paye\w*)|"
    r"how much does .{0,40} (earn|make|get paid)|numero (d assurance sociale|de carte|personnel)|"
    r"adresse (personnelle|a la maison|du domicile|de domicile)|home address|home phone|"
    r"telephone (personnel|a la maison|de maison)|cell(ulaire)? (personnel|prive|de)|"
    r"personal (phone|cell|email|address)|"
    r"date de naissance|birthday|anniversaire de|age (a|de|du) |quel age|how old is|marie\w* avec|"
    r"est (marie\w*|celibataire|divorce\w*|enceinte)|"
    r"enfants? de|religion de|orientation sexuelle|etat de sante de|dossier medical|"
    r"medical record|evaluation de rendement|mot de passe|password)\b"
)
_FORMS = (_ORDERS_TO_US, _CHORES, _CLINICAL, _OPINION)


def outside(query: Query, library: Library) -> str:
    """« out_of_scope » when the question is none that the documents could answer; "" otherwise."""
    said = _flat(query.question.text)
    if any(form.search(said) for form in _FORMS) and not _documents_speak_of_it(said, library):
        return "out_of_scope"
    if _PRIVATE.search(said) and not _documents_speak_of_it(said, library, _PRIVATE):
        return "out_of_scope"
    return ""


def _flat(text: str) -> str:
    return " ".join(words(fold(text)))


def _documents_speak_of_it(said: str, library: Library, form: re.Pattern[str] | None = None) -> bool:
    """« diagnostic », « traduction de questionnaires », « cellulaire »: an order to us aside, the documents' own
    subjects are never refused beforehand. The telling word must be one the documents use."""
    if _ORDERS_TO_US.search(said):
        return False
    vocabulary = library.remember("vocabulary", lambda seen: frozenset(seen.generation.vocabulary(seen.sees)))
    for pattern in (form,) if form else (_CHORES, _CLINICAL, _OPINION):
        if match := pattern.search(said):
            return all(w in vocabulary for w in match[0].split() if len(w) > 3) and bool(
                [w for w in match[0].split() if len(w) > 3]
            )
    return False
