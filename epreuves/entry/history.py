"""Earlier states of an épreuve's folder, kept while its candidate works and taken back at a press: notebooks and what was typed in forms.

They lie beside the épreuve's folder and not in it, so that none is handed in: `.historique/<folder>/`, a zip each, at least two minutes apart
and only where something changed, 20 MB in all. Notebooks are kept without outputs, which running them makes again.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import threading
import time
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import msgspec

from epreuves.answers import typed
from epreuves.answers.files.finding import beginning
from epreuves.answers.handing_in import MAX_BYTES, RELOAD, WRITES, NotebookPlan, announced, cell_id, plan_of, written
from epreuves.answers.published_words import epreuve_of
from epreuves.answers.self_assessment import FILE as ESTIMATED
from epreuves.answers.typed import typed_trees
from epreuves.machine import replace
from epreuves.variants.archive import packed
from epreuves.wording.disk import hindrance
from epreuves.wording.french import counted, moment
from epreuves.wording.typography import spaced

FOLDER = ".historique"
_APART = datetime.timedelta(minutes=2)
_MOST_BYTES = 20_000_000
_watched: set[Path] = set()
_NAME = "%Y-%m-%d %Hh%Mm%S"


class EarlierState(msgspec.Struct, frozen=True):
    """A state that was kept: where, when, and what it holds, in words."""

    path: Path
    at: datetime.datetime
    summary: str


def folder_of(folder: Path) -> Path:
    """The place of the earlier states of an épreuve's folder."""
    whole = folder.resolve()
    return whole.parent / FOLDER / whole.name


def keep_state(folder: Path, at: datetime.datetime, apart: datetime.timedelta = _APART) -> bool:
    """Keep what a folder holds now, where it differs from what was kept last and that is old enough; True if it was kept. Never raises.

    at: local, without a zone. apart: how old the last one must be.
    """
    with contextlib.suppress(OSError, ValueError, zipfile.BadZipFile):
        kept = _kept(folder)
        if kept and at - kept[-1][0] < apart:
            return False
        content = _content(folder)
        archive = packed(content)
        if not content or (kept and kept[-1][1].read_bytes() == archive):
            return False
        replace(folder_of(folder) / f"{at:{_NAME}}.zip", archive)
        _bound(folder)
        return True
    return False


def keep_from_now_on(folder: Path) -> None:
    """Keep the folder's states from time to time as long as this process lives: writings are saved without any cell being run."""
    if folder in _watched:
        return
    _watched.add(folder)

    def watch() -> None:
        while True:
            keep_state(folder, datetime.datetime.now())
            time.sleep(_APART.total_seconds())

    with contextlib.suppress(RuntimeError):  # a browser has no threads
        threading.Thread(target=watch, name="historique", daemon=True).start()


def states(folder: Path) -> list[EarlierState]:
    """The states kept of a folder, the last one first; what cannot be read is left out."""
    earlier = []
    for at, path in reversed(_kept(folder)):
        with contextlib.suppress(OSError, ValueError, zipfile.BadZipFile):
            earlier.append(EarlierState(path, at, _summary(_read(path), folder)))
    return earlier


def has_answers(folder: Path) -> bool:
    """True if the last state kept of a folder holds what was typed in forms."""
    with contextlib.suppress(OSError, ValueError, IndexError, zipfile.BadZipFile):
        return typed.FILE in _read(_kept(folder)[-1][1])
    return False


def take_back(folder: Path, state: EarlierState, at: datetime.datetime) -> list[str]:
    """Write a state in the place of what a folder holds, which is kept first; the names of what was written. Raises OSError, or ValueError where the
    state cannot be read.
    """
    try:
        content = _read(state.path)
    except zipfile.BadZipFile:
        raise ValueError("a damaged state") from None
    keep_state(folder, at, datetime.timedelta(0))
    for name, data in content.items():
        replace(folder / name, data)
    return sorted(content)


def _kept(folder: Path) -> list[tuple[datetime.datetime, Path]]:
    kept = []
    for path in folder_of(folder).glob("*.zip"):
        with contextlib.suppress(ValueError):
            kept.append((datetime.datetime.strptime(path.stem, _NAME), path))
    return sorted(kept)


