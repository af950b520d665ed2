"""The web page in a real browser: what a person does, sees and hears."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bots.wording.pages import pages

pytestmark = pytest.mark.browser

QUESTION = "Qui approuve la charte de projet ?"
ANSWERED = (
    "Qui fait quoi pour « Préparer la planification annuelle » ?",
    "Où en est le projet PR-01 ?",
    "Quels projets sont en rouge ?",
    "Comment demander « Plan de gestion du changement » ?",
)
PAGES = (
    "/",
    "/explorer/roles",
    "/explorer/projets",
    "/explorer/offres",
    "/explorer/glossaire",
    "/explorer/documents",
    "/explorer/defauts",
    "/sources/matrice-roles-CEIAVD.xlsx/3.1",
    "/sources/mandat-23-PP-00009.pdf/1?start=100&end=140",
    "/sources/cadre-gouvernance-CEIAVD.docx/2.0",
    "/sources/absent.pdf/1",
    "/nulle-part",
)


def opened(context: Any, address: str) -> Page:
    page: Page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.on("console", lambda said: pytest.fail(said.text) if "Content Security" in said.text else None)
    page.goto(address)
    return page


def ask(page: Page, question: str = QUESTION) -> None:
    page.get_by_label(re.compile("question", re.IGNORECASE)).fill(question)
    shown = page.locator(".reply").count()
    page.keyboard.press("Enter")
    expect(page.locator(".reply")).to_have_count(shown + 1)


def test_an_answer_comes_with_its_sources_and_is_announced(browser: Any, site: str) -> None:
    """The answer is shown, its sources are numbered, and one status message says it is ready."""
    page = opened(browser(), site)
    ask(page)
    assert page.locator(".call").count() >= 1
    assert page.locator(".margin li").count() >= 1
    expect(page.get_by_role("status")).to_contain_text("prête")
    assert page.locator("[aria-live]").count() == 0
    expect(page.get_by_label("Votre question")).to_be_focused()


def test_a_citation_leads_to_its_marked_words(browser: Any, site: str) -> None:
    """The link of a source opens the document with exactly the quoted words marked, in view."""
    page = opened(browser(), site)
    ask(page)
    quote = page.locator(".margin blockquote").first.inner_text()
    page.locator(".margin a.place").first.click()
    mark = page.locator("mark#passage")
    expect(mark).to_be_in_viewport()
    assert squeezed(mark.inner_text()) in squeezed(quote)
    assert len(squeezed(mark.inner_text())) > 0.8 * (len(squeezed(quote)) - 4)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip("«» ")


def test_a_number_leads_to_its_source_and_back(browser: Any, site: str) -> None:
    """A call moves focus to its source; Escape brings it back."""
    page = opened(browser(), site)
    ask(page)
    page.locator(".call").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".margin li").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".call").first).to_be_focused()


def test_a_conversation_carries_its_questions(browser: Any, site: str) -> None:
    """The second question is sent with the first; both answers stay on the page."""
    page = opened(browser(), site)
    ask(page)
    with page.expect_request("**/ask*") as sent:
        page.get_by_label("Votre question").fill("Et la durée ?")
        page.keyboard.press("Enter")
    expect(page.locator(".reply")).to_have_count(2)
    assert "context=Qui" in (sent.value.post_data or "")
    page.get_by_role("link", name="Nouvelle conversation").click()
    expect(page.locator("input[name=context]")).to_have_count(0)
    expect(page.locator(".reply")).to_have_count(0)


def test_stop_then_retry(browser: Any, site: str) -> None:
    """Stopping keeps the question in the field; retrying answers it."""
    context = browser()
    page = opened(context, site)
    held: list[Any] = []
    page.route("**/ask*", lambda route: held.append(route))  # noqa: PLW0108 – playwright cannot mark a built-in
    page.get_by_label("Votre question").fill(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Arrêter").click()
    expect(page.get_by_role("status")).to_contain_text("Arrêté")
    expect(page.get_by_label("Votre question")).to_have_value(QUESTION)
    page.unroute("**/ask*")
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator(".reply")).to_be_visible()


def test_copy_holds_the_answer_and_its_sources(browser: Any, site: str) -> None:
    """What is copied is the text, its numbers and the list of sources."""
    page = opened(browser(permissions=["clipboard-read", "clipboard-write"]), site)
    ask(page)
    page.get_by_role("button", name="Copier avec les sources").click()
    expect(page.get_by_role("status")).to_contain_text("copiées")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[1]" in copied
    assert "Sources :" in copied


def test_an_opinion_is_given_with_its_reason(browser: Any, site: str) -> None:
    """« Non » asks why; both are thanked."""
    page = opened(browser(), site)
    ask(page)
    page.get_by_role("button", name="Non", exact=True).click()
    field = page.get_by_label(re.compile("n.allait pas"))
    expect(field).to_be_focused()
    field.fill("incomplet")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("votre avis est noté").last).to_be_visible()


def test_a_suggestion_asks(browser: Any, site: str) -> None:
    """The first page proposes questions made from the corpus; a click asks one."""
    page = opened(browser(), site)
    first = page.locator(".begin .suggestion").first
    words = squeezed(first.inner_text())
    first.click()
    expect(page.locator(".reply")).to_be_visible()
    assert squeezed(page.locator(".question .words").inner_text()) == words


def test_without_javascript_everything_answers(browser: Any, site: str) -> None:
    """A form post gives the page with its answer; a follow-up and an opinion go the same way."""
    page = opened(browser(java_script_enabled=False), site)
    page.get_by_label("Votre question").fill(QUESTION)
    page.get_by_role("button", name="Demander", exact=True).click()
    expect(page.locator(".reply")).to_be_visible()
    expect(page.locator("input[name=context]")).to_have_value(QUESTION)
    page.get_by_role("button", name="Non", exact=True).click()
    page.get_by_label(re.compile("n.allait pas")).fill("incomplet")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", name="Merci")).to_be_visible()


def test_in_english(browser: Any, site: str) -> None:
    """An English browser gets an English page, and an English question an English answer around French quotes."""
    page = opened(browser(locale="en-CA"), site)
    assert page.locator("html").get_attribute("lang") == "en"
    ask(page, "Who pays for the centre?")
    assert page.locator(".said").get_attribute("lang") == "en"
    ask(page, "Who approves the annual plan?")
    assert page.locator("blockquote").last.get_attribute("lang") == "fr"


def test_a_filter_narrows_the_matrix(browser: Any, site: str) -> None:
    """By role, only the activities that role takes part in; by words, only those that hold them."""
    page = opened(browser(), f"{site}/explorer/roles")
    every = page.locator("tbody tr").count()
    page.get_by_label("Rôle", exact=True).select_option(index=1)
    page.get_by_role("button", name="Filtrer").click()
    assert 0 < page.locator("tbody tr").count() < every
    assert page.locator("thead th").count() == 2
    page.locator("tbody .letter").first.click()
    expect(page.locator("mark#passage")).to_be_in_viewport()


def test_progress_is_drawn_and_told(browser: Any, site: str) -> None:
    """A project's answer has its chart; the caption says the same as the drawing, which assistive tools skip."""
    page = opened(browser(), site)
    ask(page, "Où en est le projet PR-01 ?")
    assert page.locator("svg.chart circle").count() == 3
    expect(page.locator("figcaption")).to_contain_text("T3 2026 : 74 %, vert.")
    expect(page.locator("svg.chart")).to_have_attribute("aria-hidden", "true")


