"""The runner of the copies: walled, or portable where somebody chose to do without walls, and what is then not guarded."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from epreuves.wording.remedies import parameter
from epreuves_kit.runner import bubble, plain_call, portable
from epreuves_kit.runner.files import Files, lay
from epreuves_kit.runner.frames import Closed, Request, TooLong
from epreuves_kit.runner.run import Limits, Run
from epreuves_kit.runner.warm import Grown, NoWalls, Parent, PlainParent, missing

Mode = Literal["auto", "required", "none"]
MODES: tuple[Mode, ...] = get_args(Mode)
#: Names the mode where neither the command line nor the course's configuration does: plain `nbgrader autograde`, formgrader.
VARIABLE = "EPREUVES_SANDBOX"
DEFAULT: Mode = "required"

#: Said where walls are due and are not to be had: why, and how to choose to do without.
REFUSED = (
    "Bac à sable exigé : {reason} Pour corriger sans lui, sur un compte ou une machine qui ne contient rien d'autre que ce cours : "
    f'{parameter("autograde", "--sandbox", "none")}, ou c.ExecuteAndMark.sandbox = "none" dans nbgrader_config.py.'
)
UNKNOWN = "{place} vaut « {value} » : les valeurs possibles sont auto, required et none."

UNGUARDED = (
    "Copies exécutées sans bac à sable : {reason} Une copie malveillante pourrait lire et écrire ce que ce compte peut lire et écrire, "
    "et se servir du réseau."
)


class Runner:
    """Runs copies, and the kit's code on candidates' figures, behind the walls that `mode` asks for.

    mode: « required » raises NoWalls where there are no walls; « auto » does without on a machine that cannot have them, and on no
    other; « none » does without. modules: the kit's, loaded in a warm parent for `call`, walled or not. early: a walled parent started
    beforehand with these modules. Made before processes are forked, it serves all of them.
    """

    def __init__(self, mode: Mode = DEFAULT, modules: tuple[str, ...] = (), early: Parent | None = None) -> None:
        self.mode, self._modules = mode, modules
        self.reason = "c'est ce qui a été demandé." if mode == "none" else missing()
        self._parent: Parent | None = None
        #: Answers calls where there are no walls; it never runs a copy.
        self._plain: PlainParent | None = None
        if self.reason and early is not None:
            early.close()
        if not self.reason:
            self._parent = early or Parent(modules)
        elif mode == "required":
            raise NoWalls(REFUSED.format(reason=self.reason))
        elif modules:
            with contextlib.suppress(NoWalls):
                self._plain = PlainParent(modules)

    def ready(self) -> None:
        """Wait for the walls to stand; raises NoWalls, with the cause, where they are due and do not.

        To be called before processes are forked that share this runner.
        """
        if self._plain is not None:
            try:
                self._plain.wait()
            except NoWalls:  # it could not start
                self._do_without(self._plain)
        if self._parent is None:
            return
        try:
            self._parent.wait()
        except NoWalls as error:
            raise NoWalls(REFUSED.format(reason=error)) from None

    @property
    def walled(self) -> bool:
        """True if copies run behind walls."""
        return self._parent is not None

    def guard(self, folder: Path) -> None:
        """Raise NoWalls where a folder that is to be out of sight lies in what walled runs can read."""
        if self.walled and bubble.shows(folder):
            raise NoWalls(
                f"le dossier « {folder} » est parmi ceux du système ou de Python, que les copies peuvent lire : déplacez le cours."
            )

    @property
    def warning(self) -> str:
        """A French sentence on what is not guarded; empty behind walls."""
        return "" if self.walled else UNGUARDED.format(reason=self.reason)

    @property
    def pid(self) -> int | None:
        """Process id of the warm parent."""
        return self._parent.pid if self._parent else None

    def close(self) -> None:
        """End the warm parent."""
        for parent in filter(None, (self._parent, self._plain)):
            parent.close()

    def run(self, notebook: Mapping[str, Any], files: Files, limits: Limits, environment: Mapping[str, str]) -> Run:
        """Run a notebook's code cells in order, in a folder that holds `files`; see `Parent.run`."""
        self.ready()
        if self._parent is not None:
            return self._again(lambda parent: parent.run(notebook, files, limits, environment))
        return portable.run(notebook, files, limits, environment)

    def call(self, entry: str, payload: bytes, files: Files, limits: Limits, environment: Mapping[str, str]) -> bytes:
        """Call one of the kit's functions, "module:name", bytes to bytes, in a process of its own; see `Parent.call` for what it raises."""
        self.ready()
        if self._parent is not None:
            return self._again(lambda parent: parent.call(entry, payload, files, limits, environment))
        if self._plain is not None:
            try:
                return self._plain.call(entry, payload, files, limits, environment)
            except NoWalls:  # it has died
                self._do_without(self._plain)
        return self._call_anew(entry, payload, files, limits, environment)

    def _do_without(self, dead: PlainParent) -> None:
        """Have each call start a process of its own from now on."""
        dead.close()
        self._plain = None

    @staticmethod
    def _call_anew(entry: str, payload: bytes, files: Files, limits: Limits, environment: Mapping[str, str]) -> bytes:
        with tempfile.TemporaryDirectory(prefix="reference-") as place:
            lay(files, place)
            try:
                done = subprocess.run(
                    [sys.executable, "-P", "-m", "epreuves_kit.runner.plain_call", entry],
                    input=payload,
                    capture_output=True,
                    cwd=place,
                    env=plain_call.environment() | {"MPLBACKEND": "Agg"} | dict(environment),
                    timeout=limits.total_seconds,
                )
            except subprocess.TimeoutExpired:
                raise TimeoutError from None
        if done.returncode:
            raise Closed(done.stderr.decode(errors="replace")[-800:])
        return done.stdout

    def grow(self, request: Request) -> tuple[Grown, Any] | None:
        """A parent that has done one of the kit's own requests; see `Parent.grow`. None where the request failed, or there can be none.

        Without walls it does the kit's functions alone: a parent that has run cells is there for a copy to go on from.
        """
        self.ready()
        parent = self._parent or (self._plain if request.entry else None)
        if parent is None:
            return None
        with contextlib.suppress(NoWalls, Closed, TooLong, TimeoutError):
            return parent.grow(request)
        return None

    def _again(self, act: Any) -> Any:
        """Act on the warm parent; where it has died, start another and act once more."""
        try:
            return act(self._parent)
        except NoWalls:
            # Shared with other processes: each starts its own, none closes the dead one for the others.
            self._parent = Parent(self._modules)
            atexit.register(self._parent.close)
            return act(self._parent)


