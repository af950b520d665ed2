"""All that could be told of a question is gathered once, each candidate with numbers and words that can be proved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answering import Assistant, tell
from assistant.choosing.features import NAMES, rows
from assistant.evidence.candidate import Candidate, Plan
from assistant.evidence.gathering import gather
from assistant.evidence.links import links
from assistant.evidence.matrices import letters_said
from assistant.library import Library
from assistant.verification import verify
from tests.assistant.conftest import Opens, asked


def told(candidate: Candidate, library: Library, text: str) -> str:
    """What a candidate would say."""
    draft = tell(asked(library, text), candidate, library)
    return "\n".join(claim.text for claim in draft.claims) if draft else ""


def of(library: Library, text: str, *plans: Plan, context: tuple[str, ...] = ()) -> list[Candidate]:
    """The candidates of these plans for a question."""
    found = gather(asked(library, text, *context), library)
    return [one for one in found if one.plan in plans]


@pytest.mark.parametrize(
    ("said", "plan", "words"),
    [
        ("Qui répare le quai principal ?", Plan.WHO, "« Réparer le quai principal » : le Maître de quai"),
        ("Quel est le rôle de la capitainerie pour peindre les bouées ?", Plan.PART, "Capitainerie : S"),
        ("De quoi le MQ est-il responsable ?", Plan.DUTIES, "peindre les bouées"),
        ("Quelle est l'échéance de PR-01 ?", Plan.VALUE, "31 mars 2026"),
        ("Où en est PR-01 ?", Plan.WHOLE, "45 %"),
        ("Quel est le budget de PR-01 ?", Plan.LACKING, "budget"),
        ("Qu'est-ce qui a changé dans PR-01 ?", Plan.CHANGE, "puis"),
        ("Quels projets sont en retard ?", Plan.LIST, "Quai du Nord"),
        ("Que tient la capitainerie ?", Plan.ITEMS, "registre des amarres"),
        ("Quand les équipages vident-ils leurs cales ?", Plan.QUOTE, "vider leurs cales"),
        ("Quel est le quorum du CF ?", Plan.VALUE, "quatre personnes"),
        ("Quel est le quorum du comité des bouées ?", Plan.LACKING, "quorum"),
    ],
)
def test_what_answers_is_among_the_candidates(library: Library, said: str, plan: Plan, words: str) -> None:
    """Whoever chooses has it before them."""
    found = [told(one, library, said) for one in of(library, said, plan)]
    assert any(words in text for text in found), found


def test_the_state_at_the_moment_named_comes_before_the_latest(library: Library) -> None:
    """Of PR-01 in winter, the winter's value is marked as asked and the latest as not."""
    found = of(library, "Quel était l'avancement de PR-01 à l'hiver 2025 ?", Plan.WHOLE)
    dated = {one.document: one.features["dated"] for one in found if one.thing and one.thing.code == "PR-01"}
    assert dated == {"suivi-hiver.md": 1.0, "suivi-printemps.md": -1.0}


def test_a_report_to_come_gives_no_state(library: Library) -> None:
    """Of the autumn's report, made after the day that is asked about, no value of a project is gathered."""
    said = "Où en est PR-01 à l'automne 2025 ?"
    found = of(library, said, Plan.WHOLE, Plan.VALUE, Plan.CHANGE)
    assert not [one for one in found if one.thing and one.thing.code and one.document == "suivi-automne.md"]


def test_what_one_may_not_read_is_no_candidate(harbours: Assistant) -> None:
    """The private note is gathered for its audience alone."""
    said = "Quand ouvre le phare secret de l'île Noire ?"
    public, inside = harbours.library(), harbours.library(frozenset({"direction"}))
    assert "note-privee.md" not in {one.document for one in gather(asked(public, said), public)}
    assert "note-privee.md" in {one.document for one in gather(asked(inside, said), inside)}


def test_the_likeliest_of_each_sort_is_the_one_named(library: Library) -> None:
    """A thing named outright is first of its sort, and leads."""
    first = {link.thing.sort: link for link in links(asked(library, "Où en est PR-03 ?"), library) if link.rank == 0}
    project = next(link for link in first.values() if link.thing.code)
    assert project.thing.code == "PR-03"
    assert project.lead > 0


OFFERS = """# Catalogue des services

| Service | Description | Coût |
|---|---|---|
| Panier de dépannage | Trois jours de nourriture | gratuit |
| Panier à la porte | Des vivres livrés à domicile | 5 $ |
| Bibliobus | Des livres qui viennent au village | gratuit |
"""


def test_all_that_one_may_choose_from_is_offered(library: Library) -> None:
    """Of two committees, one of which has no quorum written, both are given."""
    said = "Quel est le quorum du comité ?"
    back = [told(one, library, said) for one in of(library, said, Plan.WHICH)]
    assert any("quatre personnes" in text and "Comité des bouées et des phares" in text for text in back), back