def test_colours_are_drawn_and_told(browser: Any, site: str) -> None:
    """An answer about several projects has a bar a report, as the explorer does; the words give the same counts."""
    page = opened(browser(), site)
    ask(page, "Combien de projets sont en vert ?")
    told = page.locator("figcaption span").inner_text()
    drawn = [int(n) for n in page.locator("svg .number").all_text_contents()]
    assert [int(n) for n in re.findall(r"(\d+) en ", told)] == drawn
    assert page.locator(".said td .lamp.green").count() == int(re.findall(r"(\d+) en vert", told)[-1])
    page.goto(f"{site}/explorer/projets")
    assert page.locator("figcaption span").first.inner_text() == told


def test_many_passages_are_folded_and_found(browser: Any, site: str) -> None:
    """Beyond ten, a document's passages are folded; the number that calls one unfolds them, and so does printing."""
    page = opened(browser(), site)
    ask(page, "Combien de projets sont en vert ?")
    folded = page.locator(".margin details")
    expect(folded).not_to_have_attribute("open", re.compile(".*"))
    page.locator(".said td .call").last.click()
    expect(folded).to_have_attribute("open", "")
    expect(page.locator(".margin li.on")).to_be_in_viewport()
    folded.evaluate("node => { node.open = false; }")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(folded).to_have_attribute("open", "")


