"""Makes ``.venv`` ready: ``prepare.py run`` to serve, ``prepare.py dev`` to test, ``prepare.py browser`` for Chromium.

Uses the standard library alone, and any Python from 3.7 on, so that it can say what is missing. A second call with the
same locks returns at once: the stamp in ``.venv`` is the digest of what was installed from.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
VENV = HERE / ".venv"
PIP = [str(VENV / "bin" / "python"), "-m", "pip"]
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
TORCH_LOCK = "requirements-torch.lock"
MODEL_LOCK = "requirements-model.lock"
TORCH = "torch==2.13.0"
# PyTorch's own index of builds without CUDA. Asked only where pip finds no CPU build by itself.
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
PROBE_SECONDS = 6
# The encoder's files lie in the environment: ingest/index/model/packaged.py looks there.
MODEL = VENV / "share" / "repere" / "multilingual-e5-small"
MODEL_MAKER = "tools/encoder_files.py"
SUPPORTED = [(3, 13), (3, 12), (3, 11)]

NO_PYTHON = (
    "Aucun Python 3.11, 3.12 ou 3.13 avec les modules « venv » et « ensurepip » n'a été trouvé : installez-en un "
    "(sous Debian : apt-get install python3 python3-venv), puis relancez la commande.\n"
    "No Python 3.11, 3.12 or 3.13 with the modules venv and ensurepip was found: install one "
    "(on Debian: apt-get install python3 python3-venv), then run the command again."
)
NO_TORCH = (
    "PyTorch sans CUDA n'est pas accessible pour ce Python : on continue sans lui. Le modèle livré n'en a pas besoin ; "
    "pour en nommer un autre, donnez une roue avec REPERE_TORCH_WHEEL=/chemin/torch.whl, puis relancez la commande.\n"
    "PyTorch without CUDA cannot be reached for this Python: going on without it. The packaged model does not need it; "
    "to name another model, give a wheel with REPERE_TORCH_WHEEL=/path/torch.whl, then run the command again."
)


class Stopped(Exception):
    """The set-up cannot go on; the message says what to do."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


# --- Which Python -----------------------------------------------------------------------------------------------------


def interpreters() -> list[tuple[tuple[int, int], str]]:
    """(version, path) of every usable Python on the path, newest first. Each is started: a shim may name none."""
    found: dict[tuple[int, int], str] = {}
    names = ["python3", *("python{}.{}".format(*version) for version in SUPPORTED)]
    for folder in [Path(sys.executable).parent, *map(Path, os.environ.get("PATH", "").split(os.pathsep))]:
        for name in names:
            seen = probe(folder / name)
            if seen and seen[0] in SUPPORTED:
                found.setdefault(*seen)
    return sorted(found.items(), reverse=True)


