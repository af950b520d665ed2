"""Documents and questions written to harm, and documents that change, in a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import hostile
from tests.e2e.conftest import ROOT, serving, warmed

pytestmark = pytest.mark.browser
ANSWERED = 20_000  # milliseconds: an answer to a long question, on a busy machine

PAGES = (
    "/",
    *(f"/explorer/{section}" for section in ("roles", "projets", "offres", "glossaire", "documents", "defauts")),
    *(f"/sources/{name}/1" for name in ("charte.md", "matrice.xlsx", "offres.xlsx", "projets-t2.xlsx", "glossaire.md")),
)
# What our own pages never hold: anything here was parsed from a document's or a person's words. An address that a
# document writes is a link, to exactly what is read and nowhere else.
STRANGE = r"""() => {
const ours = /^(https?:\/\/(127\.0\.0\.1|documents\.example\.org)|\/(?![/\\])|#|\?)/;
const read = node => node.matches('a.address-link') && node.attributes.length === 2 && !node.children.length
  && /^https?:\/\//.test(node.textContent) && node.getAttribute('href') === node.textContent;
const handler = /^on|^srcdoc$|^formaction$|^style$/i, address = /^(href|src|action|xlink:href)$/i;
const foreign = /^(img|iframe|object|embed|base|style|template|math|video|audio|animate|use)$/i;
return [...document.querySelectorAll('*')].filter(node =>
  [...node.attributes].some(a => handler.test(a.name) || (address.test(a.name) && !ours.test(a.value) && !read(node)))
  || foreign.test(node.tagName)
  || (node.tagName === 'SCRIPT' && node.getAttribute('src') !== '/static/repere.js')
  || (node.tagName === 'META' && node.hasAttribute('http-equiv'))
).map(node => node.outerHTML.slice(0, 200));
}"""


def ingest(folder: Path, index: Path) -> None:
    env = {**os.environ, "REPERE_TODAY": "2026-11-24"}
    subprocess.run(
        [sys.executable, "-m", "bots", "ingest", str(folder), "--index", str(index)], cwd=ROOT, check=True, env=env
    )


class Site:
    """A hostile folder, its index, and a server in front of it."""

    def __init__(self, folder: Path, index: Path, address: str) -> None:
        self.folder, self.index, self.address = folder, index, address


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, index = hostile.folder(tmp_path_factory.mktemp("hostile")), tmp_path_factory.mktemp("index")
    ingest(folder, index)
    with serving(index, REPERE_TODAY="2026-11-24") as address:
        warmed(address)
        yield Site(folder, index, address)


@pytest.fixture
def page(browser: Any, site: Site) -> Iterator[Page]:
    """A page on which nothing that is not ours may run, ask or answer."""
    ran: list[str] = []
    opened: Page = browser().new_page()
    opened.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    opened.on("pageerror", lambda error: ran.append(str(error)))
    opened.on("popup", lambda other: ran.append(other.url))
    opened.goto(site.address)
    yield opened
    assert ran == []


def answered(page: Page) -> None:
    """No step is shown any more."""
    expect(page.locator(".steps")).to_have_count(0, timeout=ANSWERED)


def harmless(page: Page) -> None:
    assert page.evaluate(STRANGE) == []
    assert page.evaluate("'ran' in window") is False
    assert page.url.startswith("http://127.0.0.1:")


def test_documents_are_only_ever_text(page: Page, site: Site) -> None:
    """On every page, whatever titles, headings, lists, cells and terms hold: shown as written, nothing runs."""
    for path in PAGES:
        page.goto(site.address + path)
        harmless(page)
        assert path == "/" or page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.goto(f"{site.address}/sources/matrice.xlsx/1")
    expect(page.get_by_text("Activité 3 <script src=https://hostile.invalid/a.js></script>").first).to_be_visible()
    expect(page.locator("h1")).to_have_text('Matrice "><script>window.ran=51</script>')


def test_an_address_that_is_not_of_the_web_is_not_a_link(page: Page, site: Site) -> None:
    """No page leads to an address that is not of the web (corpus.yaml refuses one at ingest)."""
    page.goto(f"{site.address}/sources/matrice.xlsx/1")
    assert page.locator("a[href^='javascript' i]").count() == 0


def test_an_address_in_a_question_is_not_a_link(page: Page) -> None:
    """Only what documents write leads away: whoever hands over a question cannot make a page lead elsewhere."""
    for asked in ("Qui approuve https://asked.invalid/x ?", "Activité 3 https://asked.invalid/x"):
        page.get_by_label("Votre question").fill(asked)
        page.keyboard.press("Enter")
        expect(page.locator(".turn .question", has_text=asked)).to_have_count(1)
        answered(page)
        harmless(page)
        assert page.locator("a[href^='https://asked.invalid']").count() == 0


@pytest.mark.parametrize("first", range(0, len(hostile.STRINGS), 20))
def test_questions_are_only_ever_text(page: Page, browser: Any, site: Site, first: int) -> None:
    """Asked in the field, sent in an address, or posted without JavaScript: shown as written, nothing runs."""
    for at in range(first, first + 20, 4):
        asked = "Qui fait " + " ".join(hostile.STRINGS[at : at + 4])
        shown = page.locator(".turn .question").count()
        page.get_by_label("Votre question").fill(asked)
        page.get_by_role("button", name="Demander", exact=True).click()
        expect(page.locator(".turn .question")).to_have_count(shown + 1)
        answered(page)
        harmless(page)
    plain = browser(java_script_enabled=False).new_page()
    plain.goto(site.address)
    plain.get_by_label("Votre question").fill(" ".join(hostile.STRINGS[first : first + 20])[:3900])
    plain.get_by_role("button", name="Demander", exact=True).click()
    expect(plain.locator(".question .words, #error").first).to_be_visible()
    harmless(plain)


def test_answers_quote_hostile_words_as_text(page: Page) -> None:
    """An answer drawn from hostile cells, with its quotes and follow-ups, live."""
    for number in (3, 7, 13, 29):
        page.get_by_label("Votre question").fill(
            f"Qui fait quoi pour « Activité {number} {hostile.STRINGS[number]} » ?"
        )
        page.keyboard.press("Enter")
        answered(page)
        harmless(page)
    assert page.locator(".margin blockquote").count() >= 1
    assert page.locator(".reply", has_text="<script src=https://hostile.invalid/a.js>").count() >= 1


def test_defects_lead_to_the_words_at_fault(page: Page, site: Site) -> None:
    """What lint finds is listed; each place is a link to its marked words."""
    page.goto(f"{site.address}/explorer/defauts")
    assert page.locator(".defects > li").count() >= 10
    page.locator(".defects a").first.click()
    expect(page.locator("mark#passage")).to_be_in_viewport()


def test_freshness_is_told(page: Page, site: Site) -> None:
    """How many documents are in force and replaced; the viewer of a replaced one names the new one."""
    page.goto(f"{site.address}/explorer/documents")
    expect(page.locator(".fresh")).to_contain_text("Remplacés : 1")
    page.get_by_role("link", name="Ancienne charte").click()
    expect(page.locator(".note")).to_contain_text("remplacé par Charte")


def link_to(page: Page, site: Site, words: str) -> str:
    """The permalink of the source that quotes these words, as an answer gives it."""
    page.goto(site.address)
    page.get_by_label("Votre question").fill(f"Que dit la charte : {words}")
    page.keyboard.press("Enter")
    found = page.locator(".margin li", has_text=words[:40]).locator("a.place").first
    return site.address + str(found.get_attribute("href"))


def test_a_permalink_outlives_its_version(page: Page, site: Site) -> None:
    """After a new ingest, under the same server: words still there, words that moved, words that are gone, each said."""
    links = {words: link_to(page, site, words) for words in (hostile.PLAIN, hostile.MOVING, hostile.LOST)}
    for words, link in links.items():
        page.goto(link)
        expect(page.locator("mark#passage")).to_have_text(words)
        expect(page.locator(".note")).to_have_count(0)
    hostile.charter(site.folder, version="2")
    ingest(site.folder, site.index)
    for words in (hostile.PLAIN, hostile.MOVING):
        page.goto(links[words])
        expect(page.locator(".note")).to_contain_text("version 1")
        expect(page.locator(".note")).to_contain_text("version 2")
        expect(page.locator("mark#passage")).to_have_text(words)
        expect(page.locator(".here")).to_contain_text("changé de place")
    page.goto(links[hostile.LOST])
    expect(page.locator(".contradiction")).to_contain_text("ne se trouvent plus")
    assert page.locator("mark").count() == 0