def test_print_keeps_the_answer_and_its_sources(browser: Any, site: str) -> None:
    """The button prints; on paper the controls are gone, the answer and its sources remain."""
    page = opened(browser(), site)
    ask(page)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Imprimer").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    for gone in ("#ask", ".opinion", ".actions", ".top nav"):
        expect(page.locator(gone).first).to_be_hidden()
    for kept in (".question", ".said", ".margin blockquote"):
        expect(page.locator(kept).first).to_be_visible()


def test_an_answer_can_be_asked_again(browser: Any, site: str) -> None:
    """« Réessayer » puts a new answer in the place of the first."""
    page = opened(browser(), site)
    ask(page)
    with page.expect_request("**/ask*"):
        page.get_by_role("button", name="Réessayer").click()
    expect(page.locator(".turn .reply")).to_have_count(1)


def test_the_keyboard_is_enough(browser: Any, site: str) -> None:
    """The first key leads past the menu; a suggestion, a source and the way back need no mouse."""
    page = opened(browser(), f"{site}/explorer/roles")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.goto(site)
    page.locator(".begin .suggestion").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".reply")).to_be_visible()
    page.locator(".margin a.place").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark#passage")).to_be_in_viewport()


def test_every_page_speaks_english(browser: Any, site: str) -> None:
    """The same pages, every sentence of ours in English; the words of the documents keep their language."""
    page = opened(browser(locale="en-CA"), site)
    french = {said[0] for name, said in pages_wording().items() if len(said[0].split()) > 2}
    for path in PAGES:
        page.goto(site + path)
        assert page.locator("html").get_attribute("lang") == "en", path
        shown = squeezed(page.locator("body").inner_text())
        assert [said for said in french if said in shown] == [], path


def test_the_other_language_is_of_the_same_page(browser: Any, site: str) -> None:
    """The cited words stay marked and a filter stays set when a person changes language."""
    page = opened(browser(), site)
    ask(page, ANSWERED[0])
    page.locator(".margin a.place").first.click()
    marked = page.locator("mark#passage").inner_text()
    page.get_by_role("link", name="English").click()
    assert page.locator("mark#passage").inner_text() == marked
    page.goto(f"{site}/explorer/offres?text=formation&status=Actif")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_label("Contains the words")).to_have_value("formation")
    expect(page.get_by_label("Status")).to_have_value("Actif")


def pages_wording() -> dict[str, tuple[str, str]]:
    french, english = pages("fr"), pages("en")
    return {
        name: (squeezed(french[name]), english[name]) for name in french if "{" not in french[name] and name[:2] != "k_"
    }