def _bound(folder: Path) -> None:
    total = 0
    for _, path in reversed(_kept(folder)):
        total += path.stat().st_size
        if total > _MOST_BYTES:
            path.unlink()


def _content(folder: Path) -> dict[str, bytes]:
    """The files that are kept of a folder: the kit's notebooks, without outputs, and what was typed."""
    content = {}
    for path in sorted(folder.glob("*.ipynb")):
        data = beginning(path, MAX_BYTES)
        with contextlib.suppress(ValueError, KeyError, TypeError, RecursionError, AttributeError):
            document = json.loads(data or b"")
            if plan_of(document) is None:
                continue
            for cell in document["cells"]:
                if "outputs" in cell:
                    cell["outputs"], cell["execution_count"] = [], None
            content[path.name] = (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    for name in (typed.FILE, ESTIMATED):
        data = beginning(folder / name, typed.MAX_BYTES)
        if data is not None:
            content[name] = data
    return content


def _read(path: Path) -> dict[str, bytes]:
    """The files of a state; names that no folder of an épreuve has at its root are left out."""
    data = beginning(path, _MOST_BYTES)
    with zipfile.ZipFile(io.BytesIO(data or b"")) as archive:
        names = [n for n in archive.namelist() if "/" not in n and "\\" not in n and not n.startswith(".")]
        kept = [name for name in names if name.endswith(".ipynb") or name in (typed.FILE, ESTIMATED)]
        return {name: archive.open(name).read(MAX_BYTES) for name in kept}


def _summary(content: dict[str, bytes], folder: Path) -> str:
    answers = 0
    with contextlib.suppress(typed.UnreadableAnswers, KeyError):
        answers = len(typed_trees(typed.decoded(content[typed.FILE], epreuve_of(folder))))
    words = 0
    for name, data in content.items():
        if name.endswith(".ipynb"):
            document = json.loads(data)
            words += _words(document, plan_of(document))
    return f"{counted(answers, 'réponse saisie')}, {counted(words, 'mot écrit')}"


def _words(document: Any, plan: NotebookPlan | None) -> int:
    sources = {cell_id(cell): "".join(cell["source"]) for cell in document["cells"]}
    return sum(written(sources.get(w.id, ""), w.given) for w in (plan.writings if plan else ()))


def offer(folder: Path, refresh: Callable[[], None]) -> None:
    """Show the earlier states and the button that takes one back; nothing where none is kept. refresh: has forms show what is there again."""
    present = packed(_content(folder))
    kept = [state for state in states(folder) if state.path.read_bytes() != present]
    if not kept:
        return
    import ipywidgets as widgets
    from IPython.display import display

    label = widgets.HTML("<p>Revenir à un état antérieur de votre travail\N{NO-BREAK SPACE}:</p>")
    choices = [(f"{moment(state.at, seconds=True)} — {state.summary}", state) for state in kept]
    select = widgets.Dropdown(description="État", options=choices, layout=widgets.Layout(width="max-content"))
    button = widgets.Button(description="Reprendre cet état", layout=widgets.Layout(width="max-content"))
    button.add_class(WRITES)
    result = widgets.Output()

    def pressed(_: Any) -> None:
        result.outputs = announced(_taken(folder, select.value))
        refresh()

    button.on_click(pressed)
    display(widgets.VBox([label, select, button, result]))


def _taken(folder: Path, state: EarlierState) -> str:
    try:
        take_back(folder, state, datetime.datetime.now())
    except OSError as error:
        return f"<p>Rien n'a changé\N{NO-BREAK SPACE}: {escape(hindrance(error))}.</p>"
    except ValueError:
        return "<p>Rien n'a changé\N{NO-BREAK SPACE}: cet état ne se lit pas.</p>"
    sentence = (
        f"L'état du {moment(state.at, seconds=True)} est repris ; celui d'avant est gardé. Les formulaires sont à jour. "
        "Pour revoir vos écrits et votre code d'alors, rechargez le notebook sans rien y écrire avant."
    )
    return f"<p>{escape(spaced(sentence))}</p>{RELOAD}"
