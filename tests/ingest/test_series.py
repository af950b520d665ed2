"""Reports that only their series tells to be such: the same things, told again in other shapes."""

from __future__ import annotations

from ingest.documents.series import in_series
from ingest.facts.listings.legends import codes
from ingest.facts.records import ProjectStatus
from ingest.kinds import project_status
from ingest.loaders import markdown, text
from ingest.model import Description, Document, Kind


def _described(document: Document, day: str) -> Description:
    return Description(document.name, document.name, date=day, inferred=frozenset({"kind", "date"}))


def _told(*found: tuple[Document, str]) -> dict[str, dict[str, dict[str, str]]]:
    """Document → thing → key → words, of what a series tells."""
    told = in_series([(document, _described(document, day), ()) for document, day in found])
    return {
        name: {r.name.value: {k: f.quote for k, f in r.facts.items()} for r in one.records}
        for name, one in told.items()
    }


def _mail(name: str, said: str) -> Document:
    return text.load(said.encode(), name)


MARCH = """Bonjour,

- Serre du port : ça roule, ouverture le 3 mai 2027.
- Four commun : coincé, le gaz manque.
- Rucher : en retard, soumissions trop chères.
- Quai bas : en pause.
- Halle : terminé.
"""
JUNE = """Voici la suite.

Serre du port -> coincé, vitres brisées.

Four commun -> ça roule, gaz livré.

Rucher -> terminé, 12 ruches.

Quai bas -> en retard, encore.

Halle -> suspendu.
"""


def test_mails_of_other_shapes_tell_the_states_of_the_same_things() -> None:
    """Two mails that begin their lines with the same names are reports; words said again after several names are states."""
    told = _told((_mail("mars.txt", MARCH), "2027-03-06"), (_mail("juin.txt", JUNE), "2027-06-12"))
    assert told["mars.txt"]["Four commun"] == {"phase": "coincé", "comment": "le gaz manque"}
    assert told["mars.txt"]["Serre du port"]["due"] == "3 mai 2027"
    assert told["juin.txt"]["Serre du port"]["phase"] == "coincé"
    assert told["juin.txt"]["Rucher"]["phase"] == "terminé"


def test_a_mail_alone_is_no_report() -> None:
    """Repetition tells: lines with states that no other dated text tells again stay what they are."""
    assert not _told((_mail("mars.txt", MARCH), "2027-03-06"))


def test_words_of_states_are_those_of_a_legend() -> None:
    """A state with no mark before it ends the name where a legend explains it, and opens a run of short parts."""
    legend = "\n\nLégende : En selle = dans les temps. Démonté = travaux arrêtés. Rentré = terminé.\n"
    lines = (
        "Écurie (phase nord) {} – 40 % – fin prévue : 1er mai 2028 – 0,4 M$ Le foin manque.\n\n"
        "Manège couvert {} – 90 % – fin prévue : juin 2028 – 2 M$\n\nClôture (du pré) {} – 5 % – fin à revoir – 1 M$"
    )
    first = _mail("a.txt", lines.format("En selle", "Démonté", "Démonté") + legend)
    second = _mail("b.txt", lines.format("Démonté", "Rentré", "En selle") + legend)
    told = _told((first, "2028-01-10"), (second, "2028-04-10"))
    assert set(told["a.txt"]) == {"Écurie (phase nord)", "Manège couvert", "Clôture (du pré)"}
    stable = told["a.txt"]["Écurie (phase nord)"]
    assert (stable["health"], stable["progress"], stable["due"]) == ("En selle", "40 %", "1er mai 2028")
    assert (stable["budget"], stable["comment"]) == ("0,4 M$", "Le foin manque")
    assert told["b.txt"]["Manège couvert"]["phase"] == "Rentré"
    assert codes(first)["Démonté"].quote == "travaux arrêtés"


def test_what_stands_aside_and_was_the_name_of_another_thing_is_a_former_name() -> None:
    """« Halle neuve (avant, on disait le Four commun) » was « Four commun », whatever words say so."""
    june = JUNE.replace("Four commun ->", "Halle neuve (avant, on disait le Four commun) ->")
    found = [(_mail("mars.txt", MARCH), "2027-03-06"), (_mail("juin.txt", june), "2027-06-12")]
    told = in_series([(document, _described(document, day), ()) for document, day in found])
    renamed = next(r for r in told["juin.txt"].records if r.name.value == "Halle neuve")
    assert renamed.formerly == ("Four commun",)
    assert told["juin.txt"].description.kind is Kind.PROJECT_STATUS
    assert told["juin.txt"].description.period is not None


def test_a_charter_and_its_next_version_are_no_reports() -> None:
    """Texts that share their heads and tell no states are left alone."""
    charter = "# Charte\n\n## Quorum\n\nQuatre membres.\n\n## Mandat\n\nDeux ans.\n\n## Siège\n\nÀ la ville.\n"
    old, new = (markdown.load(charter.encode(), name) for name in ("2018.md", "2025.md"))
    assert not _told((old, "2018-01-01"), (new, "2025-01-01"))


def test_a_value_of_one_word_is_quoted_with_its_label() -> None:
    """« Couleur : jaune » proves what « jaune » alone, found on every page, would not."""
    page = "# Projets en mai 2027\n\n## {}\n\nCouleur : jaune. Avancement : 40 %. Fin visée : 3 juin 2027.\n"
    document = markdown.load(page.format("Passerelle").encode(), "mai.md")
    records, _ = project_status.extract(document, _described(document, "2027-05-01"))
    health = next(r for r in records if isinstance(r, ProjectStatus)).facts["health"]
    assert (health.value, health.quote) == ("yellow", "Couleur : jaune")
