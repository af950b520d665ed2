"""The app package an administrator uploads: manifest, icons, English beside French; checked before it is written."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bots.errors import BadInput
from bots.teams.packaging import icons
from bots.wording.teams import said

VERSION = "1.25"
_SCHEMAS = Path(__file__).parent / "schemas"
_ADDRESS = f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams"
_SCOPES = ("personal", "team", "groupChat")
_COMMANDS = (("help", "/aide", "/help"), ("sources", "/sources", "/sources"), ("forget", "/effacer", "/forget"))
EPOCH = (2026, 1, 1, 0, 0, 0)  # the same settings give the same bytes


@dataclass(frozen=True, slots=True)
class Identity:
    """What the organisation says of itself. Addresses are https."""

    client_id: str
    public_url: str
    organisation: str
    privacy_url: str = ""
    terms_url: str = ""
    version: str = "1.0.0"


def package(identity: Identity) -> bytes:
    """The ZIP file. Raises BadInput when a setting is missing, or when Teams would refuse the result."""
    _ready(identity)
    files = {
        "manifest.json": as_json(checked(manifest(identity), "manifest")),
        "en.json": as_json(checked(english(), "localization")),
        "color.png": icons.colour(),
        "outline.png": icons.outline(),
    }
    return archive(files)


def archive(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file of these, by name: the same bytes each time."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in files.items():
            zipped.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def manifest(identity: Identity) -> dict[str, Any]:
    base = identity.public_url.rstrip("/")
    commands = [{"title": fr, "description": said(f"package_{name}", "fr")} for name, fr, _ in _COMMANDS]
    return {
        "$schema": f"{_ADDRESS}.schema.json",
        "manifestVersion": VERSION,
        "version": identity.version,
        # Another identifier than the bot's, the same each time: an upload then replaces the one before.
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"repere:teams:{identity.client_id.lower()}")),
        "developer": {
            "name": identity.organisation[:32],
            "websiteUrl": base,
            "privacyUrl": identity.privacy_url or base,
            "termsOfUseUrl": identity.terms_url or base,
        },
        "name": {"short": "Repère", "full": said("package_name", "fr")},
        "description": {"short": said("package_short", "fr"), "full": said("package_full", "fr")},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#0B4F5C",
        "localizationInfo": {
            "defaultLanguageTag": "fr",
            "additionalLanguages": [{"languageTag": "en", "file": "en.json"}],
        },
        "bots": [
            {
                "botId": identity.client_id,
                "scopes": list(_SCOPES),
                "isNotificationOnly": False,
                "supportsFiles": False,
                "supportsCalling": False,
                "supportsVideo": False,
                "commandLists": [{"scopes": [scope], "commands": commands} for scope in _SCOPES],
            }
        ],
        "validDomains": [urlsplit(base).hostname or ""],
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
    }


def english() -> dict[str, Any]:
    """The same words in English, by their place in the manifest."""
    words = {
        "$schema": f"{_ADDRESS}.Localization.schema.json",
        "name.short": "Repère",
        "name.full": said("package_name", "en"),
        "description.short": said("package_short", "en"),
        "description.full": said("package_full", "en"),
    }
    for at in range(len(_SCOPES)):
        for number, (name, _, title) in enumerate(_COMMANDS):
            place = f"bots[0].commandLists[{at}].commands[{number}]"
            words |= {f"{place}.title": title, f"{place}.description": said(f"package_{name}", "en")}
    return words


def checked(value: dict[str, Any], schema: str) -> dict[str, Any]:
    """The value, if the published schema takes it. Raises BadInput, naming the place."""
    from jsonschema import Draft4Validator

    published = json.loads((_SCHEMAS / f"{schema}-{VERSION}.json").read_text(encoding="utf-8"))
    checker = Draft4Validator(published, format_checker=Draft4Validator.FORMAT_CHECKER)
    wrong = sorted(checker.iter_errors(value), key=lambda error: list(map(str, error.path)))
    if wrong:
        place = ".".join(map(str, wrong[0].path)) or schema
        raise BadInput(said("package_refused", "fr", place), said("package_refused", "en", place))
    return value


def _ready(identity: Identity) -> None:
    try:
        uuid.UUID(identity.client_id)
    except ValueError as error:
        raise BadInput(said("package_client", "fr"), said("package_client", "en")) from error
    require_addresses(identity)


def require_addresses(identity: Identity) -> None:
    """Raises BadInput unless the public address is there, and every address https."""
    for address in filter(None, (identity.public_url or "-", identity.privacy_url, identity.terms_url)):
        parts = urlsplit(address)
        if parts.scheme != "https" or not parts.hostname:
            raise BadInput(said("package_url", "fr"), said("package_url", "en"))


def as_json(value: dict[str, Any]) -> bytes:
    """A file of the package."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
