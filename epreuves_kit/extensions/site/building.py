"""The site itself: JupyterLite in French around the session's épreuves, with the candidate's side of the kit beside.

JupyterLite's own program builds it, in a process and a folder of its own; what it made is then looked through, and put in its place whole.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.resources
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from jupyter_core.paths import jupyter_path

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.published import read_published
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import listed
from epreuves.wording.remedies import parameter
from epreuves_kit.build import candidate_wheel
from epreuves_kit.course.folders import Course, handed_out
from epreuves_kit.extensions.site import addresses, distribution, wheels
from epreuves_kit.extensions.site.contents import contents

Progress = Callable[[str], None]

#: Programs that the site is built with; `pip install 'epreuves[site]'` brings them.
PROGRAMS = ("jupyterlite_core", "jupyterlite_pyodide_kernel")
#: The kernel's settings, in those of the site.
_KERNEL = "@jupyterlite/pyodide-kernel-extension"
_EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "anywidget", _KERNEL)
#: What the candidate's side gives to JupyterLab.
_CANDIDATE = Path(str(importlib.resources.files("epreuves"))) / "jupyter"
#: The kit's own parts of the page: « Rendre », and a notebook shown as a paper.
_OWN = (Path(__file__).parents[2] / "jupyter" / "site", _CANDIDATE / "labextensions" / "epreuves-candidat")
#: Where the wheels are, from where the kernel's own program lies in the site.
_WHEELS = "../../../../pypi"
#: What is loaded before a notebook's first cell.
LOADED = ("numpy", "pandas", "matplotlib", "jinja2", "msgspec")
#: Parts of the page that lead elsewhere, or that say nothing to a candidate.
_DISABLED = (
    "@jupyterlite/application-extension:share-file",
    "@jupyterlite/application-extension:about",
    "@jupyterlab/help-extension:resources",
    "@jupyterlab/help-extension:about",
)
#: What is in the place that another site may take: this one's mark.
_MARK = "epreuves.json"
#: What JupyterLite's archive has for those who build upon it.
_LEFT_OUT = (
    "rspack.config.js",
    "rspack.config.analyze.js",
    "rspack.config.watch.js",
    "package.json",
    "jupyterlite.schema.v0.json",
    "doc",
)
_WORDS = {
    "<html>": '<html lang="fr">',
    "<title>JupyterLite</title>": "<title>Épreuves</title>",
    "Loading JupyterLite...": "Ouverture…",
    "JupyterLite requires JavaScript to be enabled in your browser.": "Cette page a besoin de JavaScript : autorisez-le dans votre navigateur.",
    "WASM powered Jupyter running in the browser.": "Les épreuves de la session, dans le navigateur.",
}


class BuiltSite(msgspec.Struct, frozen=True):
    """A site that is in its place: its files and bytes, the address Python comes from, and what is to be looked at."""

    folder: Path
    files: int
    size: int
    pyodide: str
    remarks: tuple[str, ...] = ()


def build(
    course: Course, epreuves: Sequence[EpreuveId], folder: Path, pyodide: Path | None, progress: Progress
) -> BuiltSite:
    """Build the site of these épreuves in a folder, where nothing or another site lies.

    pyodide: a folder with Pyodide's whole distribution, which then goes on the site; None: its official address. Raises KitError, and
    Faults with each épreuve that is not ready, or each address of another site that the site would load.
    """
    check_programs()
    _check_place(course, folder)
    kernel = importlib.import_module("jupyterlite_pyodide_kernel.constants")
    official = f"{kernel.PYODIDE_CDN_URL}/pyodide.mjs"
    python = (
        None
        if pyodide is None
        else distribution.read(pyodide, LOADED, kernel.PYODIDE_PYTHON_VERSION, kernel.PYODIDE_VERSION)
    )
    progress("Lecture de ce qui est distribué")
    ready, faults = [], []
    for epreuve in epreuves:
        try:
            ready.append(contents(course, epreuve))
        except KitError as error:
            faults.append(str(error))
    if faults:
        raise Faults(*faults)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=folder.parent) as place:
        work, made = Path(place) / "travail", Path(place) / "site"
        for part in ready:
            for path, content in part.files.items():
                _laid(work / "files" / part.epreuve / path, content)
        (work / "pypi").mkdir()
        beside = [
            candidate_wheel.write(work / "pypi"),
            *(wheels.pack(name, work / "pypi") for name in wheels.NAMES),
        ]
        settings = _settings(
            [wheel.name for wheel in beside],
            official if python is None else "./static/pyodide/pyodide.mjs",
            _storage(course, epreuves),
        )
        _laid(work / "jupyter-lite.json", _json(settings))
        _laid(work / "overrides.json", _json(_overrides()))
        _laid(work / "jupyter_lite_config.json", _json(_instructions()))
        progress("Construction de la page")
        _run(work, made, max(part.newest for part in ready))
        if python is not None:
            progress("Copie de Pyodide")
            distribution.lay(python, made / "static" / "pyodide")
        allowed = () if python is not None else (official.rpartition("/")[0] + "/",)
        _finish(made, allowed)
        progress("Recherche d'adresses d'autres sites")
        # The kernel's default address stands in its program, and the settings put another in its place.
        if outside := addresses.outside(made, (official.rpartition("/")[0] + "/",)):
            raise Faults(*(f"Le site demanderait quelque chose à un autre : {address}" for address in outside))
        _laid(made / _MARK, _json({"epreuves": list(epreuves)}))
        _put(made, folder)
    built = [path for path in folder.rglob("*") if path.is_file()]
    remarks = [remark for part in ready for remark in part.remarks]
    return BuiltSite(
        folder,
        len(built),
        sum(path.stat().st_size for path in built),
        "" if python is not None else official,
        tuple(remarks),
    )


def check_programs() -> None:
    """Raises KitError, with what to install, where a program that the site is built with lacks."""
    lacking = [name for name in PROGRAMS if importlib.util.find_spec(name) is None]
    if lacking:
        names = listed(name.replace("_", "-") for name in lacking)
        raise KitError(
            f"Le site se construit avec JupyterLite, qui n'est pas installé ici ({names}) : pip install 'epreuves[site]'"
        )


def _check_place(course: Course, folder: Path) -> None:
    where = handed_out(course.root, folder)
    if where or folder.resolve() == course.root:
        raise KitError(
            f"« {folder} » est dans {f'{where}/' if where else 'le dossier du cours'} : donnez un dossier à part ({parameter('site', '--dans')})."
        )
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / _MARK).is_file())):
        raise KitError(
            f"« {folder} » existe, et n'est pas un site fait par cette commande : donnez un autre dossier ({parameter('site', '--dans')})."
        )


def _storage(course: Course, epreuves: Sequence[EpreuveId]) -> str:
    """The name under which a browser keeps the files of this session: another session's, at the same address, are not seen."""
    published = read_published((course.root / "release" / epreuves[0] / "seance.json").read_bytes())
    return f"epreuves · {published.name}"


