"""A SharePoint or OneDrive library through Microsoft Graph: delta queries, with the application's own permission.

``Sites.Selected`` is enough: the application reads the one site it was granted. What changed since last time is asked by
the link Graph gave then; when it no longer honours it (410), everything is listed again.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from ingest.errors import SourceUnreachable
from ingest.sources.calling import Answered, Caller
from ingest.sources.model import Item, Told

if TYPE_CHECKING:
    import httpx

GRAPH = "https://graph.microsoft.com/v1.0"
LOGIN = "https://login.microsoftonline.com"
_SELECT = "$select=id,name,eTag,cTag,size,file,folder,deleted,parentReference"
_SOON = 120.0  # seconds before its end at which a token is replaced
_PAGES = 10_000


class Graph:
    """``site`` is « host:/sites/name », or an id; ``base`` and ``login`` are Microsoft's unless given (tests)."""

    def __init__(
        self, site: str, tenant: str, client: str, secret: str, *, base: str = GRAPH, login: str = LOGIN,
        caller: Caller | None = None,
    ) -> None:  # fmt: skip
        self._base, self._login = base.rstrip("/"), login.rstrip("/")
        self._site, self._tenant, self._client, self._secret = site, tenant, client, secret
        self._caller = caller or Caller()
        self._token, self._until = "", float("-inf")

    def told(self, token: str) -> Told:
        """What changed since the link Graph gave (``token``), or all there is. Raises SourceUnreachable."""
        first = f"{self._drive()}/root/delta?{_SELECT}"
        if token and self._ours(token):
            try:
                return self._pages(token, whole=False)
            except Answered as answered:
                if answered.response.status_code not in (400, 404, 410):  # 410: resyncRequired
                    raise
        return self._pages(first, whole=True)

    def read(self, item: Item) -> bytes:
        """The bytes of a document: by its id, so that no link has expired. Raises SourceUnreachable."""
        address = f"{self._drive()}/items/{quote(item.id)}/content"
        try:
            return self._caller.bytes_of(address, self._signed())
        except Answered as answered:
            if answered.response.status_code != 401:
                raise
            self._until = float("-inf")  # a token may be revoked before its time
            return self._caller.bytes_of(address, self._signed())

    def _drive(self) -> str:
        return f"{self._base}/sites/{quote(self._site, safe=':/,')}{':' if ':/' in self._site else ''}/drive"

    def _pages(self, url: str, *, whole: bool) -> Told:
        items: dict[str, Item] = {}
        gone: dict[str, None] = {}
        for _ in range(_PAGES):
            page = self._json(url)
            for one in page.get("value", ()):
                self._sorted(one, items, gone)
            if link := page.get("@odata.deltaLink"):
                return Told(tuple(items.values()), tuple(gone), whole, str(link))
            url = str(page.get("@odata.nextLink", ""))
            if not self._ours(url):  # a link elsewhere would carry our token there
                raise SourceUnreachable.because("nextLink")
        raise SourceUnreachable.because("delta")

    def _sorted(self, one: dict[str, Any], items: dict[str, Item], gone: dict[str, None]) -> None:
        """The last thing said of a document is what holds."""
        name = str(one.get("id", ""))
        items.pop(name, None)
        gone.pop(name, None)
        if "deleted" in one:
            gone[name] = None
        elif "file" in one:
            above = unquote(str(one.get("parentReference", {}).get("path", "")).partition("root:")[2]).strip("/")
            path = f"{above}/{one['name']}" if above else str(one["name"])
            items[name] = Item(name, path, str(one.get("cTag") or one.get("eTag", "")), int(one.get("size", 0)))

    def _json(self, url: str) -> dict[str, Any]:
        return _object(self._caller.call("GET", url, headers=self._signed()))

    def _ours(self, url: str) -> bool:
        return urlsplit(url)[:2] == urlsplit(self._base)[:2]

    def _signed(self) -> dict[str, str]:
        if time.monotonic() > self._until:
            answered = self._caller.call(
                "POST",
                f"{self._login}/{quote(self._tenant)}/oauth2/v2.0/token",
                data={
                    "grant_type": "client_credentials",
                    "client_id": self._client,
                    "client_secret": self._secret,
                    "scope": "https://graph.microsoft.com/.default",
                },
            )
            given = _object(answered)
            self._token = str(given.get("access_token", ""))
            self._until = time.monotonic() + float(given.get("expires_in", 300)) - _SOON
        return {"authorization": f"Bearer {self._token}"}


def _object(answered: httpx.Response) -> dict[str, Any]:
    """What a response says. Raises SourceUnreachable where it is no JSON object: a page of a portal in between."""
    try:
        said = answered.json()
    except ValueError as error:
        raise SourceUnreachable.because("JSON") from error
    if not isinstance(said, dict):
        raise SourceUnreachable.because("JSON")
    return said