def probe(path: Path) -> tuple[tuple[int, int], str] | None:
    if not path.exists():
        return None
    code = "import sys, venv, ensurepip; print(sys.version_info[0], sys.version_info[1], sys.executable)"
    try:
        answer = subprocess.run([str(path), "-c", code], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = answer.stdout.split(maxsplit=2)
    if answer.returncode or len(words) != 3:
        return None
    return (int(words[0]), int(words[1])), words[2].strip()


def choose() -> str:
    """The newest Python for which pip finds a CPU build of PyTorch without the network, else the newest."""
    usable = interpreters()
    if not usable:
        raise Stopped(NO_PYTHON)
    if not os.environ.get("REPERE_TORCH_WHEEL"):
        for _, path in usable:
            if on_disk([path, "-m", "pip"]):
                return path
    return usable[0][1]


# --- PyTorch without CUDA ---------------------------------------------------------------------------------------------


def on_disk(pip: list[str]) -> bool:
    """Whether pip, as this machine configures it, finds the locked PyTorch without asking a network."""
    command = [*pip, "install", "--no-index", "--no-deps", "--dry-run", "--ignore-installed", "--quiet", TORCH]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def torch_arguments() -> list[str]:
    """What to hand to pip: a wheel named by hand, the disk, the locked registry build, the CPU index, or nothing."""
    wheel = os.environ.get("REPERE_TORCH_WHEEL")
    if wheel:
        return [wheel]
    if on_disk(PIP):
        return ["--no-index", *hashed(TORCH_LOCK)]
    if sys.platform == "darwin" or platform.machine() in {"aarch64", "arm64"}:
        return hashed(TORCH_LOCK)
    if cpu_index_answers():
        return ["--index-url", CPU_INDEX, TORCH]
    say(NO_TORCH)
    return []


def hashed(lock: str) -> list[str]:
    return ["--require-hashes", "-r", str(HERE / lock)]


def cpu_index_answers() -> bool:
    """Asked in a child that is killed after a few seconds: name resolution itself may hang."""
    code = "import urllib.request as u; u.urlopen({!r}, timeout=5).read(1)".format(CPU_INDEX + "/torch/")
    try:
        child = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=PROBE_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return False
    return child.returncode == 0


# --- Installing -------------------------------------------------------------------------------------------------------


def digest(purpose: str) -> str:
    """What the installed packages follow from: the locks, the project file, this script."""
    names = [LOCKS["run"], TORCH_LOCK, MODEL_LOCK, "pyproject.toml", "tools/prepare.py", MODEL_MAKER]
    names += [LOCKS["dev"]] if purpose == "dev" else []
    # The folder's own path too: a virtual environment that was moved does not run.
    return hashlib.sha256(b"\0".join([str(HERE).encode(), *((HERE / n).read_bytes() for n in names)])).hexdigest()


def ready(purpose: str) -> bool:
    """A test environment also serves."""
    stamps = ["run", "dev"] if purpose == "run" else ["dev"]
    return (VENV / "bin" / "python").exists() and any(
        (VENV / f".ready-{s}").exists() and (VENV / f".ready-{s}").read_text() == digest(s) for s in stamps
    )


def install(title: str, arguments: list[str], total: int) -> None:
    """Run pip, and show on one line how far it is."""
    started = time.monotonic()
    command = [*PIP, "install", "--no-deps", "--disable-pip-version-check", "--progress-bar", "off", *arguments]
    tail: list[str] = []
    count = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as child:
        for line in child.stdout or []:
            tail = [*tail[-30:], line]
            if line.startswith(("Collecting", "Requirement already satisfied", "Processing", "Obtaining")):
                count += 1
                progress(title, count, total)
            elif line.startswith("Installing"):
                progress(title, total, total)
    if child.returncode:
        raise Stopped("".join(["\n", *tail, f"\nL'installation a échoué ({title}) / installation failed."]))
    say(f"{chr(13) if sys.stderr.isatty() else ''}  {title}: {time.monotonic() - started:.0f} s" + " " * 20)


def install_model() -> None:
    """The encoder's files, in their folder of the environment."""
    started = time.monotonic()
    child = subprocess.run(
        [PIP[0], str(HERE / MODEL_MAKER), str(MODEL)], stderr=subprocess.PIPE, text=True, check=False
    )
    if child.returncode:
        raise Stopped(f"{child.stderr}\nLe modèle n'a pu être installé / the model could not be installed.")
    say(f"  modèle / model: {time.monotonic() - started:.0f} s")


def progress(title: str, count: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r  {title}: {min(count, total)}/{total} ", end="", file=sys.stderr, flush=True)
    elif count % 50 == 0:
        say(f"  {title}: {count}/{total}")


def prepare(purpose: str) -> None:
    if ready(purpose):
        return
    for name in ("run", "dev"):
        (VENV / f".ready-{name}").unlink(missing_ok=True)
    if not probe(VENV / "bin" / "python"):
        chosen = choose()
        say(f"Préparation de .venv avec / setting up .venv with {chosen}")
        subprocess.run([chosen, "-m", "venv", "--clear", str(VENV)], check=True)
    lock = LOCKS[purpose]
    count = (HERE / lock).read_text(encoding="utf-8").count("==")
    torch = [] if has_torch() else torch_arguments()
    if torch:
        install("PyTorch (CPU)", torch, 1)
    install("paquets / packages", hashed(lock), count)
    # Editable and without a build environment of its own: setuptools is in the lock.
    install("Repère", ["--no-build-isolation", "--editable", str(HERE)], 1)
    install_model()
    (VENV / f".ready-{purpose}").write_text(digest(purpose))


def has_torch() -> bool:
    """A PyTorch that imports is kept, whatever put it there."""
    child = subprocess.run([PIP[0], "-c", "import torch"], capture_output=True, check=False)
    return child.returncode == 0


# --- A browser for the tests ------------------------------------------------------------------------------------------


def browser() -> None:
    """Debian's Chromium, where this account may install it. Browser tests skip with their reason otherwise."""
    if shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say("Chromium absent : les essais de navigateur seront sautés / browser tests will be skipped.")
        return
    say("Installation de Chromium pour les essais / installing Chromium for the tests")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        try:
            child = subprocess.run(
                ["apt-get", "-q", *command], env=environment, capture_output=True, timeout=420, check=False
            )
        except subprocess.TimeoutExpired:
            child = None
        if child is None or child.returncode:
            say("Chromium n'a pu être installé : les essais de navigateur seront sautés / browser tests will skip.")
            return


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in {*LOCKS, "browser"}:
        say("prepare.py run | dev | browser")
        return 2
    try:
        browser() if arguments[0] == "browser" else prepare(arguments[0])
    except Stopped as stopped:
        say(str(stopped))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
