"""What is told of a thing is dated, in the words of its cells, with what is not so any more said beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.known.things import Thing
from assistant.library import Library
from assistant.model import Lang
from assistant.telling import cards, values
from assistant.telling.drafting import Drafting
from assistant.telling.quotes import sentences
from tests.assistant.conftest import Opens, thing


def text(draft: Drafting) -> str:
    return "\n".join(claim.text for claim in draft.claims)


def value(one: Thing, key: str) -> tuple:  # type: ignore[type-arg]
    return tuple(v for v in one.latest.values if v.key == key)


def test_a_state_is_told_with_its_report(draft: Drafting, library: Library) -> None:
    """The name, the code, what the cells say, and the label of the report with its date."""
    project = thing(library, "PR-01")
    values.whole(draft, project, project.latest)
    for said in ("Quai du Nord (PR-01)", "au rouge", "45 %", "31 mars 2026", "printemps 2025", "30 juin 2025"):
        assert said in text(draft)


def test_a_card_has_a_line_that_answers_and_a_line_a_label(draft: Drafting, library: Library) -> None:
    """The first line is short and closes; what it says is not said again below; each line has its own proof."""
    project = thing(library, "PR-01")
    values.whole(draft, project, project.latest)
    line, *rows = draft.claims
    assert len(line.text.split("(printemps")[0].split()) <= 25
    assert line.text.endswith(".")
    assert not line.label
    assert rows
    assert all(row.label and row.text == f"{row.label} : {row.value}" and len(row.citations) == 1 for row in rows)
    assert not {"Santé", "Avancement", "Échéance"} & {row.label for row in rows}


def test_what_is_asked_is_told_first(library: Library) -> None:
    """« quand ? » of the whole card: the due date is in the line, the colour below."""
    draft, project = Drafting(library, Lang.FR, ("due",)), thing(library, "PR-01")
    values.whole(draft, project, project.latest)
    assert "échéance le 31 mars 2026" in draft.claims[0].text
    assert "Santé : Rouge" in [claim.text for claim in draft.claims[1:]]


def test_a_date_that_has_passed_is_said_to_have(draft: Drafting, library: Library) -> None:
    """PR-02 was due the day before, and is not done."""
    project = thing(library, "PR-02")
    values.told(draft, project, project.latest, value(project, "due"))
    assert any("est passée" in notice.text for notice in draft.notices)


def test_an_old_report_is_said_to_be(draft: Drafting, library: Library) -> None:
    """Its last state is of June, the day is in November."""
    project = thing(library, "PR-03")
    values.whole(draft, project, project.latest)
    assert [notice.kind for notice in draft.notices] == ["stale"]


@pytest.mark.parametrize(
    ("code", "said"), [("SV-02", "n'est plus offert"), ("SV-03", "est suspendu"), ("SV-01", "Prêt de grue (SV-01)")]
)
def test_an_offer_that_is_not_to_be_had_is_said_first(draft: Drafting, library: Library, code: str, said: str) -> None:
    """Retired and suspended, before all the rest of its card."""
    offer = thing(library, code)
    values.whole(draft, offer, offer.latest)
    assert said in draft.claims[0].text


def test_what_is_not_stated_of_a_thing_is_said_not_to_be(draft: Drafting, library: Library) -> None:
    """A committee without a quorum gets no one else's."""
    body = thing(library, "Comité des bouées et des phares")
    values.lacking(draft, body.latest, "quorum")
    assert "quorum" in text(draft)
    assert "quatre" not in text(draft)


def test_what_moved_is_told_step_by_step(draft: Drafting, library: Library) -> None:
    """Each value that changed, with the report of each step; a date that did not is left out."""
    project = thing(library, "PR-02")
    values.history(draft, project.states)
    assert "30 %" in text(draft)
    assert "60 %" in text(draft)
    assert "hiver 2025" in text(draft)
    assert "échéance" not in text(draft)


def test_asking_back_gives_each_with_its_own_value(draft: Drafting, library: Library) -> None:
    """« Quel est le quorum ? »: of each committee that has one, its own."""
    bodies = [thing(library, name) for name in ("CPO", "CF", "CBP")]
    values.which(draft, bodies, "quorum")
    lines = [claim.text for claim in draft.claims]
    assert "la moitié des ports plus un" in lines[0]
    assert "quatre personnes" in lines[1]
    assert "quatre" not in lines[2]
    assert not [line for line in lines if "Quorum :" in line.replace("Quel quorum", "")]


