"""Documents that come by themselves: the same promises from a folder, a real WebDAV server, and a strict fake of Graph."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import httpx
import pytest

from ingest.errors import SourceUnreachable
from ingest.sources.calling import ATTEMPTS, Caller
from ingest.sources.folder import Folder
from ingest.sources.graph import Graph
from ingest.sources.model import Source
from ingest.sources.syncing import KEPT, Synchronisation
from ingest.sources.webdav import WebDav
from tests.ingest.sources.graph import CLIENT, SECRET, SITE, TENANT, Drive, graph

FORMATS = frozenset({".md", ".pdf"})


@dataclass
class Place:
    """A source and what people do in it."""

    source: Callable[[], Source]
    put: Callable[[str, bytes], None]
    rename: Callable[[str, str], None]
    remove: Callable[[str], None]


def on_disk(folder: Path, source: Callable[[], Source]) -> Place:
    times = iter(range(1_700_000_000, 1_800_000_000))

    def put(path: str, data: bytes) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
        now = next(times)
        os.utime(folder / path, (now, now))

    def rename(before: str, after: str) -> None:
        (folder / after).parent.mkdir(parents=True, exist_ok=True)
        (folder / before).replace(folder / after)

    return Place(source, put, rename, lambda path: (folder / path).unlink())


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextlib.contextmanager
def webdav(folder: Path) -> Iterator[str]:
    """WsgiDAV, a real WebDAV server, with an account."""
    app = pytest.importorskip("wsgidav.wsgidav_app").WsgiDAVApp({
        "provider_mapping": {"/": str(folder)},
        "simple_dc": {"user_mapping": {"*": {"lectrice": {"password": "secret"}}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
        "verbose": 0, "logging": {"enable": False}, "property_manager": False, "lock_storage": False,
    })  # fmt: skip
    server = make_server("127.0.0.1", 0, app, WSGIServer, _Quiet)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def library(drive: Drive, sleeps: list[float] | None = None) -> Graph:
    caller = Caller(sleep=(sleeps if sleeps is not None else []).append)
    return Graph(SITE, TENANT, CLIENT, SECRET, base=drive.address, login=drive.address, caller=caller)


@pytest.fixture(params=["folder", "webdav", "graph"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    there = tmp_path / "là-bas"
    there.mkdir()
    if request.param == "folder":
        yield on_disk(there, lambda: Folder(there))
    elif request.param == "webdav":
        with webdav(there) as url:
            yield on_disk(there, lambda: WebDav(url, "lectrice", "secret"))
    else:
        with graph() as drive:
            ids: dict[str, str] = {}

            def put(path: str, data: bytes) -> None:
                drive.put(ids.setdefault(path, f"id{len(ids)}"), path, data)

            def rename(before: str, after: str) -> None:
                ids[after] = ids.pop(before)
                drive.rename(ids[after], after)

            yield Place(lambda: library(drive), put, rename, lambda path: drive.remove(ids.pop(path)))


def files(corpus: Path) -> dict[str, bytes]:
    return {one.relative_to(corpus).as_posix(): one.read_bytes() for one in corpus.rglob("*")
            if one.is_file() and not one.name.startswith(".")}  # fmt: skip


def synced(place: Place, corpus: Path) -> Synchronisation:
    corpus.mkdir(exist_ok=True)
    return Synchronisation(place.source(), corpus, FORMATS)


def test_documents_come_change_move_and_go(place: Place, tmp_path: Path) -> None:
    """Each time corpus/ holds what the source holds, the preview told it, and doing it again does nothing."""
    corpus = tmp_path / "corpus"
    place.put("cadre.md", b"un")
    place.put("procès-verbaux/2025 été.md", b"deux")
    place.put("photo.png", b"pas un document")
    place.put("corpus.yaml", b"pas a nous")
    seen = synced(place, corpus).preview()
    assert [one.path for one in seen.added] == ["cadre.md", "procès-verbaux/2025 été.md"]
    assert files(corpus) == {}
    assert synced(place, corpus).run().failed == {}
    assert files(corpus) == {"cadre.md": b"un", "procès-verbaux/2025 été.md": b"deux"}
    place.put("cadre.md", b"un, seconde version")
    place.rename("procès-verbaux/2025 été.md", "archives/2025.md")
    place.put("neuf.pdf", b"trois")
    done = synced(place, corpus).run().changes
    assert [one.path for one in done.changed] == ["cadre.md"]
    assert [(before, one.path) for before, one in done.renamed] == [("procès-verbaux/2025 été.md", "archives/2025.md")]
    assert [one.path for one in done.added] == ["neuf.pdf"]
    assert files(corpus) == {"cadre.md": b"un, seconde version", "archives/2025.md": b"deux", "neuf.pdf": b"trois"}
    place.remove("neuf.pdf")
    assert synced(place, corpus).run().changes.removed == ("neuf.pdf",)
    assert set(files(corpus)) == {"cadre.md", "archives/2025.md"}
    assert synced(place, corpus).run().changes.none


def test_what_people_put_in_corpus_is_left(place: Place, tmp_path: Path) -> None:
    """A file of theirs is neither replaced nor removed; the one that cannot be taken is told, and tried again."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "cadre.md").write_bytes(b"a la main")
    (corpus / "autre.md").write_bytes(b"aussi")
    place.put("cadre.md", b"un")
    place.put("deux.md", b"deux")
    assert set(synced(place, corpus).run().failed) == {"cadre.md"}
    assert files(corpus) == {"cadre.md": b"a la main", "autre.md": b"aussi", "deux.md": b"deux"}
    (corpus / "cadre.md").unlink()
    assert synced(place, corpus).run().failed == {}
    assert files(corpus)["cadre.md"] == b"un"