def test_what_several_names_share_is_asked_back_among_them_alone(opens: Opens, tmp_path: Path) -> None:
    """« Le panier » is one of the two so named, each with its price; « le panier à la porte » asks nothing back."""
    (tmp_path / "catalogue.md").write_text(OFFERS, "utf-8")
    library = opens(tmp_path).library()
    half, whole = "Combien coûte le panier ?", "Combien coûte le panier à la porte ?"
    back = [told(one, library, half) for one in of(library, half, Plan.WHICH)]
    assert any("dépannage : gratuit" in t and "porte : 5 $" in t and "Bibliobus" not in t for t in back), back
    assert all("Bibliobus" in told(one, library, whole) for one in of(library, whole, Plan.WHICH))


LETTERS = """# Partage des responsabilités

E = exécute le travail. D = décide et en répond. T = tenu au courant.

| Activité | DG | Cheffe de quai | Gardien |
|---|---|---|---|
| Déneiger les aires | D | E | T |
| Fermer le quai | D | T | E |
| Parler aux journalistes | D | E | T |
| Mesurer le bruit des bateaux | T | D | E |
| Tenir l'exercice d'urgence annuel | T | D | E |
| Inspecter les bouées | T | E | D |
| Analyser les eaux de ruissellement de la cale (glycol) | D | T | E |
"""


def test_one_rare_word_of_a_long_name_is_enough_to_name_it(opens: Opens, tmp_path: Path) -> None:
    """« glycol » is no courtesy, and the activity is offered with both the letters that are asked."""
    (tmp_path / "matrice.md").write_text(LETTERS, "utf-8")
    library, said = opens(tmp_path).library(), "glycol : D ? E ?"
    found = [told(one, library, said) for one in of(library, said, Plan.EVERYONE)]
    assert any("glycol" in text and "DG" in text and "Gardien" in text for text in found), found


def test_what_a_role_does_is_told_of_all_the_matrices_whatever_their_letters(opens: Opens, tmp_path: Path) -> None:
    """One matrix writes E, another R; the role is spelt two ways; none is said of a letter that only one of them has."""
    (tmp_path / "matrice quais.md").write_text(LETTERS, "utf-8")
    other = LETTERS.replace("E =", "R =").replace("D =", "A =").replace("T =", "I =")
    rows = "| Payer les factures | A | R | I |\n| Tenir la caisse | A | R | I |\n| Former les recrues | A | I | R |\n"
    other = other[: other.index("| Déneiger")].replace("Cheffe de quai", "Cheffes du quai") + rows
    (tmp_path / "matrice bureau.md").write_text(other, "utf-8")
    library, said = opens(tmp_path).library(), "Qu'est-ce que la cheffe de quai réalise ?"
    found = [told(one, library, said) for one in of(library, said, Plan.DUTIES)]
    alone = [
        text for text in found if "fermer le quai" not in text and "mesurer" not in text
    ]  # what it is told of, or decides
    assert any("déneiger" in text and "payer les factures" in text and "parler" in text for text in alone), found
    assert not any("Cheffe" in text and "responsable" in text and "aucune" in text for text in found), found


HELP = """# Qui fait quoi

P = porte le dossier et en répond. E = épaule, donne un coup de main à qui porte. T = tranche.

| Activité | Direction | Mécanicien | Gardien |
|---|---|---|---|
| Réparer la grue | T | P | E |
| Peindre la digue | T | E | P |
| Sonder le chenal | T | P | E |

## Le bureau

X = responsable de l'activité. O = apporte son appui.

| Activité | Direction | Mécanicien | Gardien |
|---|---|---|---|
| Payer les factures | X | O |  |
| Tenir la caisse | O |  | X |
| Former les recrues | X | O | O |
"""


def test_a_letter_for_help_is_told_from_the_one_for_the_work_whatever_its_words(opens: Opens, tmp_path: Path) -> None:
    """« épaule » and « apporte son appui » help; « porte » does the work."""
    (tmp_path / "matrice.md").write_text(HELP, "utf-8")
    library = opens(tmp_path).library()
    kinds = {
        (one.thing.name, one.key.split()[-1]): one.kinds
        for said in ("Qui répare la grue ?", "Qui paie les factures ?")
        for one in of(library, said, Plan.WHO)
        if one.thing and one.features["held"]
    }
    assert kinds["Réparer la grue", "P"] == ("who.R",)
    assert kinds["Réparer la grue", "E"] == ("who.S",)
    assert kinds["Payer les factures", "O"] == ("who.S",)


def test_a_letter_is_asked_for_by_the_first_word_of_its_legend(opens: Opens, tmp_path: Path) -> None:
    """« qui porte… » is P and no other letter; where the activity's own name says the word, nothing is told of it."""
    (tmp_path / "matrice.md").write_text(HELP.replace("Sonder le chenal", "Porter le sondeur"), "utf-8")
    library = opens(tmp_path).library()

    def letters(said: str, name: str) -> dict[str, float]:
        found = [one for one in of(library, said, Plan.WHO) if one.thing and one.thing.name == name]
        return {one.key.split()[-1]: one.features["letter"] for one in found}

    asked_for = letters("Qui porte la réparation de la grue ?", "Réparer la grue")
    assert asked_for["P"] == 1.0
    assert asked_for["T"] == asked_for["E"] == 0.0
    assert 0 < letters("Qui porte le sondeur ?", "Porter le sondeur")["T"] < 1


