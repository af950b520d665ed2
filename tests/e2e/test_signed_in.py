"""In a real browser, before a real provider: signing in, a restricted source opened from its citation, the steward's page,
privacy, signing out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from assistant.answering import Assistant
from bots.server import application
from ingest import pipeline
from ingest.index.shelf import Shelf
from ingest.settings import Settings as Reading
from tests.assistant import harbour
from tests.bots.access.openid import OpenId
from tests.bots.access.served import DIRECTION, settings
from tests.e2e.test_web_page import violations
from tests.ingest.index.conftest import HashEmbedder
from tests.listening import free_port, listening

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SECRET = "Quand ouvre le phare secret de l'île Noire ?"


@pytest.fixture(scope="module")
def provider() -> Iterator[OpenId]:
    with OpenId() as made:
        made.person |= {"groups": [DIRECTION], "name": "Personne Test"}
        yield made


@pytest.fixture(scope="module")
def site(provider: OpenId, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The harbours, whose private note is for « direction », behind sign-in; the direction keeps the documents too."""
    place = tmp_path_factory.mktemp("signed")
    reading = Reading(corpus=harbour.build(place / "docs"), index=place / "index")
    described = reading.corpus / "corpus.yaml"
    more = "verified: 2025-10-01, review: 2026-10-01, questions: ['Quand vider les cales ?']"
    described.write_text(harbour.DESCRIBED.replace("2024-01-15", f"2024-01-15, {more}"), "utf-8")
    embedder = HashEmbedder()  # nothing is asked here: pages alone are read
    pipeline.ingest(reading.corpus, reading.index, embedder)
    opened = Assistant(Shelf(reading.index, embedder.identity), embedder, today=date(2025, 11, 1))
    port = free_port()
    made = settings(
        place / "state",
        provider,
        index=reading.index,
        port=port,
        stewards="direction",
        owners="direction=*",
        ledger="on",
        workers=0,
    )
    with listening(application(made, lambda: opened), port):
        yield f"http://127.0.0.1:{port}"


def signed_in(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#go").click()  # the provider's own page
    page.wait_for_url(address)


def test_a_person_signs_in_reads_what_is_theirs_and_leaves(browser: Any, site: str, axe: str) -> None:
    """The page asked for comes after the provider's; a restricted answer's citation opens; the steward's page and the one on
    privacy are there, without an accessibility fault in either language; after leaving nothing opens any more."""
    context = browser()
    page = context.new_page()
    signed_in(page, f"{site}/explorer/documents")
    assert "Note sur le phare secret" in page.content()
    page.goto(f"{site}/sources/note-privee.md/-")
    assert "île Noire" in page.content()
    page.goto(f"{site}/intendance")
    page.locator('button[value="confirm"]').first.click()
    page.locator('button[value="withdraw"]').wait_for()
    found = {}
    for path in ("/intendance", "/privacy"):
        for language in ("fr", "en"):
            page.goto(f"{site}{path}?lang={language}")
            assert page.locator("html").get_attribute("lang") == language
            found[f"{path} {language}"] = violations(page, axe)
    page.goto(site)
    page.locator("form.account button").click()
    page.wait_for_url("**/sign-out**")
    found["signed out"] = violations(page, axe)
    page.goto(f"{site}/sources/note-privee.md/-")
    assert page.locator("#go").count() == 1  # at the provider's again
    assert {path: bad for path, bad in found.items() if bad} == {}
    context.close()


def test_somebody_of_no_group_finds_no_trace_of_it(browser: Any, site: str, provider: OpenId) -> None:
    """Neither its title, nor its page, nor the steward's; a page that is not there looks the same."""
    before, provider.person = provider.person, {**provider.person, "groups": [], "oid": "2" * 36, "sub": "s2"}
    context = browser()
    page = context.new_page()
    signed_in(page, f"{site}/explorer/documents")
    assert "phare secret" not in page.content()
    told = {}
    for path in ("/sources/note-privee.md/-", "/sources/nulle-part.md/-", "/intendance", "/nulle-part"):
        answered = page.goto(site + path)
        assert answered is not None
        told[path] = (answered.status, page.locator("main").inner_text())
    assert told["/sources/note-privee.md/-"] == told["/sources/nulle-part.md/-"]
    assert told["/intendance"] == told["/nulle-part"]
    provider.person = before
    context.close()
