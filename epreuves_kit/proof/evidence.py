"""The evidence that the lint's rules read on an épreuve: its texts, what they become, and each variant run, shaken and asked what mistakes become.

Each piece is worked out when a rule asks for it. What is run is kept in `.epreuves/preuves/<épreuve>/`, by digest of the code cells, of
the draw and of the kit's code that it hangs on.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib.metadata
import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import msgspec

from epreuves.machine import cores
from epreuves.variants.published import REX_FILE, VARIANTS_FOLDER, ExamSession
from epreuves_kit import threads
from epreuves_kit.authoring import demonstration, draw, grille, oral
from epreuves_kit.authoring.demonstration import Demonstration
from epreuves_kit.authoring.grille import Grille
from epreuves_kit.authoring.oral import OralText
from epreuves_kit.authoring.text import Sujet, alone, texts
from epreuves_kit.build import build, release
from epreuves_kit.course import kept
from epreuves_kit.course.folders import Layout
from epreuves_kit.marking import reference, reference_process
from epreuves_kit.marking.marks import Scheme
from epreuves_kit.marking.reference import ReferenceFailure, References
from epreuves_kit.proof import own_tables, probes, recording
from epreuves_kit.proof.code_read import digest_of
from epreuves_kit.proof.drawing_again import Again
from epreuves_kit.proof.findings import Finding
from epreuves_kit.proof.probes import Shaken, shake
from epreuves_kit.proof.recording import Recording, record
from epreuves_kit.proof.released_run import ReleasedRun, run_released
from epreuves_kit.proof.value_rules import QuestionValues, question_values
from epreuves_kit.referentiel.model import Epreuve, Referentiel
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.runner.sandbox import shared
from epreuves_kit.variants.session import drawn_with

Progress = Callable[[str], None]
T = TypeVar("T")

#: Variants on which mistakes are followed, one in so many: what follows from them hangs on the text more than on the draw.
_FOLLOWED_ONE_IN = 6
#: The code that a variant is drawn and run by, and that which shakes it: with what they import, what is found hangs on them.
RUN = (recording, reference, reference_process, draw)
SHAKE = (probes, own_tables, *RUN)
#: The libraries that a source notebook is run with.
_LIBRARIES = ("matplotlib", "numpy", "pandas", "scipy")


class Examined(msgspec.Struct, frozen=True):
    """One variant of a notebook, run: why its reference failed, or its scheme; what its source gave."""

    failure: str = ""
    scheme: Scheme | None = None
    recording: Recording = Recording()


class Pressed(msgspec.Struct, frozen=True):
    """The same variant shaken, and the findings on tables of the candidate's own."""

    shaken: Shaken = Shaken(Recording())
    own: tuple[Finding, ...] = ()