def test_who_presides_is_told_without_saying_it_twice(library: Library) -> None:
    """« Présidence : la capitainerie », of « la capitainerie, qui préside »."""
    draft = Drafting(library, Lang.FR, shown=True)
    body = thing(library, "CPO").latest
    chair = next(value for value in body.values if value.key == "chair")
    assert "qui préside" in chair.fact.quote
    cards.told(draft, body, [chair], "")
    assert "la capitainerie" in draft.claims[0].text
    assert "qui préside" not in draft.claims[0].text


def test_what_else_is_asked_comes_first_on_the_card(library: Library) -> None:
    """« Qui préside le conseil, et quand se réunit-il ? »: when it meets is the first line of the card."""
    body = thing(library, "CPO").latest
    draft = Drafting(library, Lang.FR, ("chair", "frequency"), shown=True)
    cards.told(draft, body, values.card(body), "")
    assert draft.claims[1].label == "Fréquence"


def test_english_is_told_in_english(library: Library) -> None:
    """The words round the cells are the asker's; the cells are the document's."""
    draft, project = Drafting(library, Lang.EN), thing(library, "PR-01")
    values.told(draft, project, project.latest, value(project, "due"))
    assert "due: 2026" not in text(draft)
    assert "due March 31, 2026" in text(draft)
    assert "échéance" not in text(draft)


# Two documents in force give one service two delays.
TABLE = "| Code | Service | Offert par | Demande | Délai | Coût |\n|---|---|---|---|---|---|\n"
ROWS = (
    "| SV-01 | Prêt de grue | Capitainerie | grue@ports.example.org | {delay} | Gratuit |\n"
    "| SV-02 | Glace en vrac | Bureau des glaces | glace@ports.example.org | 1 jour | 40 $ |\n"
    "| SV-03 | Visite du phare | Gardien-chef | phare@ports.example.org | 10 jours | Gratuit |\n"
)


@pytest.fixture(scope="module")
def catalogues(opens: Opens, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("catalogues")
    for name, delay in (("Catalogue des services nord", "2 jours"), ("Catalogue des services sud", "9 jours")):
        (folder / f"{name}.md").write_text(f"# {name}\n\n{TABLE}{ROWS.format(delay=delay)}", "utf-8")
    return opens(folder)


def test_documents_that_disagree_on_a_value_are_both_told(catalogues: Assistant) -> None:
    """2 days here, 9 days there: one is told, the other is said beside it, both are cited."""
    library = catalogues.library(as_of=date(2025, 11, 1))
    draft, offer = Drafting(library, Lang.FR), thing(library, "SV-01")
    values.told(draft, offer, offer.latest, value(offer, "delay"))
    [notice] = [one for one in draft.notices if one.kind == "contradiction"]
    assert {"2 jours", "9 jours"} <= {draft.citations[c].quote for c in notice.citations}
    assert ("2 jours" in text(draft)) is not ("2 jours" in notice.text)


def test_documents_that_agree_are_told_once(catalogues: Assistant) -> None:
    """The same delay in both is no disagreement."""
    library = catalogues.library()
    draft, offer = Drafting(library, Lang.FR), thing(library, "SV-03")
    values.told(draft, offer, offer.latest, value(offer, "delay"))
    assert not draft.notices


def test_sentences_are_cut_where_they_end() -> None:
    """An abbreviation or a number does not end a sentence."""
    said = "Le budget est de 2,1 M$ (ex. : salaires). Il est annuel. La suite, art. 12, vient après."
    cut = [said[start:end] for start, end in sentences(said)]
    assert cut == ["Le budget est de 2,1 M$ (ex. : salaires).", "Il est annuel.", "La suite, art. 12, vient après."]


def test_minutes_after_the_last_report_make_no_project_forgotten(opens: Opens, tmp_path: Path) -> None:
    """Minutes that do not name a project say nothing of it: the last report is still what is known."""
    (tmp_path / "Suivi.csv").write_text(
        "Suivi des projets au 31 mars 2025;;\nProjet;Santé;Avancement\nQuai;Vert;40 %\nPont;Vert;50 %\nGrue;Vert;5 %\n"
    )
    (tmp_path / "PV.md").write_text(
        "# Procès-verbal du conseil\n\nSéance du 12 mai 2025. Présents : la mairesse. Ordre du jour adopté.\n\nRien.\n"
    )
    library = opens(tmp_path).library()
    draft, project = Drafting(library, Lang.FR), thing(library, "Quai")
    values.whole(draft, project, project.latest)
    assert "40 %" in text(draft)
    assert not any("n'en parlent pas" in notice.text for notice in draft.notices)
