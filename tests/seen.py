"""A real browser and a JupyterLab to look at: one of each a worker, for whatever folder asks.

A plugin of the whole suite, not a `conftest.py` that others import: a fixture imported twice is made twice, and Playwright refuses a second start in the same process.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

ROOT = Path(__file__).parents[1]
# A machine at work is no reason to fail: no test of what is seen judges a duration.
expect.set_options(timeout=30_000)
#: The packages whose own part of JupyterLab is served as it is written here.
SIDES = ("epreuves", "epreuves_kit")
CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
)
#: Chromium without a sandbox of its own, for root in a container, and without calls home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("navigateur")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    if not Path(CHROMIUM).exists():
        pytest.fail("Chromium manque : apt-get install chromium (ou CHROMIUM=/chemin/vers/chromium).", pytrace=False)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


#: Characters of each that a failure shows, from its end.
TOLD = 1_500
_console = pytest.StashKey[list[str]]()
#: Journals of the servers that are up, the last one last.
_journals: list[Path] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure shows what the page held, what its console said, and how the server's journal ends: a wait alone tells nothing."""
    report = yield
    page = getattr(item, "funcargs", {}).get("page")
    if report.when == "call" and report.failed and isinstance(page, Page):
        try:
            text = page.locator("body").inner_text(timeout=5_000)
        except PlaywrightError as error:  # a page that is gone
            text = str(error)
        journal = _journals[-1].read_text("utf-8", "replace") if _journals else ""
        console = "\n".join(item.stash.get(_console, []))
        # The page comes last: where a report is cut, its beginning goes first.
        told = {"journal of the server": journal, "console of the page": console, "page": text}
        report.sections.extend((name, words[-TOLD:]) for name, words in told.items())
    return report


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of its own, as on a laptop, in French."""
    context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="fr-FR")
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    said: list[str] = []
    request.node.stash[_console] = said
    opened.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    opened.on("pageerror", lambda error: said.append(f"uncaught: {error}"))
    yield opened
    context.close()


@contextmanager
def serving(course: Path, home: Path, port: int = 0, account: str = "fictif-candidate") -> Iterator[str]:
    """The address of a JupyterLab that serves a course, its settings and journal in `home`.

    port: one that is free where it is 0; account: a hub's, empty where there is none.
    """
    if not port:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTERHUB_USER": account,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    journal = home / "journal.txt"
    log = journal.open("wb")
    lab = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "jupyterlab",
            "--no-browser",
            "--allow-root",
            "--ip=127.0.0.1",
            f"--port={port}",
            "--IdentityProvider.token=",
            f"--ServerApp.root_dir={course}",
            *(f"--LabApp.extra_labextensions_path={ROOT / side / 'jupyter' / 'labextensions'}" for side in SIDES),
            "--LabApp.expose_app_in_browser=True",
            "--LabApp.news_url=None",
        ],
        cwd=course,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(720):
            try:
                urllib.request.urlopen(f"{address}/api", timeout=1).close()
                break
            except OSError:
                if lab.poll() is not None:
                    pytest.fail(journal.read_text("utf-8"), pytrace=False)
                time.sleep(0.25)
        _journals.append(journal)
        yield address
    finally:
        if journal in _journals:
            _journals.remove(journal)
        lab.terminate()
        try:
            lab.wait(60)  # it ends its kernels first
        except subprocess.TimeoutExpired:
            # One that restarts a kernel as it ends waits for it for ever; what kernels are left end with it.
            lab.kill()
            lab.wait()
        log.close()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: `EPREUVES_IMAGES=docs/images` keeps those that the README shows."""
    wanted = os.environ.get("EPREUVES_IMAGES")
    folder = Path(wanted).resolve() if wanted else tmp_path_factory.mktemp("images")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