class NotebookEvidence:
    """The evidence on one notebook of an épreuve, by variant, in the order of the letters; pieces are worked out on all cores."""

    def __init__(self, of: Evidence, name: str) -> None:
        self._of, self.name = of, name
        self.title = f"{of.layout.epreuve}, {name}" if alone(name) else of.layout.epreuve
        self._references: dict[str, References] = {}

    @functools.cached_property
    def examined(self) -> dict[str, Examined]:
        """Each variant run."""
        return self._each(Examined, self._examine, self._of.letters, RUN)

    @functools.cached_property
    def pressed(self) -> dict[str, Pressed]:
        """Each variant that ran to its end, shaken."""
        return self._each(Pressed, self._press, list(self.recordings), SHAKE, ", secouée")

    @property
    def schemes(self) -> list[Scheme]:
        """The schemes of the variants whose reference did not fail."""
        return [variant.scheme for variant in self.examined.values() if variant.scheme is not None]

    @property
    def recordings(self) -> dict[str, Recording]:
        """The recordings of the source, of the variants that ran to their end."""
        return {
            letter: variant.recording
            for letter, variant in self.examined.items()
            if variant.scheme is not None and not variant.recording.failure
        }

    @functools.cached_property
    def values(self) -> list[QuestionValues]:
        """The answers across the variants that ran to their end."""
        return question_values([s for s in self.schemes if s.variant in self.recordings], self.recordings)

    @functools.cached_property
    def released(self) -> ReleasedRun:
        """The released notebook, run on the first variant that has a scheme."""
        self._of.say(f"{self.title} : version distribuée, exécutée")
        return run_released(self._of.released[self.name], self._of.folder, self.schemes[0].variant)

    def _each(
        self,
        type: type[T],
        work: Callable[[Path, str], T],
        letters: Sequence[str],
        code: tuple[ModuleType, ...],
        remark: str = "",
    ) -> dict[str, T]:
        """The piece of each variant: as it is kept, or worked out in the folder of all of them and kept."""
        store, digest = kept.Kept(self._of.store, type), digest_of(*code)
        of = {
            letter: (f"{self.name}-{letter}-{type.__name__}", self._of.hangs_on(self.name, letter, digest))
            for letter in letters
        }
        pieces = {letter: None if self._of.fresh else store.get(*key) for letter, key in of.items()}
        lacking = [letter for letter, piece in pieces.items() if piece is None]
        if lacking:
            # A reference is a process of its own: threads are enough to have one a core.
            with threads.started(cores()) as equipped:
                made = equipped.map(functools.partial(work, self._of.folder), lacking)
                for letter, piece in zip(lacking, made, strict=True):
                    self._of.say(f"{self.title} : variante {letter}{remark}")
                    pieces[letter] = piece
                    # What fails may hang on the machine.
                    if not (isinstance(piece, Examined) and (piece.failure or piece.recording.failure)):
                        store.put(*of[letter], piece)
        return {letter: piece for letter, piece in pieces.items() if piece is not None}

    def _examine(self, folder: Path, letter: str) -> Examined:
        run = record(folder, self.name, letter, whole=self._of.followed(letter))
        references = self._references[letter] = References(folder / self.name)
        try:
            # What fails leaves no process to be followed.
            scheme = references.get(letter) if run.failure or not run.sound else references.own(letter)
        except ReferenceFailure as error:
            return Examined(str(error))
        return Examined(scheme=scheme, recording=run)

    def _press(self, folder: Path, letter: str) -> Pressed:
        variant, followed = self.examined[letter], self._of.followed(letter)
        assert variant.scheme is not None
        references = self._references.pop(letter, None) or References(folder / self.name)
        shaken = shake(folder, self.name, variant.scheme, variant.recording, references, followed)
        own = tuple(own_tables.own_table_rules(variant.scheme, references)) if followed else ()
        return Pressed(shaken, own)


