"""What is deployed is what the cluster's own schema knows, asks what the service answers, and runs without privilege."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from fastapi.testclient import TestClient
from kubernetes import client as schema

from bots.server import application
from bots.settings import Settings
from ingest.settings import Settings as Reading
from tests.bots.replies import Scripted

ROOT = Path(__file__).resolve().parent.parent
MANIFESTS = list(yaml.safe_load_all((ROOT / "docs/operating/kubernetes.yaml").read_text("utf-8")))
COMPOSES = ("docker-compose.yml", "docker-compose.scale.yml")
PLAIN = {"str": str, "int": int, "bool": bool, "float": (int, float), "object": (str, int, bool, dict, list)}


class Refused(Exception):
    """Where, and why the schema does not know it."""


def built(value: Any, kind: str, where: str) -> Any:
    """The value as the published schema's own type. Raises Refused: unknown or missing name, another type."""
    if found := re.fullmatch(r"[Ll]ist\[(.+)\]", kind):
        if not isinstance(value, list):
            raise Refused(f"{where}: a list is wanted")
        return [built(one, found[1], f"{where}[{number}]") for number, one in enumerate(value)]
    if found := re.fullmatch(r"[Dd]ict[(\[]str, (.+)[)\]]", kind):
        if not isinstance(value, dict):
            raise Refused(f"{where}: names and values are wanted")
        return {name: built(one, found[1], f"{where}.{name}") for name, one in value.items()}
    if kind in PLAIN:
        if not isinstance(value, PLAIN[kind]) or (isinstance(value, bool) and kind not in ("bool", "object")):
            raise Refused(f"{where}: {kind} is wanted, not {value!r}")
        return value
    return _object(value, kind, where)


def _object(value: Any, kind: str, where: str) -> Any:
    model = getattr(schema, kind)
    names = {sent: name for name, sent in model.attribute_map.items()}
    if not isinstance(value, dict) or set(value) - set(names):
        raise Refused(
            f"{where}: {kind} does not know {set(value) - set(names) if isinstance(value, dict) else value!r}"
        )
    held = {names[n]: built(one, model.openapi_types[names[n]], f"{where}.{n}") for n, one in value.items()}
    try:
        return model(**held)
    except ValueError as error:
        raise Refused(f"{where}: {error}") from error


def checked(manifest: dict[str, Any]) -> Any:
    """A manifest as the schema reads it. Raises Refused; for a kind that its version does not serve, too."""
    group, _, version = manifest["apiVersion"].rpartition("/")
    kind = manifest["kind"]
    api = f"{group.partition('.')[0].title() or 'Core'}{version.title()}Api"
    called = "create_namespaced_" + re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()
    if not hasattr(getattr(schema, api, None), called):
        raise Refused(f"{manifest['apiVersion']} serves no {kind}")
    return built(manifest, f"{version.title()}{kind}", kind)


def pods() -> Iterator[dict[str, Any]]:
    for one in MANIFESTS:
        if one["kind"] == "Deployment":
            yield one["spec"]["template"]
        if one["kind"] == "CronJob":
            yield one["spec"]["jobTemplate"]["spec"]["template"]


def named(kind: str) -> dict[str, Any]:
    return next(one for one in MANIFESTS if one["kind"] == kind)


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda one: str(one["kind"]))
def test_the_schema_of_kubernetes_knows_every_line(manifest: dict[str, Any]) -> None:
    """Each name, each type, each thing that is required, of the API its version names."""
    assert checked(manifest).metadata.name


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("spec", "replica"), 2), (("spec", "replicas"), "2"), (("spec", "selector"), None), (("apiVersion",), "v1"),
        (("spec", "template", "spec", "containers"), {}), (("spec", "template", "spec", "containers", 0, "name"), None),
        (("spec", "template", "spec", "containers", 0, "resources", "limits", "memory"), 3),
    ],
)  # fmt: skip
def test_the_schema_refuses_a_slip(path: tuple[Any, ...], value: object) -> None:
    """A name misspelt, a number in quotes, what is required left out: the check can fail."""
    import copy

    wrong = copy.deepcopy(named("Deployment"))
    at: Any = wrong
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    with pytest.raises(Refused):
        checked(wrong)