def chosen(*asked: tuple[str, str | None]) -> Mode:
    """The mode that somebody chose: the first of (where it is said, mode) that says one, else the environment's, else DEFAULT.

    Raises NoWalls for what is no mode: a misspelt choice is not taken for another.
    """
    for place, value in (*asked, (f"La variable {VARIABLE}", os.environ.get(VARIABLE))):
        if not value:
            continue
        for mode in MODES:
            if mode == value:
                return mode
        raise NoWalls(UNKNOWN.format(place=place, value=value))
    return DEFAULT


def start_early(mode: str | None, modules: tuple[str, ...]) -> Parent | None:
    """A parent that loads its libraries while it is not yet known whether the course wants walls; None where none is to be had."""
    return None if mode == "none" or missing() else Parent(modules)


@functools.cache
def shared(mode: Mode | None = None) -> Runner:
    """This process's runner, of the mode given or named by the environment, made at first use; raises NoWalls.

    What it loads is what the course in the current folder asks for; of another course, what is rare is loaded by each run.
    """
    runner = Runner(mode or chosen(), marking_modules(Path.cwd(), None))
    atexit.register(runner.close)
    return runner


#: The kit's module that the marking of a copy calls there.
MARKING = ("epreuves_kit.marking.reference_process",)
#: Libraries that are slow to load and make every fork slower: loaded beforehand where a source notebook of the assignment holds one of
#: these words. A copy that asks for one all the same waits half a second for it.
RARE = {
    "scipy.stats": (b"scipy",),
    "openpyxl": (b"livrable(", b"classeur("),
    "pypdfium2": (b"livrable(",),
}


def marking_modules(course: Path, assignment: str | None) -> tuple[str, ...]:
    """The modules that the warm parent loads to mark an assignment, by name or number, or all (None), of the course in a folder.

    The source notebooks are looked through for what rare libraries are for; where there is no notebook, all of these are loaded.
    """
    sources = [path.read_bytes() for path in (course / "source").glob(f"{assignment or ''}*/*.ipynb")]
    named = (name for name, words in RARE.items() if not sources or any(word in s for s in sources for word in words))
    return *MARKING, *named