class Evidence:
    """The evidence on an épreuve and on these variants of it, none for its texts alone.

    Raises KitError, from any of its pieces, where something cannot be read.
    """

    def __init__(
        self, layout: Layout, letters: Sequence[str], say: Progress | None = None, fresh: bool = False
    ) -> None:
        self.layout, self.letters, self.fresh = layout, tuple(letters), fresh
        self.say = say or (lambda _: None)
        self.store = layout.root / kept.OWN / "preuves" / layout.epreuve
        self._left = contextlib.ExitStack()

    def __enter__(self) -> Evidence:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing that was started or written for a time."""
        self.__dict__.pop("notebooks", None)
        self._left.close()

    @functools.cached_property
    def sujets(self) -> dict[str, Sujet]:
        """The texts, by the notebooks that they become."""
        return texts(self.layout)

    @functools.cached_property
    def grille(self) -> Grille:
        """The rubric."""
        return grille.read(self.layout.sujet / "grille.yaml")

    @property
    def grille_file(self) -> str:
        """The rubric's path, as findings show it."""
        return self.layout.short(self.layout.sujet / "grille.yaml")

    @functools.cached_property
    def referentiel(self) -> Referentiel:
        """The course's."""
        return referentiel(self.layout.root)

    @functools.cached_property
    def official(self) -> Epreuve | None:
        """The épreuve as the référentiel has it; None for one of a school's own."""
        return self.referentiel.known(self.layout.epreuve)

    @functools.cached_property
    def competences(self) -> list[str]:
        """The épreuve's compétences, in order."""
        return grille.competences(self.referentiel, self.layout.epreuve) or self.grille.competences()

    @functools.cached_property
    def sheet(self) -> OralText | None:
        """The sheet of the oral, where there is one."""
        path = self.layout.sujet / oral.FILE
        return oral.read(path) if path.exists() else None

    @functools.cached_property
    def source(self) -> dict[str, bytes]:
        """The instructors' notebooks."""
        return build.sources(self.layout)

    @functools.cached_property
    def released(self) -> dict[str, bytes]:
        """The candidates' notebooks."""
        self.say(f"{self.layout.epreuve} : version distribuée")
        return release.generate(self.layout.epreuve, self.source)

    @functools.cached_property
    def demonstrations(self) -> dict[str, Demonstration]:
        """The writings of fictional candidates, by notebook."""
        return demonstration.by_notebook(self.layout, self.sujets)

    @functools.cached_property
    def notebooks(self) -> dict[str, NotebookEvidence]:
        """The evidence on each notebook, run."""
        return {name: NotebookEvidence(self, name) for name in self.sujets}

    @functools.cached_property
    def session(self) -> ExamSession:
        """The session that the épreuve was built with."""
        return drawn_with(self.layout.root, self.layout.epreuve)

    @functools.cached_property
    def wanted(self) -> dict[str, draw.Wanted]:
        """The draw of each variant."""
        return {letter: draw.of_session(self.session, letter) for letter in self.letters}

    @functools.cached_property
    def again(self) -> Again:
        """The first variant, drawn a second time in a process of its own."""
        return self._left.enter_context(contextlib.closing(Again(self.layout.sujet, self.wanted[self.letters[0]])))

    @functools.cached_property
    def archives(self) -> dict[str, bytes]:
        """The data of each variant."""
        shared("auto")  # what variants are run in starts while they are drawn
        wanted = list(self.wanted.values())
        with contextlib.closing(draw.archives(self.layout.root, wanted, self.fresh, self.say)) as drawn:
            return {letter: variant.content for letter, variant in zip(self.wanted, drawn, strict=True)}

    @functools.cached_property
    def folder(self) -> Path:
        """A folder that holds the instructors' notebooks and the variants, for as long as this."""
        temporary = self._left.enter_context(tempfile.TemporaryDirectory(prefix="verification-"))
        folder = Path(temporary) / "source"
        (folder / VARIANTS_FOLDER).mkdir(parents=True)
        for name, content in self.source.items():
            (folder / name).write_bytes(content)
        for letter, content in self.archives.items():
            (folder / VARIANTS_FOLDER / f"{letter}.zip").write_bytes(content)
        return folder

    @functools.cached_property
    def runnable(self) -> bool:
        """True if all the code can be read as code."""
        sources = [c.source for sujet in self.sujets.values() for c in sujet.cells if c.kind == "code"]
        with contextlib.suppress(SyntaxError):
            return all(ast.parse(source) for source in sources)
        return False

    def followed(self, letter: str) -> bool:
        """True if mistakes are followed on a variant."""
        return self.session.letters.index(letter) % _FOLLOWED_ONE_IN == 0

    def hangs_on(self, name: str, letter: str, code: str) -> str:
        """Digest of what running a notebook on a variant hangs on."""
        walled = str(shared("auto").walled)
        return kept.digest(*self._run(name), *self._drawn([letter]), code.encode(), walled.encode())

    @functools.cached_property
    def run_digest(self) -> str:
        """Digest of what running all the notebooks on all the variants hangs on, beside the kit's code."""
        return kept.digest(*(part for name in self.sujets for part in self._run(name)), *self._drawn(self.letters))

    def _run(self, name: str) -> list[bytes]:
        """The code cells of an instructors' notebook, which are all of it that is run, and what they are run with."""
        cells = [
            [cell["metadata"].get("nbgrader"), "".join(cell["source"])]
            for cell in json.loads(self.source[name])["cells"]
            if cell["cell_type"] == "code"
        ]
        key = self.source.get(REX_FILE, b"") if alone(name) else b""
        return [name.encode(), json.dumps(cells, sort_keys=True).encode(), key, libraries().encode()]

    def _drawn(self, letters: Iterable[str]) -> list[bytes]:
        return [f"{letter} {draw.stamp(self.layout.sujet, self.wanted[letter])}".encode() for letter in letters]


def libraries() -> str:
    """The versions of what a source notebook is run with."""
    return " ".join(f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES)