def _settings(beside: Sequence[str], pyodide: str, storage: str) -> dict[str, Any]:
    kernel = {
        "pyodideUrl": pyodide,
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": [*LOADED, *(f"{_WHEELS}/{name}" for name in beside)]},
    }
    data = {
        "appName": "Épreuves",
        "contentsStorageName": storage,
        "settingsStorageName": f"{storage} · réglages",
        "workspacesStorageName": f"{storage} · fenêtres",
        "disabledExtensions": list(_DISABLED),
        "litePluginSettings": {f"{_KERNEL}:kernel": kernel},
    }
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}


def _overrides() -> dict[str, Any]:
    """Settings of the page: those of the kit's own JupyterLab."""
    return json.loads((_CANDIDATE / "overrides.json").read_text("utf-8"))


def _instructions() -> dict[str, Any]:
    """The settings given to JupyterLite's program."""
    extensions = [str(folder) for folder in (*map(_extension, _EXTENSIONS), *_OWN)]
    binary = {
        name: {"name": name, "extensions": [f".{name}"], "mimeTypes": [kind], "fileFormat": "base64"}
        for name, kind in _BINARY.items()
    }
    return {
        "LiteBuildConfig": {
            "apps": ["lab"], "contents": ["files"], "federated_extensions": extensions, "ignore_sys_prefix": ["federated_extensions"],
            "no_sourcemaps": True, "no_unused_shared_packages": True, "extra_file_types": binary,
        }
    }  # fmt: skip


#: Files that are no text, beside those that JupyterLite knows.
_BINARY = {
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odp": "application/vnd.oasis.opendocument.presentation",
}


def _extension(name: str) -> Path:
    """The folder where an extension of JupyterLab is installed."""
    places = [Path(place) / name for place in jupyter_path("labextensions")]
    folder = next((place for place in places if (place / "package.json").is_file()), None)
    if folder is None:
        raise KitError(f"L'extension « {name} » de JupyterLab n'est pas installée ici : pip install 'epreuves[site]'")
    return folder


def _run(work: Path, made: Path, newest: int) -> None:
    """Run JupyterLite's program, which sees no settings but these; newest: the latest date that a file may bear, in seconds."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("JUPYTERLITE_", "JUPYTER_"))
    }
    environment |= {
        "JUPYTER_CONFIG_DIR": str(work / "reglages"),
        "JUPYTER_NO_CONFIG": "1",
        "SOURCE_DATE_EPOCH": str(newest),
        "TZ": "UTC",
    }
    done = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build", f"--lite-dir={work}", f"--output-dir={made}"],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
    )
    if done.returncode or not (made / "lab" / "index.html").is_file():
        last = "\n".join((done.stderr or done.stdout).strip().splitlines()[-12:])
        raise KitError(f"JupyterLite n'a pas pu construire le site. Voici ce qu'il en dit :\n{last}")


def _finish(made: Path, allowed: Sequence[str]) -> None:
    """Leave out what serves nobody, put the pages' own words in French, and have browsers load nothing from elsewhere."""
    for name in _LEFT_OUT:
        path = made / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for page in sorted(made.glob("**/index.html")):
        text = page.read_text("utf-8")
        for english, french in _WORDS.items():
            text = text.replace(english, french)
        page.write_text(addresses.guarded(text, allowed), encoding="utf-8", newline="\n")


def _put(made: Path, folder: Path) -> None:
    """Put the site in its place, in one step; the one that was there is gone only then."""
    aside = made.parent / "ancien"
    if folder.exists():
        folder.rename(aside)
    try:
        made.rename(folder)
    except OSError:
        with contextlib.suppress(OSError):
            aside.rename(folder)
        raise


def _laid(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
