"""The manifest asks for what the code uses, no more and no less."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import yaml

from bots.slack import manifest
from bots.slack.api import METHODS
from bots.slack.listeners import LISTENERS
from tests.bots.slack import fake

HERE = Path(__file__).resolve().parents[3]


def test_the_file_is_the_generated_one() -> None:
    """After a change: python -m bots.slack.manifest > slack-manifest.yaml."""
    assert (HERE / "slack-manifest.yaml").read_text(encoding="utf-8") == manifest.text()


def test_every_method_listed_is_called_and_every_one_called_is_listed() -> None:
    """A scope nothing needs any more goes with the call that needed it."""
    called = set()
    for path in (HERE / "bots/slack").rglob("*.py"):
        if path.name != "api.py":
            called |= set(re.findall(r'"((?:\w+\.)+\w+)"', path.read_text(encoding="utf-8"))) & set(fake.METHODS)
    assert called == set(METHODS)


def test_scopes_are_those_slack_asks_for() -> None:
    """The fake's table, written from Slack's documentation, agrees with ours."""
    assert {name: scope for name, (scope, _, _) in fake.METHODS.items()} == METHODS


def test_the_manifest_subscribes_to_what_is_listened_to() -> None:
    """Events, the command and the shortcut; a message event brings the history scope it needs."""
    made = yaml.safe_load(manifest.text())
    kinds = {kind: {one.name for one in LISTENERS if one.kind == kind} for kind in ("event", "command", "shortcut")}
    events = made["settings"]["event_subscriptions"]["bot_events"]
    assert {event.partition(".")[0] for event in events} == kinds["event"]
    assert {c["command"] for c in made["features"]["slash_commands"]} == kinds["command"]
    assert {s["callback_id"] for s in made["features"]["shortcuts"]} == kinds["shortcut"]
    scopes = made["oauth_config"]["scopes"]["bot"]
    histories = {"message.im": "im:history", "message.channels": "channels:history", "message.groups": "groups:history"}
    assert {histories[e] for e in events if e in histories} <= set(scopes)
    assert made["features"]["agent_view"]
    assert "assistant_view" not in made["features"]


def test_slacks_limits_on_names() -> None:
    """Name 35, description 140, shortcut 24."""
    made = yaml.safe_load(manifest.text())
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    assert all(len(s["name"]) <= 24 for s in made["features"]["shortcuts"])


def test_every_sentence_has_both_languages_with_the_same_blanks() -> None:
    """French and English fill the same braces, and differ."""
    from bots.wording import slack

    for name, (french, english) in slack._SAID.items():
        assert french.count("{}") == english.count("{}"), name
    assert inspect.getdoc(slack)
