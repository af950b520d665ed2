"""The app package: what Teams' own schema says of it, and what the command says when it cannot be made."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bots.cli import main
from bots.errors import BadInput
from bots.teams.packaging import icons
from bots.teams.packaging.package import Identity, checked, english, manifest, package
from bots.wording.teams import COMMANDS

IDENTITY = Identity("12345678-1234-1234-1234-123456789012", "https://repere.example.org", "Ville d'Exemple")


def opened(identity: Identity = IDENTITY) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package(identity))) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def test_the_package_holds_what_its_manifest_names() -> None:
    """Valid 1.25, and every file it names is there; the same settings give the same bytes."""
    files = opened()
    told: dict[str, Any] = json.loads(files["manifest.json"])
    named = {*told["icons"].values(), *(one["file"] for one in told["localizationInfo"]["additionalLanguages"])}
    assert set(files) == {"manifest.json", *named}
    assert told["manifestVersion"] == "1.25"
    assert told["bots"][0]["botId"] == IDENTITY.client_id != told["id"]
    assert package(IDENTITY) == package(IDENTITY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "x"},
        {"accentColor": "teal"},
        {"description": {"short": "a" * 81, "full": "a"}},
        {"name": {"short": "a" * 31}},
        {"unknown": 1},
    ],
)
def test_what_the_published_schema_refuses_is_refused(wrong: dict[str, Any]) -> None:
    """Before the administrator's upload does."""
    with pytest.raises(BadInput, match="schéma publié"):
        checked({**manifest(IDENTITY), **wrong}, "manifest")


def test_english_says_everything_french_does() -> None:
    """Each command of each list has its English words, and the bot knows them all."""
    words = english()
    bot = manifest(IDENTITY)["bots"][0]
    for at, listed in enumerate(bot["commandLists"]):
        for number, command in enumerate(listed["commands"]):
            place = f"bots[0].commandLists[{at}].commands[{number}]"
            for title in (command["title"], words[f"{place}.title"]):
                assert title.removeprefix("/") in COMMANDS
            assert words[f"{place}.description"] != command["description"]


def pixels(png: bytes) -> tuple[int, bytes]:
    width, height = struct.unpack(">II", png[16:24])
    assert width == height
    length = struct.unpack(">I", png[33:37])[0]
    return width, zlib.decompress(png[41 : 41 + length])


def test_the_icons_are_as_teams_asks() -> None:
    """192 px full of colour; 32 px white on nothing."""
    size, colour = pixels(icons.colour())
    assert size == 192
    assert all(colour[y * 769 + 4 + 4 * x] == 255 for y in range(192) for x in range(192))
    size, outline = pixels(icons.outline())
    assert size == 32
    shades = {outline[y * 129 + 1 + 4 * x : y * 129 + 4 + 4 * x] for y in range(32) for x in range(32)}
    alphas = {outline[y * 129 + 4 + 4 * x] for y in range(32) for x in range(32)}
    assert shades == {b"\xff\xff\xff"}
    assert {0, 255} <= alphas


@pytest.mark.parametrize(
    "more",
    [{"client_id": ""}, {"client_id": "bot"}, {"public_url": ""}, {"public_url": "http://x.org"}, {"terms_url": "x"}],
)
def test_a_missing_setting_is_said(more: dict[str, str]) -> None:
    """In a sentence that ends with what to do."""
    with pytest.raises(BadInput, match="définissez"):
        package(replace(IDENTITY, **more))


def test_the_command_writes_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And says where; without settings, exit 2 and one sentence."""
    out = tmp_path / "paquet.zip"
    assert main(["teams-package", "--out", str(out)]) == 2
    monkeypatch.setenv("REPERE_TEAMS_CLIENT_ID", IDENTITY.client_id)
    monkeypatch.setenv("REPERE_PUBLIC_URL", IDENTITY.public_url)
    assert main(["teams-package", "--out", str(out), "--version", "1.2.0"]) == 0
    with zipfile.ZipFile(out) as zipped:
        assert json.loads(zipped.read("manifest.json"))["version"] == "1.2.0"
    assert "paquet.zip" in capsys.readouterr().out
