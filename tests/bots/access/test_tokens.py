"""Five thousand tokens and cookies that prove nothing: none lets anybody in, none breaks anything."""

from __future__ import annotations

import base64
import json
import random
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from bots.errors import BadInput
from bots.http.access.doors import Doors
from bots.http.access.keys import Keys, digest, drawn, read
from bots.http.access.person import Person
from bots.http.access.sessions import Leaving, Sessions
from tests.bots.access import openid
from tests.bots.access.openid import CLIENT, OpenId
from tests.bots.access.served import ASKED, DIRECTION, served, settings

SECRETS = "un secret de sessions"


@pytest.fixture(scope="module")
def provider() -> Iterator[OpenId]:
    with OpenId() as made:
        yield made


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def seeds(provider: OpenId) -> list[str]:
    """Tokens signed for real, each wrong in one way, and forgeries made with what anybody knows."""
    now = int(time.time())
    other = openid.drawn("k-other")
    public = provider.keys["k1"].as_pem(private=False)
    good = {"iss": provider.issuer, "aud": CLIENT, "sub": "s1", "exp": now + 600, "scp": "ask", "groups": [DIRECTION]}
    wrong: list[dict[str, Any]] = [
        {"exp": now - 3600}, {"exp": None}, {"exp": "demain"}, {"exp": True}, {"aud": "autre"}, {"aud": None}, {"aud": []},
        {"aud": {"a": CLIENT}}, {"iss": "https://evil.example"}, {"iss": None}, {"iss": [provider.issuer]}, {"sub": None},
        {"nbf": now + 3600}, {"nonce": "n"}, {"scp": None}, {"scp": None, "roles": None}, {"exp": now - 3600, "scp": "x" * 500},
    ]  # fmt: skip
    signed = [provider.token(**{**good, **claims}) for claims in wrong]
    signed.append(jwt.encode({"alg": "RS256", "kid": "k1"}, good, other))  # swapped key under our key's name
    signed.append(jwt.encode({"alg": "RS256", "kid": "k-other"}, good, other))
    signed.append(jwt.encode({"alg": "RS256", "kid": "k1", "jwk": other.as_dict(private=False)}, good, other))
    signed.append(jwt.encode({"alg": "HS256", "kid": "k1"}, good, OctKey.import_key(public[:64])))
    headers: list[Any] = [
        {"alg": "none"}, {"alg": "None", "kid": "k1"}, {"alg": "RS256"}, {"alg": "RS512", "kid": "k1"}, {"kid": "k1"}, [], 7,
        {"alg": ["RS256"], "kid": "k1"}, {"alg": "RS256", "kid": 7}, {"alg": "RS256", "kid": "k1", "crit": ["x"]},
        {"alg": "RS256", "kid": "../keys"}, {"alg": "dir", "enc": "A128GCM"}, {"alg": "RS256", "kid": "k1", "b64": False},
    ]  # fmt: skip
    unsigned = [f"{part(header)}.{part(good)}.{end}" for header in headers for end in ("", "AAAA", "é", "=")]
    return [*signed, *unsigned, "..", "a.b.c", ".", "x" * 20_000, "é.é.é", "\x00.\x00.\x00", f"{part({})}.{part([])}.a"]


def changed(token: str, chance: random.Random) -> str:
    """One token in one of the ways they are damaged: a letter, a piece moved, cut or doubled."""
    at = chance.randrange(len(token)) if token else 0
    how = chance.randrange(5)
    if how == 0:
        return token[:at] + chance.choice("AZaz09-_.=~é ") + token[at + 1 :]
    if how == 1:
        return token[:at]
    if how == 2:
        return token + token[-at:]
    pieces = token.split(".")
    chance.shuffle(pieces)
    return ".".join(pieces) if how == 3 else token[:at] + token[at + 1 :]


async def test_no_forged_token_is_anybody_s(tmp_path: Path, provider: OpenId) -> None:
    """Forged, of another key, issuer or audience, out of date, without end, of no algorithm, cut, mixed up."""
    doors = Doors(settings(tmp_path, provider, anonymous="public"))
    good = provider.token(scp="ask", groups=[DIRECTION])
    let = await doors.let({"authorization": f"Bearer {good}"}, "")
    assert let.person is not None
    assert let.person.groups == {"direction"}
    chance, made = random.Random(14), seeds(provider)
    forged = [*made, *(changed(chance.choice([*made, good]), chance) for _ in range(3500))]
    for token in forged:
        if token.strip() and not same(token, good):
            let = await doors.let({"authorization": f"Bearer {token}"}, "")
            assert let.person is None, token[:80]
            assert not let.down
    assert provider.fetched <= 3  # unknown keys do not become a flood at the provider's
    await doors.close()