def test_the_explorer_and_the_viewer_need_no_script(browser: Any, site: str) -> None:
    """Without JavaScript: a filter narrows, a value leads to its marked words."""
    page = opened(browser(java_script_enabled=False), f"{site}/explorer/offres")
    every = page.locator("tbody tr").count()
    page.get_by_label("Contient les mots").fill("formation")
    page.get_by_role("button", name="Filtrer").click()
    assert 0 < page.locator("tbody tr").count() < every
    page.locator("tbody a").first.click()
    expect(page.locator("mark#passage")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_no_accessibility_violation(browser: Any, site: str, axe: str, scheme: str, width: int) -> None:
    """axe-core finds nothing on any page, wide and narrow, light and dark; nothing overflows sideways."""
    context = browser(color_scheme=scheme, viewport={"width": width, "height": 800})
    page = opened(context, site)
    found = {}
    for path in PAGES:
        page.goto(site + path)
        found[path] = violations(page, axe)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.goto(site)
    for question in (QUESTION, *ANSWERED, "Combien de projets sont en vert ?", "Quelle est la capitale du Pérou ?"):
        ask(page, question)
    found["answers, a table, charts and a refusal"] = violations(page, axe)
    page.get_by_role("button", name="Non", exact=True).last.click()
    expect(page.get_by_label(re.compile("n.allait pas"))).to_be_visible()
    found["reason"] = violations(page, axe)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert {path: bad for path, bad in found.items() if bad} == {}


def violations(page: Page, axe: str) -> list[str]:
    # Evaluated by the debugger, which the page's own policy does not bind.
    page.evaluate(axe)
    # Every rule, those of WCAG 2.2 that are off by default included.
    result = page.evaluate("axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})")
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in result["violations"]]


def test_forced_colours_keep_the_mark(browser: Any, site: str) -> None:
    """With forced colours the marked words still stand out, by an outline."""
    page = opened(browser(forced_colors="active"), f"{site}/sources/mandat-23-PP-00009.pdf/1?start=100&end=140")
    style = page.locator("mark#passage").evaluate("node => getComputedStyle(node).outlineStyle")
    assert style != "none"
    page.goto(f"{site}/explorer/projets")
    fills = page.evaluate("[...document.querySelectorAll('.part, .number')].map(n => getComputedStyle(n).fill)")
    assert len(set(fills)) == 2, "digits and bars take the two colours a person chose"


def test_every_page_is_light(browser: Any, site: str) -> None:
    """A page and all it loads weigh 60 kB at most, as they travel to a browser that has nothing yet."""
    weights = {}
    for path in PAGES:
        loaded: list[Any] = []
        context = browser()
        context.on("requestfinished", lambda request, into=loaded: into.append(request))
        opened(context, site + path).evaluate("document.readyState")
        weights[path] = sum(request.sizes()["responseBodySize"] for request in loaded)
        context.close()
    assert min(weights.values()) > 1_000
    assert {path: weight for path, weight in weights.items() if weight > 60_000} == {}


def test_an_answer_is_painted_quickly(browser: Any, site: str) -> None:
    """From the key pressed to the frame that shows the answer, 300 ms at most: the best of four questions, once warm."""
    page = opened(browser(), site)
    ask(page)
    took = [_painted(page, question) for question in ANSWERED]
    assert min(took) <= 300, took


def _painted(page: Page, question: str) -> float:
    """Milliseconds, measured in the page itself: the frame after the one in which the reply is there."""
    page.get_by_label("Votre question").fill(question)
    watched = page.evaluate_handle(
        """() => ({ frame: new Promise((resolve) => {
          let started = 0;
          document.addEventListener("keydown", () => { started = performance.now(); }, { once: true, capture: true });
          const seen = document.querySelectorAll(".reply").length;
          new MutationObserver((_, observer) => {
            if (document.querySelectorAll(".reply").length === seen) return;
            observer.disconnect();
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - started)));
          }).observe(document.getElementById("turns"), { childList: true, subtree: true });
        }) })"""
    )
    page.keyboard.press("Enter")
    return float(page.evaluate("(watched) => watched.frame", watched))
