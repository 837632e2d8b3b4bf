"""A real JupyterHub on this machine for as long as the module lasts: accounts of its own, an exchange, a course, the arrivals' service.

`make test` leaves this folder out, and says so, where root, Node, configurable-http-proxy or JupyterHub lack.
"""

from __future__ import annotations

import contextlib
import csv
import fcntl
import grp
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.conftest import EPREUVES

ROOT = Path(__file__).parents[2]
KIT = ROOT / "deploiement" / "jupyterhub"
INSTRUCTOR, GRADER, LEA, KARIM = "epr-essai-camille", "epr-essai-claire", "epr-essai-lea", "epr-essai-karim.b"
GROUPS = ("epr-essai-candidats", "epr-essai-equipe")
COURSE = "copies-d-essai"
#: Identifier, surname and first name of those who sit the épreuve, where a module names no others.
CANDIDATES = ((LEA, "Fontaine", "Léa"), (KARIM, "Benali", "Karim"))


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups, in whatever order conftests are loaded
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("hub"))


class Hub:
    """The hub, its folders, and who is on it."""

    def __init__(self, base: Path) -> None:
        self.base, self.course, self.exchange, self.arrivals = (
            base,
            base / "cours",
            base / "echange",
            base / "arrivees",
        )
        self.python, self.settings = base / "env" / "bin" / "python", base / "hub.toml"
        self.inbound = self.exchange / COURSE / "inbound"
        self.address = f"http://127.0.0.1:{free_port()}"
        self.passwords: dict[str, str] = {}
        self.log = base / "journal.txt"
        self.process: subprocess.Popen[bytes] | None = None

    def install(self) -> str:
        """Run the installer, as the documentation says; what it says."""
        done = subprocess.run(
            [sys.executable, str(KIT / "installer.py"), str(self.settings)], capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        """Start the hub, and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = _started(self, log)

    def stop(self) -> None:
        """Stop the hub with everybody's server, as a machine that goes down does."""
        if self.process is not None:
            _ended(self.process)
            self.process = None

    def as_account(
        self, who: str, *words: str, role: str = "candidat", check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as somebody's account runs it in a terminal of the hub, with its groups and rights."""
        done = subprocess.run(
            [
                "setpriv",
                f"--reuid={who}",
                f"--regid={who}",
                "--init-groups",
                "--reset-env",
                "env",
                f"JUPYTER_CONFIG_PATH={self.base}/roles/{role}",
                "LANG=C.UTF-8",
                *words,
            ],
            cwd=pwd.getpwnam(who).pw_dir,
            capture_output=True,
            text=True,
            timeout=300,
        )
        if check:
            assert done.returncode == 0, done.stdout + done.stderr
        return done

    def epreuves(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A command of the kit, as the instructor runs it in the course's folder."""
        program = (
            f"cd {self.course} && exec {self.python} -c 'from epreuves_kit.cli import main; main()' {' '.join(words)}"
        )
        return self.as_account(INSTRUCTOR, "/bin/sh", "-c", program, role="formateur", check=check)

    def door(self, browser: Browser, who: str) -> Page:
        """What opens for somebody who signs in, in a browser of their own."""
        page = self.context(browser).new_page()
        page.set_default_timeout(90_000)
        page.goto(f"{self.address}/hub/login")
        page.locator("#username_input").fill(who)
        page.locator("#password_input").fill(self.passwords[who])
        page.locator("#login_submit").click()
        page.wait_for_url(f"**/user/{who}/**")
        return page

    def seat(self, browser: Browser, who: str) -> Page:
        """JupyterLab of somebody who has signed in, in a browser of their own."""
        page = self.door(browser, who)
        page.goto(f"{self.address}/user/{who}/lab?reset")
        page.locator(".jp-LauncherCard").first.wait_for()
        return page

    @staticmethod
    def context(browser: Browser) -> BrowserContext:
        """A browser as on a laptop, in French, that knows nobody yet."""
        return browser.new_context(viewport={"width": 1366, "height": 900}, locale="fr-FR")


@pytest.fixture(scope="module")
def candidates() -> tuple[tuple[str, str, str], ...]:
    """Those who sit the épreuve."""
    return CANDIDATES


@pytest.fixture(scope="module")
def hub(model: Path, candidates: tuple[tuple[str, str, str], ...]) -> Iterator[Hub]:
    """The hub with its candidates, a grader and an instructor; accounts, homes and folders go with it."""
    with Path("/srv/.epr-essai.verrou").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two runs on one machine would have the same accounts
        yield from _held(model, candidates)


def _held(model: Path, candidates: tuple[tuple[str, str, str], ...]) -> Iterator[Hub]:
    _forget()
    # pytest's own folders are closed to the accounts of the hub, and a candidate's /tmp is their own.
    base = Path(tempfile.mkdtemp(prefix="epr-essai-", dir="/srv"))
    base.chmod(0o755)
    made = Hub(base)
    try:
        _environment(base / "env")
        _course(made, model, candidates)
        made.install()
        with (base / "hub" / "comptes.csv").open(encoding="utf-8") as file:
            made.passwords = {row["compte"]: row["mot de passe"] for row in csv.DictReader(file, delimiter=";")}
        made.start()
        yield made
    finally:
        made.stop()
        _forget()
        shutil.rmtree(base, ignore_errors=True)


def _environment(place: Path) -> None:
    """What `pip install 'epreuves[hub]'` makes, of what these tests themselves import, on a Python that every account may start."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    candidates = (os.path.realpath(sys.executable), f"/usr/bin/{name}", f"/usr/local/bin/{name}")
    python = next((one for one in candidates if _by_nobody(one)), None)
    if python is None:
        pytest.fail(
            f"Aucun {name} n'est ouvert à tous les comptes : apt-get install {name}-venv, ou un Python hors de /root.",
            pytrace=False,
        )
    subprocess.run([python, "-m", "venv", "--without-pip", place], check=True)
    packages = next(place.glob("lib/python*/site-packages"))
    known = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "epreuves.pth").write_text("\n".join([str(ROOT), *known]) + "\n", "utf-8")
    for name in ("share", "etc"):
        (place / name).mkdir(exist_ok=True)
        (place / name / "jupyter").symlink_to(Path(sys.prefix, name, "jupyter").resolve())
    for program, module in (("alembic", "alembic.config"), ("jupyter-nbgrader", "nbgrader.apps.nbgraderapp")):
        path = place / "bin" / program
        path.write_text(f"#!{place}/bin/python\nfrom {module} import main\nmain()\n", "utf-8")
        path.chmod(0o755)


def _by_nobody(python: str) -> bool:
    # Through env: the program that setpriv itself starts is still found with root's rights.
    words = [
        "setpriv",
        "--reuid=nobody",
        "--regid=nogroup",
        "--clear-groups",
        "env",
        python,
        "-c",
        "import venv",
    ]
    return Path(python).exists() and subprocess.run(words, cwd="/", capture_output=True).returncode == 0


def _course(made: Hub, model: Path, candidates: tuple[tuple[str, str, str], ...]) -> None:
    """The trial course, its candidates enrolled from the school's list, their list written, and the hub's settings."""
    # Without its gradebook: the épreuve is built, and not given out yet.
    shutil.copytree(model, made.course, ignore=shutil.ignore_patterns("gradebook.db"))
    given = made.base / "ecole.csv"
    given.write_text("\n".join(["Identifiant;Nom;Prénom", *map(";".join, candidates), ""]), "utf-8")
    listed = made.base / "candidats.csv"
    for words in (("import", str(given), "--oui"), ("export", str(listed))):
        subprocess.run([*EPREUVES, "candidats", *words], cwd=made.course, check=True, capture_output=True)
    told = {
        "cours": made.course,
        "nom": COURSE,
        "echange": made.exchange,
        "arrivees": made.arrivals,
        "hub": made.base / "hub",
        "roles": made.base / "roles",
        "environnement": made.base / "env",
        "proxy": shutil.which("configurable-http-proxy"),
        "adresse": made.address,
        "candidats": (GROUPS[0], listed),
        "equipe": GROUPS[1],
        "formateur": INSTRUCTOR,
    }
    lines = (KIT / "reglages.toml").read_text("utf-8").splitlines()
    values = {
        name: [str(one) for one in (value if isinstance(value, tuple) else (value,))] for name, value in told.items()
    }
    for rank, line in enumerate(lines):
        found = re.match(r"(\w+) = ", line)
        if found and (left := values.get(found[1])):
            lines[rank] = f'{found[1]} = "{left.pop(0)}"'
        elif line.startswith("correcteurs"):
            lines[rank] = f'correcteurs = ["{GRADER}"]'
    assert not any(values.values()), values
    made.settings.write_text("\n".join(lines) + "\n", "utf-8")


def _started(made: Hub, log: object) -> subprocess.Popen[bytes]:
    # Two ports of the hub's own, which another hub of this machine may hold.
    wrapper = made.base / "config.py"
    wrapper.write_text(
        f"load_subconfig({str(KIT / 'jupyterhub_config.py')!r})\n"
        f"c = get_config()\nc.JupyterHub.hub_port = {free_port()}\nc.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:{free_port()}'\n",
        "utf-8",
    )
    environment = {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "EPREUVES_HUB": str(made.settings),
        "LANG": "C.UTF-8",
    }
    node = shutil.which("node")
    environment["PATH"] = f"{Path(node or '/usr/bin/node').parent}:{environment['PATH']}"
    process = subprocess.Popen(
        [made.python, "-m", "jupyterhub", "-f", wrapper],
        cwd=made.base,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{made.address}/hub/login", timeout=2).close()
            if (made.arrivals / "journal.jsonl").exists():
                return process
        except OSError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.5)
    process.kill()
    pytest.fail((made.base / "journal.txt").read_text("utf-8", "replace")[-6000:], pytrace=False)


def _ended(process: subprocess.Popen[bytes]) -> None:
    """End the hub, and what of it would be left where it takes too long."""
    own = psutil.Process(process.pid).children(recursive=True)
    for one in own:  # servers of people take ten seconds each to end by themselves
        with contextlib.suppress(psutil.NoSuchProcess):
            if one.username().startswith("epr-essai-"):
                one.kill()
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for one in own:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()
    psutil.wait_procs(own, 10)


def _forget() -> None:
    """End what the trial's accounts still run, and remove them with their homes and their firewall: those of an interrupted run too."""
    subprocess.run(["nft", "delete", "table", "inet", GROUPS[0]], capture_output=True)
    own = [one.pw_name for one in pwd.getpwall() if one.pw_name.startswith("epr-essai-")]
    running = [one for one in psutil.process_iter(["username"]) if one.info["username"] in own]
    for one in running:
        one.kill()
    psutil.wait_procs(running, 10)
    for who in own:
        subprocess.run(["userdel", "--remove", who], capture_output=True)
    for group in GROUPS:
        if group in {one.gr_name for one in grp.getgrall()}:
            subprocess.run(["groupdel", group], capture_output=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