def same(token: str, good: str) -> bool:
    """The same bytes once decoded: the last letter of a signature holds bits that count for nothing."""
    pieces = [piece.strip("= ") for piece in token.strip().split(".")]
    kept = good.split(".")
    if len(pieces) != 3 or pieces[:2] != kept[:2]:
        return False
    try:
        return base64.urlsafe_b64decode(pieces[2] + "===") == base64.urlsafe_b64decode(kept[2] + "===")
    except ValueError:
        return False


def test_no_forged_cookie_is_a_session(tmp_path: Path) -> None:
    """Cut, mixed up, of another secret, of another use, past its time, ended."""
    now = [1000.0]
    sessions = Sessions(tmp_path, SECRETS, 60, lambda: now[0])
    person = Person("session", "cle", "Nom", frozenset({"direction"}))
    good = sessions.opened(person)
    assert sessions.person(good) == person
    other = Sessions(tmp_path / "other", "autre", 60, lambda: now[0]).opened(person)
    leaving = sessions.left(Leaving("s", "n", "v", "/"))
    chance = random.Random(15)
    for cookie in (other, leaving, "", "gAAAA", "é", good.upper(), *(changed(good, chance) for _ in range(1200))):
        assert cookie == good or sessions.person(cookie) is None, cookie[:80]
    assert sessions.back(good) is None
    assert sessions.back(leaving) == Leaving("s", "n", "v", "/")
    assert sessions.back(leaving) is None
    now[0] += 3601
    assert sessions.person(good) is None
    again = sessions.opened(person)
    sessions.end(again)
    assert sessions.person(again) is None


def test_over_http_each_is_a_401(tmp_path: Path, provider: OpenId) -> None:
    """In a sentence, never a 5xx; a client that shows many is slowed, and its right token still goes through."""
    with served(tmp_path, provider, questions_per_minute=1000) as web:  # what is slowed is what is false
        told = []
        for token in seeds(provider)[:60]:
            headers = {"authorization": f"Bearer {token}".encode()}
            if token.isprintable():
                told.append(web.post("/api/ask", json=ASKED, headers=headers).status_code)
        assert set(told[:20]) == {401}
        assert set(told) <= {401, 429}
        good = {"authorization": f"Bearer {provider.token(scp='ask')}"}
        assert web.post("/api/ask", json=ASKED, headers=good).status_code == 200


def test_named_keys(tmp_path: Path) -> None:
    """Each with its groups, its last day and its limit; the file holds digests alone."""
    first, second = drawn(), drawn()
    written = f"""keys:
  portail: {{sha256: {digest(first)}, groups: [direction], per_minute: 2}}
  ancien: {{sha256: {digest(second)}, groups: [], until: 2026-01-31}}
"""
    path = tmp_path / "keys.yaml"
    path.write_text(written, "utf-8")
    keys = Keys(read(path))
    held = keys.holder(first, date(2026, 11, 30))
    assert held is not None
    assert held[0].groups == {"direction"}
    assert keys.holder(second, date(2026, 1, 31)) is not None
    assert keys.holder(second, date(2026, 2, 1)) is None
    assert keys.holder(digest(first), date(2026, 1, 1)) is None
    with served(tmp_path / "s", keys=path) as web:
        asking = {"x-api-key": first}
        body = {**ASKED, "groups": ["comité"]}  # naming a group one does not have narrows to nothing
        told = [web.post("/api/ask", json=body, headers=asking).status_code for _ in range(3)]
        assert told == [200, 200, 429]


@pytest.mark.parametrize(
    "written",
    ["", "keys: 7", "keys: {a: {}}", "keys: {a: {sha256: court, groups: []}}", "cles: {}", "keys: [", "\x00",
     f"keys: {{a: {{sha256: '{'0' * 64}'}}}}", f"keys: {{a: {{sha256: '{'0' * 64}', groups: direction}}}}",
     f"keys: {{a: {{sha256: '{'0' * 64}', groups: [], until: demain}}}}"],
)  # fmt: skip
def test_keys_half_understood_open_nothing(tmp_path: Path, written: str) -> None:
    """The service says what is wrong and does not start; it never quotes what is written there."""
    path = tmp_path / "keys.yaml"
    path.write_text(written, "utf-8")
    with pytest.raises(BadInput) as refused:
        read(path)
    assert "0000" not in refused.value.french
    with pytest.raises(BadInput):
        read(tmp_path / "absent.yaml")


def test_a_key_in_the_set_that_is_no_public_key_is_left_out() -> None:
    """A private part published by mistake, an encryption key, a key without a name."""
    from bots.http.access.provider import _signing

    pair = RSAKey.generate_key(2048, {"kid": "a"})
    public = pair.as_dict(private=False)
    given = [public, {**public, "use": "enc"}, {**public, "kid": ""}, pair.as_dict(private=True), 7]
    assert _signing({"keys": given}) == {"keys": [public]}