@pytest.mark.parametrize("shared", ["Documents partagés (2026)", "Documents%20partag%C3%A9s%20(2026)"])
def test_the_address_of_a_share_is_written_as_people_read_it_or_encoded(tmp_path: Path, shared: str) -> None:
    """However its server encodes the addresses it lists."""
    (tmp_path / "Documents partagés (2026)" / "été").mkdir(parents=True)
    (tmp_path / "Documents partagés (2026)" / "été" / "cadre.md").write_bytes(b"un")
    with webdav(tmp_path) as url:
        source = WebDav(f"{url}{shared}", "lectrice", "secret")
        [item] = source.told("").items
        assert (item.path, source.read(item)) == ("été/cadre.md", b"un")


def test_a_source_suddenly_empty_removes_nothing(tmp_path: Path) -> None:
    """An unmounted share is no decision to remove everything; a damaged record loses no file."""
    there, corpus = tmp_path / "là", tmp_path / "corpus"
    there.mkdir()
    place = on_disk(there, lambda: Folder(there))
    place.put("un.md", b"un")
    synced(place, corpus).run()
    shutil.move(there / "un.md", tmp_path / "un.md")
    with pytest.raises(SourceUnreachable):
        synced(place, corpus).run()
    assert files(corpus) == {"un.md": b"un"}
    shutil.move(tmp_path / "un.md", there / "un.md")
    (corpus / KEPT).write_text("{damaged")
    assert synced(place, corpus).run().failed == {}
    assert files(corpus) == {"un.md": b"un"}


def test_a_document_removed_and_put_anew_under_its_name_stays(tmp_path: Path) -> None:
    """A library gives it another id: the old one goes, the new one is taken, whichever is told first."""
    with graph() as drive:
        drive.put("id0", "cadre.md", b"un")
        drive.put("id1", "note.md", b"note")
        place, corpus = Place(lambda: library(drive), lambda *_: None, drive.rename, drive.remove), tmp_path / "corpus"
        synced(place, corpus).run()
        drive.remove("id0")
        drive.put("id2", "cadre.md", b"deux")
        assert synced(place, corpus).run().failed == {}
        assert files(corpus) == {"cadre.md": b"deux", "note.md": b"note"}
        drive.remove("id2")
        drive.rename("id1", "cadre.md")
        assert synced(place, corpus).run().failed == {}
        assert files(corpus) == {"cadre.md": b"note"}
        assert synced(place, corpus).run().changes.none