def test_every_pod_runs_without_privilege_on_a_root_it_cannot_write() -> None:
    """Not root, nothing gained, nothing mounted of the cluster's; what it must write is a volume; it has limits."""
    for pod in pods():
        spec = pod["spec"]
        assert spec["securityContext"]["runAsNonRoot"]
        assert f"--uid {spec['securityContext']['runAsUser']} " in (ROOT / "Dockerfile").read_text("utf-8")
        assert spec["automountServiceAccountToken"] is False
        for one in spec["containers"]:
            assert one["securityContext"]["readOnlyRootFilesystem"]
            assert one["securityContext"]["allowPrivilegeEscalation"] is False
            assert one["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert one["resources"]["requests"]["memory"]
            assert one["resources"]["limits"]["memory"]
            mounted = {volume["mountPath"] for volume in one["volumeMounts"]}
            index = {e["name"]: e.get("value") for e in one.get("env", [])}.get("REPERE_INDEX")
            index = index or named("ConfigMap")["data"]["REPERE_INDEX"]
            assert "/tmp" in mounted
            assert any(index.startswith(place) for place in mounted)
            assert {v["name"] for v in one["volumeMounts"]} == {v["name"] for v in spec["volumes"]}


def test_what_is_selected_is_what_is_labelled() -> None:
    """The service, the budget and the deployment mean the pods that serve, and no pod that feeds."""
    serving, feeding = (pod["metadata"]["labels"] for pod in pods())
    for kind in ("Deployment", "PodDisruptionBudget"):
        assert named(kind)["spec"]["selector"]["matchLabels"] == serving
    assert named("Service")["spec"]["selector"] == serving
    assert serving != feeding
    assert named("Deployment")["spec"]["replicas"] >= 2


def test_probes_ask_what_the_service_answers(tmp_path: Path) -> None:
    """Alive and ready apart, by the pod's own address, on the port it listens on; by any other name it is refused."""
    pod = next(pods())["spec"]["containers"][0]
    port = str(pod["ports"][0]["containerPort"])
    data = named("ConfigMap")["data"]
    assert data["REPERE_PORT"] == port
    assert {e["name"]: e.get("value") for e in pod["env"]}["REPERE_ALLOWED_HOSTS"] == "$(POD_IP)"
    settings = Settings(state=tmp_path, host="0.0.0.0", public_url=data["REPERE_PUBLIC_URL"], allowed_hosts="10.1.2.3")
    web = TestClient(application(settings, Scripted), base_url="http://10.1.2.3:8000")  # type: ignore[arg-type]
    paths = {pod[name]["httpGet"]["path"] for name in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert paths == {"/healthz", "/readyz"}
    for path in (*paths, next(pods())["metadata"]["annotations"]["prometheus.io/path"]):
        assert web.get(path).status_code == 200
    assert pod["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert pod["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert web.get("/healthz", headers={"host": "10.1.2.4:8000"}).status_code == 421


def test_every_setting_of_a_deployment_is_one() -> None:
    """A name misspelt would be passed over in silence."""
    known = {f"REPERE_{name.upper()}" for of in (Settings, Reading) for name in of.model_fields}
    said = set(named("ConfigMap")["data"]) | {e["name"] for pod in pods() for e in pod["spec"]["containers"][0]["env"]}
    for file in COMPOSES:
        for one in yaml.safe_load((ROOT / file).read_text("utf-8"))["services"].values():
            said |= set(one.get("environment", {}))
    assert {name for name in said if name.startswith("REPERE_")} - known == set()


SERVICE: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "anyOf": [{"required": ["image"]}, {"required": ["build"]}],
    "properties": {
        "image": {"type": "string", "pattern": r"^\S+:\S+$"},
        "build": {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"context": {}, "args": {"type": "object"}},
                },
            ]
        },
        "command": {"type": "array", "items": {"type": "string"}},
        "entrypoint": {"type": "array", "items": {"type": "string"}},
        "environment": {"type": "object", "additionalProperties": {"type": "string"}},
        "env_file": {"type": "array", "items": {"type": "object", "required": ["path"]}},
        "volumes": {"type": "array", "items": {"type": "string", "pattern": r"^[^:]+:/[^:]+(:ro)?$"}},
        "tmpfs": {"type": "array", "items": {"type": "string"}},
        "ports": {"type": "array", "items": {"type": "string", "pattern": r"^127\.0\.0\.1:\d+:\d+$"}},
        "depends_on": {"type": ["array", "object"]},
        "healthcheck": {"type": "object", "required": ["test"]},
        "read_only": {"type": "boolean"},
        "cap_drop": {"const": ["ALL"]},
        "security_opt": {"type": "array"},
        "profiles": {"type": "array"},
        "restart": {"enum": ["no", "always", "on-failure", "unless-stopped"]},
    },
}
FILE = {
    "type": "object",
    "required": ["name", "services"],
    "additionalProperties": False,
    "patternProperties": {"^x-": {}},
    "properties": {
        "name": {"type": "string"},
        "services": {"type": "object", "additionalProperties": SERVICE},
        "volumes": {"type": "object", "additionalProperties": {"type": "null"}},
    },
}


@pytest.mark.parametrize("file", COMPOSES)
def test_a_compose_file_holds_together(file: str) -> None:
    """Names and types as Compose knows them; every volume and service named is there; published on loopback alone."""
    said = yaml.safe_load((ROOT / file).read_text("utf-8"))
    jsonschema.validate(said, FILE)
    for one in said["services"].values():
        volumes = {v.split(":")[0] for v in one.get("volumes", [])}
        assert {v for v in volumes if not v.startswith((".", "/"))} <= set(said["volumes"])
        assert set(one.get("depends_on", [])) <= set(said["services"])


@pytest.mark.parametrize("file", COMPOSES)
def test_compose_resolves_its_file(file: str) -> None:
    """``docker compose config``, where compose is installed."""
    if not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], capture_output=True).returncode:  # noqa: PLW1510
        pytest.skip("docker compose is not installed on this machine")
    command = ["docker", "compose", "-f", file, "--profile", "*", "config", "--quiet"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