def test_a_matrix_past_its_day_does_not_mix_with_one_in_force(opens: Opens, tmp_path: Path) -> None:
    """Both tell of the crane: only who has the letter in the one in force is told; what it alone tells is told still."""
    old = HELP.partition("## Le bureau")[0].replace(
        "| Réparer la grue | T | P | E |", "| Réparer la grue | P | T | E |"
    )
    (tmp_path / "grille.md").write_text(old.replace("# Qui fait quoi", "# Grille du port"), "utf-8")
    (tmp_path / "matrice.md").write_text(HELP, "utf-8")
    (tmp_path / "corpus.yaml").write_text("documents:\n  grille.md:\n    expires: 2025-01-01\n", "utf-8")
    library, said = opens(tmp_path).library(), "Qui répare la grue ?"
    [who] = [
        one for one in of(library, said, Plan.WHO) if one.key.endswith(" P") and one.thing and "grue" in one.thing.name
    ]
    assert "Mécanicien" in told(who, library, said)
    assert "Direction" not in told(who, library, said)


def test_nothing_is_said_to_lack_a_letter_its_matrix_never_writes(opens: Opens, tmp_path: Path) -> None:
    """The second matrix writes no T: that nobody decides there is not known, unless the letter itself is asked for."""
    (tmp_path / "matrice.md").write_text(HELP, "utf-8")
    library = opens(tmp_path).library()

    def letters(said: str) -> set[str]:
        found = of(library, said, Plan.WHO)
        return {one.key.split()[-1] for one in found if one.thing and one.thing.name == "Payer les factures"}

    assert letters("Qui paie les factures ?") == {"X", "O"}
    assert "T" in letters("payer les factures : T ?")


def test_a_colour_that_is_said_is_not_joined_to_one_that_is_near(library: Library) -> None:
    """« au rouge » lists the red ones, never « rouge ou jaune »."""
    keys = [one.key for one in of(library, "Quels projets sont au rouge ?", Plan.LIST)]
    assert any("health=" in key for key in keys), keys
    assert not any("/" in key.partition("health=")[2] for key in keys), keys


def test_since_a_report_is_not_before_it(library: Library) -> None:
    """« depuis le printemps » : what moved from winter to spring is marked as not asked."""
    found = of(library, "Qu'est-ce qui a changé dans PR-01 depuis l'hiver 2025 ?", Plan.CHANGE)
    assert {one.features["dated"] for one in found if one.thing and one.thing.code == "PR-01"} == {1.0}
    spring = of(library, "Qu'est-ce qui a changé dans PR-01 depuis le printemps 2025 ?", Plan.CHANGE)
    assert {one.features["dated"] for one in spring if one.thing and one.thing.code == "PR-01"} == {-1.0}


SAID = st.one_of(
    st.text(min_size=1, max_size=80),
    st.lists(
        st.sampled_from(
            "qui combien projets quai CF CPO PR-01 rouge retard hiver capitainerie glace quorum budget MQ approuve".split()
        ),
        min_size=1,
        max_size=6,
    ).map(" ".join),
)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=SAID)
def test_whatever_is_gathered_can_be_proved(library: Library, said: str) -> None:
    """Each candidate has its own key, finite numbers, and what it tells cites words that are found again."""
    if not said.strip():
        return
    reading = asked(library, said)
    found = gather(reading, library)
    assert len({one.key for one in found}) == len(found)
    made = rows(reading, found)
    assert made.shape == (len(found), len(NAMES))
    assert not np.isinf(made).any()
    for candidate in found:
        draft = tell(reading, candidate, library)
        if draft:
            answer = verify(reading, draft, library)
            assert answer, candidate.key
            assert [c.text for c in answer.claims] == [c.text for c in draft.claims], candidate.key


@pytest.mark.parametrize(
    ("said", "letters"),
    [
        ("peindre les bouées : A ?", "A"), ("MQ = S : lignes", "S"), ("S (soutien) compter les voiles", "S"),
        ("toutes les lignes à la lettre I.", "I"), ("qui porte le A pour les bouées", "A"),
        ("bouées : A ? R ?", "AR"), ("A qui demander les bouées ?", ""),
        ("What do I need for the buoys?", ""), ("le vaccin de l'hépatite C, qui s'en occupe ?", ""),
    ],
)  # fmt: skip
def test_a_letter_written_as_one_is_the_one_asked(library: Library, said: str, letters: str) -> None:
    """Who has another letter is no answer; a capital that is a word or part of a name is no letter."""
    held = [one for one in of(library, said, Plan.WHO) if not one.other_letter]
    assert letters_said(said, "ARCIS") == set(letters)
    assert not letters or {one.key.split()[-1] for one in held} <= set(letters)
