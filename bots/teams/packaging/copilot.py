"""The app package of an agent for Microsoft 365 Copilot, whose tools are Repère's own, over MCP.

manifest.json names declarativeAgent.json, which names plugin.json, which names ``/mcp`` and its tools. Each is checked against
the schema Microsoft publishes for it before anything is written.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bots.errors import BadInput
from bots.teams.packaging import icons
from bots.teams.packaging.package import Identity, archive, as_json, checked, english, manifest, require_addresses
from bots.wording.teams import said

AGENT, PLUGIN = "1.6", "2.4"  # versions of the two schemas
STARTERS = ("starter_who", "starter_where", "starter_help")
_SCHEMAS = Path(__file__).parent / "schemas"
_PUBLISHED = "https://developer.microsoft.com/json-schemas/copilot"
_OF_THE_BOT = ("bots", "defaultInstallScope", "defaultGroupCapability")
INSTRUCTIONS = """\
You answer questions about the organisation's governance documents with the tools of Repère, and with nothing else.
Call a tool for every question; pass the question in the person's own words and language.
State only what a claim of the reply states, and show beside it its citation: the title, the place, the exact quote and the link.
Never reword a quote, never join two claims into a new one, never add what you know from elsewhere.
When the reply says "abstained": true, say that the documents do not say, name the nearest documents and whom to ask.
Show every notice of the reply as it is. Answer in the language of the question.
"""


@dataclass(frozen=True, slots=True)
class Access:
    """How Copilot shows who asks: a registration of the Teams developer portal, by its id ("" for ``None``)."""

    kind: Literal["None", "OAuthPluginVault", "ApiKeyPluginVault"]
    reference: str = ""


def package(identity: Identity, access: Access, tools: Sequence[dict[str, Any]]) -> bytes:
    """The ZIP file. ``tools`` are what ``/mcp`` lists. Raises BadInput when a setting is missing or a schema is not followed."""
    require_addresses(identity)
    files = {
        "manifest.json": as_json(checked(app(identity), "manifest")),
        "fr.json": as_json(checked(strings("fr"), "localization")),
        "en.json": as_json(checked(strings("en"), "localization")),
        "declarativeAgent.json": as_json(followed(agent(), f"declarative-agent-{AGENT}")),
        "plugin.json": as_json(followed(plugin(identity, access, tools), f"plugin-{PLUGIN}")),
        "color.png": icons.colour(),
        "outline.png": icons.outline(),
    }
    return archive(files)


def app(identity: Identity) -> dict[str, Any]:
    """The manifest of the app: what that of Teams says of the organisation, with an agent in place of the bot."""
    told = {key: value for key, value in manifest(identity).items() if key not in _OF_THE_BOT}
    base = identity.public_url.rstrip("/").lower()
    return {
        **told,
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"repere:copilot:{base}")),
        "description": {"short": said("package_short", "fr"), "full": said("copilot_full", "fr")},
        "localizationInfo": {
            "defaultLanguageTag": "fr",
            "defaultLanguageFile": "fr.json",
            "additionalLanguages": [{"languageTag": "en", "file": "en.json"}],
        },
        "copilotAgents": {"declarativeAgents": [{"id": "repere", "file": "declarativeAgent.json"}]},
    }


def strings(language: str) -> dict[str, Any]:
    """The words of the app and of its agent in a language."""
    told = {key: value for key, value in english().items() if not key.startswith("bots")}
    for part in ("full", "short"):
        told[f"description.{part}"] = said("copilot_full" if part == "full" else "package_short", language)
    told["name.full"] = said("package_name", language)
    keys = ("agent_description", *STARTERS)
    return {**told, "localizationKeys": {f"[[{key}]]": said(f"copilot_{key}", language) for key in keys}}


def agent() -> dict[str, Any]:
    """The declarative agent: instructions, questions to begin with, and the plugin; no other source."""
    return {
        "$schema": f"{_PUBLISHED}/declarative-agent/v{AGENT}/schema.json",
        "version": f"v{AGENT}",
        "name": "Repère",
        "description": "[[agent_description]]",
        "instructions": INSTRUCTIONS,
        "conversation_starters": [{"text": f"[[{key}]]"} for key in STARTERS],
        "actions": [{"id": "repere", "file": "plugin.json"}],
    }


def plugin(identity: Identity, access: Access, tools: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The plugin: the tools as the service lists them, where they are, and how Copilot shows who asks."""
    base = identity.public_url.rstrip("/")
    auth = {"type": access.kind, **({"reference_id": access.reference} if access.reference else {})}
    names = [str(tool["name"]) for tool in tools]
    return {
        "$schema": f"{_PUBLISHED}/plugin/v{PLUGIN}/schema.json",
        "schema_version": f"v{PLUGIN}",
        "name_for_human": "Repère",
        "namespace": "repere",
        "description_for_human": said("package_short", "fr"),
        "description_for_model": said("copilot_model", "en"),
        "legal_info_url": identity.terms_url or base,
        "privacy_policy_url": identity.privacy_url or f"{base}/privacy",
        "functions": [{"name": tool["name"], "description": tool.get("description", "")} for tool in tools],
        "runtimes": [
            {
                "type": "RemoteMCPServer",
                "auth": auth,
                "spec": {"url": f"{base}/mcp", "mcp_tool_description": {"tools": list(tools)}},
                "run_for_functions": names,
            }
        ],
    }


def followed(value: dict[str, Any], schema: str) -> dict[str, Any]:
    """The value, if the published schema takes it. Raises BadInput, naming the place.

    These schemas say draft 4 and use words of draft 7 (``const``, ``propertyNames``, ``if``), which are read too."""
    from jsonschema import Draft7Validator

    published = json.loads((_SCHEMAS / f"{schema}.json").read_text(encoding="utf-8"))
    checker = Draft7Validator(published, format_checker=Draft7Validator.FORMAT_CHECKER)
    wrong = sorted(checker.iter_errors(value), key=lambda error: list(map(str, error.path)))
    if wrong:
        place = f"{schema}: {'.'.join(map(str, wrong[0].path))}"
        raise BadInput(said("copilot_refused", "fr", place), said("copilot_refused", "en", place))
    return value
