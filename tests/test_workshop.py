"""The container, the Makefile and the locks tell one story."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tools.lessons import PLACE, lessons

ROOT = Path(__file__).resolve().parent.parent
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SERVICE = COMPOSE["services"]["repere"]


def dry_run(target: str) -> str:
    """What make would run, without running it."""
    ran = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True)
    return ran.stdout


def commands(text: str) -> set[str]:
    return set(re.findall(r"\brepere (ingest|serve)\b", text))


def test_the_container_runs_what_make_runs() -> None:
    """Both index the documents, then serve, by the same two commands, after the same set-up script."""
    last = re.findall(r"^CMD (.+)$", DOCKERFILE, re.MULTILINE)[-1]
    assert commands(last) == commands(dry_run("run")) == {"ingest", "serve"}
    assert "tools/prepare.py run" in DOCKERFILE
    assert "tools/prepare.py run" in dry_run("run")
    assert "command" not in SERVICE
    assert "entrypoint" not in SERVICE


def test_the_console_script_is_the_command_line() -> None:
    """``repere`` is installed by the distribution."""
    assert PROJECT["project"]["scripts"] == {"repere": "bots.cli:main"}


def test_the_image_holds_what_the_set_up_and_the_service_need() -> None:
    """Every file the Dockerfile copies passes .dockerignore, and exists."""
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    copied = {
        name for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE) for name in line.split()[:-1]
    }
    assert copied == kept
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_image_runs_without_privilege_and_tells_its_health() -> None:
    """Not as root, and /healthz is asked on the port that is published."""
    assert re.search(r"^USER (?!0|root)", DOCKERFILE, re.MULTILINE)
    port = SERVICE["environment"]["REPERE_PORT"]
    assert f"127.0.0.1:{port}/healthz" in DOCKERFILE
    assert [entry.split(":")[-1] for entry in SERVICE["ports"]] == [port]
    assert all(entry.startswith("127.0.0.1:") for entry in SERVICE["ports"])


def test_the_index_is_a_volume_where_the_service_writes_it() -> None:
    """The named volume is mounted on the folder the image declares and the service's user owns."""
    mounted = {entry.split(":")[0]: entry.split(":")[1] for entry in SERVICE["volumes"]}
    assert f"VOLUME {mounted['index']}" in DOCKERFILE
    assert f"chown repere:repere {mounted['index']}" in DOCKERFILE
    assert mounted["index"].endswith("/.repere")
    assert "index" in COMPOSE["volumes"]


def test_the_chat_model_stays_off_unless_asked_for() -> None:
    """Ollama and the fetching of its model belong to the profile ``llm``; the assistant to none."""
    profiles = {name: service.get("profiles", []) for name, service in COMPOSE["services"].items()}
    assert profiles == {"repere": [], "ollama": ["llm"], "ollama-pull": ["llm"]}


def test_the_dockerfile_passes_its_linter() -> None:
    """hadolint finds nothing."""
    linter = Path(sys.executable).with_name("hadolint")
    if not linter.exists():
        pytest.skip("hadolint has no build for this machine")
    ran = subprocess.run([str(linter), "Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-torch.lock"])
def test_every_locked_package_has_a_hash_and_none_is_cuda(lock: str) -> None:
    """Each line names one version and at least one hash; nothing of CUDA is there."""
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE).strip())
    assert all(re.match(r"[\w.\-\[\],]+==\S+", entry) and "--hash=sha256:" in entry for entry in entries)
    names = [re.split(r"[=\[]", entry)[0] for entry in entries]
    assert [name for name in names if re.match(r"nvidia|cuda|triton", name)] == []


def test_the_locks_hold_what_the_project_asks_for() -> None:
    """A dependency added to pyproject.toml without ``make lock`` is noticed."""
    locked = {
        re.sub(r"[-_.]+", "-", name.lower())
        for name in re.findall(
            r"^([\w.\-]+)(?:\[.*?\])?==", (ROOT / "requirements-dev.lock").read_text("utf-8"), re.MULTILINE
        )
    }
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["dev"]]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[<>=!~\[; ]", requirement)[0].lower()) for requirement in asked}
    assert names - locked == set()


def test_continuous_integration_runs_make_test_and_nothing_else() -> None:
    """A person and the machine check a change by the same command."""
    assert (ROOT / ".ci" / "run").read_text("utf-8").rstrip().endswith("exec make test")
    assert "pytest" in dry_run("test")


def test_the_settings_pages_are_the_settings() -> None:
    """docs/settings.md and .env.example tell every variable as the classes declare it (``make docs`` writes them)."""
    spec = importlib.util.spec_from_file_location("readme", ROOT / "tools" / "readme.py")
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.page() == (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert script.example() == (ROOT / ".env.example").read_text("utf-8")
    told = [name for held in script.by_purpose().values() for name in held]
    assert sorted(told) == sorted(script.settings())


def test_every_lesson_is_of_facts_it_holds(tmp_path: Path) -> None:
    """Those in the repository are read whole; one that names a fact it has not stops with the line."""
    held = list(lessons())
    assert len(held) > 700
    assert all(lesson.facts and lesson.questions for lesson in held)
    lines = [line for path in PLACE.glob("*.txt") for line in path.read_text("utf-8").splitlines()]
    assert sum(len(lesson.questions) for lesson in held) == sum(bool(re.match(r"[-0-9,]+ \| ", line)) for line in lines)
    (tmp_path / "one.txt").write_text(
        "# a port\n1: Charte · Quorum | Quorum : cinq.\nQ\n1,2 | combien faut-il être ?\n", "utf-8"
    )
    with pytest.raises(ValueError, match="1,2"):
        list(lessons(tmp_path))
