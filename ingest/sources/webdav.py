"""A WebDAV share: Nextcloud, ownCloud, a file server. Listed folder by folder (RFC 4918, PROPFIND with Depth: 1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from ingest.errors import SourceUnreachable
from ingest.sources.calling import Caller
from ingest.sources.model import Item, Told

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ASKED = (
    '<?xml version="1.0"?><d:propfind xmlns:d="DAV:"><d:prop><d:resourcetype/><d:getetag/><d:getcontentlength/>'
    "<d:getlastmodified/></d:prop></d:propfind>"
)
_DAV = "{DAV:}"
_FOLDERS = 10_000  # read in one listing, at most


class WebDav:
    """``url`` is the folder's; ``user`` and ``password`` are sent by Basic, over HTTPS or to this machine alone."""

    def __init__(self, url: str, user: str = "", password: str = "", caller: Caller | None = None) -> None:
        self._url = url.rstrip("/") + "/"
        parts = urlsplit(self._url)
        if user and parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
            raise SourceUnreachable.because("http")
        self._caller = caller or Caller(auth=(user, password) if user else None)

    def told(self, token: str) -> Told:  # noqa: ARG002 – WebDAV has no memory of what it told
        """All the files. Raises SourceUnreachable."""
        found: list[Item] = []
        left, seen = [self._url], {self._url}
        while left:
            for address, folder, item in self._listed(left.pop()):
                if not folder:
                    found.append(item)
                elif address not in seen and len(seen) < _FOLDERS:
                    seen.add(address)
                    left.append(address)
        return Told(tuple(sorted(found, key=lambda item: item.path)))

    def read(self, item: Item) -> bytes:
        """The bytes of a file. Raises SourceUnreachable."""
        return self._caller.bytes_of(item.address)

    def _listed(self, folder: str) -> Iterator[tuple[str, bool, Item]]:
        """(address, whether it is a folder, item) for all that is in a folder."""
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import ParseError, fromstring

        headers = {"depth": "1", "content-type": "application/xml"}
        answered = self._caller.call("PROPFIND", folder, good=(207,), headers=headers, content=_ASKED)
        try:
            tree = fromstring(answered.content)
        except (ParseError, DefusedXmlException) as error:
            raise SourceUnreachable.because("XML") from error
        for one in tree.iter(f"{_DAV}response"):
            address = urljoin(folder, one.findtext(f"{_DAV}href", ""))
            path = self._path(address)
            if not path or path == self._path(folder):
                continue
            is_folder = one.find(f".//{_DAV}collection") is not None
            yield (address.rstrip("/") + "/" if is_folder else address), is_folder, _item(one, path, address)

    def _path(self, address: str) -> str:
        """Where an address is in the folder, "" for the folder itself and elsewhere; encoded or not, as servers differ."""
        ours, its = (urlsplit(one) for one in (self._url, address))
        root, place = unquote(ours.path), unquote(its.path)
        inside = ours[:2] == its[:2] and place.startswith(root)
        return place.removeprefix(root).rstrip("/") if inside else ""


def _item(told: Element, path: str, address: str) -> Item:
    def said(name: str) -> str:
        return told.findtext(f".//{_DAV}{name}", "").strip()

    size = said("getcontentlength")
    etag = said("getetag") or f"{size}-{said('getlastmodified')}"
    return Item(path, path, etag, int(size) if size.isdigit() else 0, address)