def test_graph_says_what_changed_and_is_believed(tmp_path: Path) -> None:
    """After the first listing only changes are asked; a token it forgot means listing again, and nothing is lost."""
    with graph() as drive:
        for number in range(5):
            drive.put(f"id{number}", f"d{number}.md", b"x")
        source = library(drive)
        first = source.told("")
        assert (len(first.items), first.whole) == (5, True)
        drive.put("id0", "d0.md", b"y")
        drive.remove("id1")
        later = source.told(first.token)
        assert ([one.id for one in later.items], later.gone, later.whole) == (["id0"], ("id1",), False)
        drive.forgotten = 10**6
        again = source.told(later.token)
        assert (len(again.items), again.whole) == (4, True)


def test_graph_is_waited_for_when_it_says_so(tmp_path: Path) -> None:
    """Throttled, it is asked again after the seconds it named; for ever busy, it is left with a sentence."""
    sleeps: list[float] = []
    with graph() as drive:
        drive.put("id0", "d.md", b"x")
        drive.busy = 2
        source = library(drive, sleeps)
        [item] = source.told("").items
        assert sleeps == [7.0, 7.0]
        drive.busy = 100
        with pytest.raises(SourceUnreachable):
            source.read(item)
        assert len(sleeps) == 2 + ATTEMPTS - 1


def test_graph_that_answers_something_else_is_told_in_a_sentence(tmp_path: Path) -> None:
    """A portal that asks people to sign in answers 200, with a page: of the token, or of the listing."""
    with graph() as drive:
        for page in ("/oauth2/", "/delta"):
            drive.portal = page
            with pytest.raises(SourceUnreachable):
                library(drive).told("")


def test_graph_renews_a_token_and_follows_no_foreign_link(tmp_path: Path) -> None:
    """A revoked token is replaced once; a link elsewhere would carry our token there, and is not followed."""
    with graph() as drive:
        drive.put("id0", "d.md", b"x")
        source = library(drive)
        [item] = source.told("").items
        drive.revoked = True
        assert source.read(item) == b"x"
        assert drive.tokens == 2
        assert source.told("https://evil.example/delta?token=1").whole


@pytest.mark.parametrize("path", ["../dehors.md", "a/../../dehors.md", ".cache/x.md", "a\\b.md", "~$x.md"])
def test_no_name_leads_outside_corpus(tmp_path: Path, path: str) -> None:
    """A name that climbs, hides or is absolute is no document."""
    with graph() as drive:
        drive.put("id0", path, b"x")
        drive.put("id1", "bon.md", b"x")
        corpus = tmp_path / "corpus"
        corpus.mkdir()
        Synchronisation(library(drive), corpus, FORMATS).run()
        assert {one.name for one in tmp_path.rglob("*.md")} == {"bon.md"}


def test_the_fake_of_graph_refuses_what_graph_refuses() -> None:
    """No token, a false one, another site, another secret: none is served."""
    with graph() as drive, httpx.Client(base_url=drive.address) as web:
        delta = f"/sites/{SITE}:/drive/root/delta"
        assert web.get(delta).status_code == 401
        assert web.get(delta, headers={"authorization": "Bearer t0x"}).status_code == 401
        sent = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": "faux",
                "scope": "https://graph.microsoft.com/.default"}  # fmt: skip
        assert web.post(f"/{TENANT}/oauth2/v2.0/token", data=sent).status_code == 401
        token = web.post(f"/{TENANT}/oauth2/v2.0/token", data={**sent, "client_secret": SECRET}).json()["access_token"]
        signed = {"authorization": f"Bearer {token}"}
        assert web.get(delta, headers=signed).status_code == 200
        assert web.get("/sites/contoso:/sites/autre:/drive/root/delta", headers=signed).status_code == 403


def test_a_password_is_not_sent_in_clear(tmp_path: Path) -> None:
    """Basic authentication over http leaves this machine for nobody."""
    with pytest.raises(SourceUnreachable):
        WebDav("http://nuage.example.org/dav", "lectrice", "secret")
