"""The package of an agent for Microsoft 365 Copilot: what the published schemas say of it, and how its access is closed."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bots.channels.mcp import described
from bots.cli import main
from bots.errors import BadInput
from bots.settings import Settings
from bots.teams.packaging.copilot import Access, agent, followed, package, plugin, strings
from bots.teams.packaging.package import Identity

IDENTITY = Identity("", "https://repere.example.org/", "Ville d'Exemple")
VAULT = Access("OAuthPluginVault", "id-1")
TOOLS: list[dict[str, Any]] = [
    {"name": "ask", "description": "Answer.", "inputSchema": {"type": "object", "properties": {}}}
]


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def test_each_file_leads_to_the_next() -> None:
    """The app names the agent, the agent the plugin, the plugin /mcp; every file named is there, and no other."""
    files = opened(package(IDENTITY, VAULT, TOOLS))
    told = {name: json.loads(data) for name, data in files.items() if name.endswith(".json")}
    app = told["manifest.json"]
    [of_agent] = app["copilotAgents"]["declarativeAgents"]
    [action] = told[of_agent["file"]]["actions"]
    [runtime] = told[action["file"]]["runtimes"]
    assert runtime["spec"]["url"] == "https://repere.example.org/mcp"
    assert runtime["auth"] == {"type": "OAuthPluginVault", "reference_id": "id-1"}
    where = app["localizationInfo"]
    words = {where["defaultLanguageFile"], *(one["file"] for one in where["additionalLanguages"])}
    assert set(files) == {"manifest.json", *app["icons"].values(), *words, of_agent["file"], action["file"]}
    assert "bots" not in app
    assert package(IDENTITY, VAULT, TOOLS) == package(IDENTITY, VAULT, TOOLS)


def test_every_word_of_the_agent_is_there_in_both_languages() -> None:
    """What it names between brackets is in each file of words, said otherwise in English."""
    named = {agent()["description"], *(one["text"] for one in agent()["conversation_starters"])}
    french, english = (strings(language)["localizationKeys"] for language in ("fr", "en"))
    assert named == set(french) == set(english)
    assert all(french[key] != english[key] for key in named)


def test_its_tools_are_those_of_the_service(tmp_path: Path) -> None:
    """Described as a client of /mcp reads them, with what each takes; no index is needed."""
    tools = described(Settings(index=tmp_path))
    told = plugin(IDENTITY, VAULT, tools)
    followed(told, "plugin-2.4")
    [runtime] = told["runtimes"]
    assert runtime["run_for_functions"] == ["ask", "search", "who_is_responsible", "project_status", "find_service"]
    assert [one["name"] for one in told["functions"]] == runtime["run_for_functions"]
    listed = runtime["spec"]["mcp_tool_description"]["tools"]
    assert "question" in listed[0]["inputSchema"]["properties"]
    assert all(one["annotations"]["readOnlyHint"] for one in listed)


WRONG: tuple[tuple[str, dict[str, Any]], ...] = (
    ("declarative-agent-1.6", {"version": "v1.5"}), ("declarative-agent-1.6", {"instructions": "a" * 8001}),
    ("declarative-agent-1.6", {"unknown": 1}), ("declarative-agent-1.6", {"name": ""}),
    ("plugin-2.4", {"schema_version": "v2.3"}), ("plugin-2.4", {"namespace": "a b"}), ("plugin-2.4", {"unknown": 1}),
    ("plugin-2.4", {"runtimes": [{"type": "RemoteMCPServer", "auth": {"type": "OAuthPluginVault"}, "spec": {"url": "x"}}]}),
    ("plugin-2.4", {"functions": [{"name": "a b"}]}),
)  # fmt: skip


@pytest.mark.parametrize(("schema", "wrong"), WRONG)
def test_what_the_published_schemas_refuse_is_refused(schema: str, wrong: dict[str, Any]) -> None:
    """Before the administrator's upload does."""
    right = agent() if schema.startswith("declarative") else plugin(IDENTITY, VAULT, TOOLS)
    assert followed(right, schema) == right
    with pytest.raises(BadInput, match="schéma publié"):
        followed({**right, **wrong}, schema)


def test_the_command_says_how_one_comes_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A service that asks who comes in needs a registration, one and not two; an open one needs none."""
    monkeypatch.chdir(tmp_path)
    made = ["copilot-package", "--out", "agent.zip"]
    assert main(made) == 2
    monkeypatch.setenv("REPERE_PUBLIC_URL", IDENTITY.public_url)
    assert main(made) == 0
    monkeypatch.setenv("REPERE_API_KEY", "clef")
    (tmp_path / "agent.zip").unlink()
    assert [main(made), main([*made, "--oauth", "a", "--key", "b"])] == [2, 2]
    assert not (tmp_path / "agent.zip").exists()
    assert main([*made, "--key", "b"]) == 0
    auth = json.loads(opened((tmp_path / "agent.zip").read_bytes())["plugin.json"])["runtimes"][0]["auth"]
    assert auth == {"type": "ApiKeyPluginVault", "reference_id": "b"}
    assert "agent.zip" in capsys.readouterr().out
