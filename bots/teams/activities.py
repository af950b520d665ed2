"""What Teams posts, from bytes to one frozen noun: the few fields that matter, each of the type it must have."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bots.http.legibility import whole
from bots.rendering.plain import one_line
from bots.teams.errors import Malformed

Scope = Literal["personal", "groupChat", "channel"]
_SCOPES: dict[str, Scope] = {"personal": "personal", "groupChat": "groupChat", "channel": "channel"}

# An identifier goes into an address: nothing that could lead elsewhere in it.
_ID = re.compile(r"(?!.*\.\.)[^\s/?#\\\x00-\x1f\x7f-\U0010ffff]{1,512}")
_PERSON = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_KIND = re.compile(r"[A-Za-z]{1,64}")
_AT = re.compile(r"<at\b[^<>]{0,200}>([^<>]{0,200})</at>")
_BREAK = re.compile(r"<br\s{0,9}/?>|</(?:p|div)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Incoming:
    """An activity. ``conversation`` holds the thread too (« …;messageid=… » in a channel); ``entra`` is the person's
    identifier in the directory, as the signed activity gives it, or ""; ``called`` is the name it gives them."""

    kind: str
    id: str
    name: str
    text: str
    conversation: str
    scope: Scope
    service_url: str
    channel: str
    tenants: tuple[str, ...]
    bot: str
    person: str
    entra: str = ""
    called: str = ""
    locale: str = ""
    reply_to: str = ""
    action: str = ""
    added: tuple[str, ...] = ()
    mentioned: bool = False
    files: bool = False
    value: Mapping[str, Any] = field(default_factory=dict)


def parse(body: bytes) -> Incoming:
    """The activity in a request's body. Raises Malformed, whatever the bytes."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("json") from error
    if not whole(given):
        raise Malformed("half a character")
    activity = _object(given, "body")
    conversation, sender = _object(activity.get("conversation"), "conversation"), _object(activity.get("from"), "from")
    recipient = _object(activity.get("recipient"), "recipient")
    kind = _string(activity, "type")
    if not _KIND.fullmatch(kind):
        raise Malformed("type")
    return Incoming(
        kind=kind,
        id=_identifier(activity, "id", optional=kind not in ("message", "invoke")),
        name=_string(activity, "name"),
        text=_text(activity, _identifier(recipient, "id")),
        conversation=_identifier(conversation, "id"),
        scope=_scope(conversation),
        service_url=_string(activity, "serviceUrl", 2048),
        channel=_string(activity, "channelId"),
        tenants=_tenants(activity, conversation),
        bot=_identifier(recipient, "id"),
        person=_identifier(sender, "id"),
        entra=_entra(sender),
        called=one_line(_string(sender, "name")),
        locale=_string(activity, "locale"),
        reply_to=_string(activity, "replyToId"),
        action=_string(activity, "action"),
        added=tuple(_string(_object(one, "membersAdded"), "id") for one in _list(activity, "membersAdded")),
        mentioned=any(one == recipient.get("id") for one, _ in _mentions(activity)),
        files=any(_is_file(_object(one, "attachments")) for one in _list(activity, "attachments")),
        value=value if isinstance(value := activity.get("value"), dict) else {},
    )


def _entra(sender: Mapping[str, Any]) -> str:
    """Nothing for what is no identifier of a person: they are then one nobody knows."""
    said = sender.get("aadObjectId")
    return said.lower() if isinstance(said, str) and _PERSON.fullmatch(said) else ""


def _text(activity: Mapping[str, Any], bot: str) -> str:
    """The words without the bot's own name; other people's names stay as words."""
    text = _string(activity, "text", 100_000)
    for mentioned, words in _mentions(activity):
        if mentioned == bot and words:
            text = text.replace(words, " ")
    text = _AT.sub(r"\1", _BREAK.sub("\n", text))
    return "\n".join(filter(None, map(one_line, html.unescape(text).split("\n"))))


def _mentions(activity: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(id of who is mentioned, the words of the mention)."""
    entities = [_object(one, "entities") for one in _list(activity, "entities")]
    return [
        (_string(_object(one.get("mentioned"), "mentioned"), "id"), _string(one, "text", 1000))
        for one in entities
        if one.get("type") == "mention"
    ]


def _is_file(attachment: Mapping[str, Any]) -> bool:
    """Teams sends the text again as an HTML attachment: that one is not a file."""
    return not _string(attachment, "contentType", 2048).startswith("text/html")


def _scope(conversation: Mapping[str, Any]) -> Scope:
    said = _string(conversation, "conversationType")
    return _SCOPES.get(said, "groupChat" if conversation.get("isGroup") is True else "personal")


def _tenants(activity: Mapping[str, Any], conversation: Mapping[str, Any]) -> tuple[str, ...]:
    data = activity.get("channelData")
    tenant = data.get("tenant") if isinstance(data, dict) else None
    found = (_string(conversation, "tenantId"), _string(tenant, "id") if isinstance(tenant, dict) else "")
    return tuple(dict.fromkeys(filter(None, found)))


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Malformed(name)
    return value


def _list(given: Mapping[str, Any], name: str) -> list[Any]:
    value = given.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > 1000:
        raise Malformed(name)
    return value


def _string(given: Mapping[str, Any], name: str, limit: int = 512) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > limit:
        raise Malformed(name)
    return value


def _identifier(given: Mapping[str, Any], name: str, *, optional: bool = False) -> str:
    value = _string(given, name)
    if not (optional and not value) and not _ID.fullmatch(value):
        raise Malformed(name)
    return value
