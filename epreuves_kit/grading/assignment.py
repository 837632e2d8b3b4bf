"""An assignment as marking needs it: files, released notebooks, draw of variants, digests that tell whether it has changed."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from epreuves.answers.handing_in import KEY, NotebookPlan, shows_form
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import GROUPS_FILE, variant, variant_of_group
from epreuves.variants.published import PUBLISHED_FILE, ExamSession, PublishedSitting, publish, read_published
from epreuves_kit import gradebook, grading, rules, spread
from epreuves_kit.course import kept
from epreuves_kit.course.after_oral import REX, rex_due
from epreuves_kit.course.kept import OWN
from epreuves_kit.course.stamps import OWN_KEY
from epreuves_kit.grading.doctor import is_last_cell, role_id
from epreuves_kit.grading.own_settings import OwnRules
from epreuves_kit.grading.submitted import folder_files
from epreuves_kit.marking.dependencies import calls_verifier
from epreuves_kit.marking.reference import CODE, References
from epreuves_kit.runner.run import Limits
from epreuves_kit.runner.sandbox import Runner
from epreuves_kit.variants.identity import ByCandidate
from epreuves_kit.variants.session import SEATS_FILE, seats_of

if TYPE_CHECKING:
    from epreuves_kit.course.folders import Course
    from epreuves_kit.variants.groups import Group

#: The code of a reference, and that which takes a copy to it.
MARKED_BY = (*CODE, gradebook, grading, rules, spread)


def code() -> str:
    """Digest of the code that a copy's marks hang on: what was marked by another version is marked again."""
    return kept.code(*MARKED_BY)


#: A file's name in a notebook's code, between quotes.
_FILE = re.compile(r"""["'](?:[^"'\n]*[/\\])?([^"'\n/\\]+\.\w{1,10})["']""")


class Assignment:
    """One assignment of a course, read once for a batch of copies.

    source, release: its folders; root: the course's. runner, limits, rules: how its copies are run; without runner, the process's own.
    """

    def __init__(
        self,
        root: Path,
        name: EpreuveId,
        source: Path,
        release: Path,
        runner: Runner | None = None,
        limits: Limits | None = None,
        rules: OwnRules | None = None,
    ) -> None:
        self.root, self.name, self.source, self.release = root, name, source, release
        self.runner, self.limits, self.rules = runner, limits or Limits(), rules or OwnRules()
        if runner is not None:
            runner.guard(root)
        self.files = folder_files(source, self.rules)[0]
        #: Whether so many copies are marked together that each variant comes several times.
        self.many = False
        self.notebooks = {p.stem: _read(p) for p in sorted(release.glob("*.ipynb"))}
        self._references: dict[str, References] = {}

    @classmethod
    def of(
        cls,
        course: Course,
        name: EpreuveId,
        runner: Runner | None = None,
        limits: Limits | None = None,
        rules: OwnRules | None = None,
    ) -> Assignment:
        """An assignment of a course, in the folders where the course has it."""
        source, release = (course.folder(step, ".", name) for step in ("source", "release"))
        made = cls(course.root, name, source, release, runner, limits, rules)
        if not rex_due(course, name):
            made.notebooks.pop(Path(REX).stem, None)
        return made

    @functools.cached_property
    def inputs(self) -> str:
        """Digest of all that a copy's run depends on beside the copy: released notebooks, files, limits, the kit's own code."""
        digest = hashlib.blake2b(
            code().encode() + msgspec.json.encode((self.limits, self.rules), order="sorted"), digest_size=16
        )
        for path in sorted(p for p in self.release.glob("*.ipynb") if p.stem in self.notebooks):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        for name, notebook in self.notebooks.items():
            # Of an épreuve, what only marks depend on is the scheme's; of an ordinary assignment, nothing can be told apart.
            source = self.source / f"{name}.ipynb"
            if not any(is_kit(c) for c in notebook["cells"]) and source.is_file():
                digest.update(source.read_bytes() + b"\0")
        for name, content in self.files:
            if name == PUBLISHED_FILE and self.exam_session is not None:
                # A place counts for the candidate who has it, by the variant that it gives; the sitting's rules change no answer.
                bare = msgspec.structs.replace(self.exam_session, places={}, sitting=PublishedSitting())
                content = publish(bare)
            digest.update(name.encode("utf-8", "surrogateescape") + b"\0" + content + b"\0")
        return digest.hexdigest()

    def references(self, notebook: str) -> References:
        """The schemes of one of the notebooks."""
        if notebook not in self._references:
            self._references[notebook] = References(
                self.source / f"{notebook}.ipynb", self.runner, self.root / OWN / "references"
            )
        return self._references[notebook]

    def prepare(self, together: int) -> None:
        """Work out the schemes of all variants, so many at once, before the processes of a batch are forked."""
        for name, notebook in self.notebooks.items():
            if self.exam_session is not None and any(is_kit(c) for c in notebook["cells"]):
                self.references(name).prepare(self.letters, together)

    @functools.cached_property
    def kit(self) -> bool:
        """True if anything of it is the kit's: a notebook that the kit built, a question of its own, or a published session."""
        return self.exam_session is not None or any(map(built_with_kit, self.notebooks.values()))

    def lead(self, notebook: str) -> list[str]:
        """Sources of the code cells that a released notebook begins with and nobody may change, in order."""
        lead = []
        for cell in self.notebooks.get(notebook, {"cells": []})["cells"]:
            if cell["cell_type"] == "code" and not shows_form(cell):
                meta = cell["metadata"].get("nbgrader", {})
                given = meta.get("locked") and not meta.get("grade") and not meta.get("solution")
                if not given or not cell["source"].strip() or is_last_cell(cell):
                    break
                lead.append(cell["source"])
        return lead

    def plan(self, notebook: str) -> NotebookPlan:
        """The plan of a released notebook, as its last cell has it; an empty one where the kit did not build it."""
        for cell in self.notebooks[notebook]["cells"]:
            if is_last_cell(cell):
                with contextlib.suppress(msgspec.ValidationError, KeyError):
                    return msgspec.convert(cell["metadata"][KEY], NotebookPlan)
        return NotebookPlan(notebook)

    def given(self, notebook: str) -> frozenset[str]:
        """Sources of the code cells of a released notebook that have no grade id."""
        cells = self.notebooks.get(notebook, {"cells": []})["cells"]
        return frozenset(c["source"] for c in cells if c["cell_type"] == "code" and not role_id(c))

    def spoken_of_elsewhere(self, notebook: str) -> frozenset[str]:
        """Names of the files that the code of the other notebooks speaks of and nobody is given: one of these may write them."""
        return frozenset[str]().union(*(n for name, n in self._spoken_of.items() if name != notebook))

    @functools.cached_property
    def _spoken_of(self) -> dict[str, frozenset[str]]:
        """The same of each notebook; solutions and tests are in the source alone."""
        given = {Path(name).name for name, _ in self.files}
        spoken = {}
        for path in (self.source / f"{name}.ipynb" for name in self.notebooks):
            # An older format than the release's has no cells to be read so.
            cells = json.loads(path.read_bytes()).get("cells", ()) if path.is_file() else ()
            code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
            spoken[path.stem] = frozenset(_FILE.findall(code)) - given
        return spoken

    @property
    def letters(self) -> str:
        """The letters of its variants; none for an assignment without variants."""
        return self.exam_session.letters if self.exam_session is not None else ""

    def variant(self, student: str) -> str:
        """The variant that is a candidate's by right, whatever a copy says; empty for an assignment without variants.

        That of a member of a group is the group's, as `groupes.csv` has it now: it may have changed since the release; that of a
        candidate whose line of `places.csv` gives a reason is the one that is written there.
        """
        if self.exam_session is None:
            return ""
        if (group := self.group_of.get(student)) is not None:
            return variant_of_group(self.exam_session, self.name, group.name)
        if (decided := self._decided.get(student)) is not None:
            return decided
        return variant(self.exam_session, self.name, student)

    @functools.cached_property
    def _decided(self) -> ByCandidate[str]:
        """The variants as which copies are marked by a decision. Raises KitError."""
        seats = seats_of(self.root, SEATS_FILE, self.letters)
        return ByCandidate((s.candidate, s.variant) for s in seats if s.epreuve == self.name and s.reason)

    @functools.cached_property
    def groups(self) -> tuple[Group, ...] | None:
        """The groups; None where the assignment is not done in groups, or the course has no `groupes.csv`. Raises KitError."""
        if self.name not in self.notebooks or not (self.root / GROUPS_FILE).exists():
            return None
        from epreuves_kit.variants.groups import groups_of

        return groups_of(self.root, self.name)

    @functools.cached_property
    def group_of(self) -> ByCandidate[Group]:
        """The group of each member; of nobody where there are no groups. Raises KitError."""
        if not self.groups:
            return ByCandidate()
        from epreuves_kit.variants.groups import by_member

        return by_member(self.groups)

    @functools.cached_property
    def exam_session(self) -> ExamSession | None:
        published = dict(self.files).get(PUBLISHED_FILE)
        return read_published(published) if published is not None else None


def is_kit(cell: dict[str, Any]) -> str | None:
    """The question that a tests cell of an épreuve asks, by its id; None for any other cell, whatever it calls."""
    meta = cell["metadata"].get("nbgrader", {})
    tests = cell["cell_type"] == "code" and meta.get("grade") and not meta.get("solution")
    return meta.get("grade_id") if tests and calls_verifier(cell["source"]) else None


def of_the_kit(folder: Path) -> bool:
    """True if a folder of notebooks, released or source, has anything of the kit's."""
    return (folder / PUBLISHED_FILE).exists() or any(built_with_kit(_read(p)) for p in folder.glob("*.ipynb"))


def built_with_kit(notebook: dict[str, Any]) -> bool:
    """True if a notebook, released or source, is the kit's: built by it, or asking a question as its notebooks do."""
    return OWN_KEY in notebook["metadata"] or any(is_kit(c) for c in notebook["cells"])


def _read(path: Path) -> dict[str, Any]:
    tree = json.loads(path.read_bytes())
    for cell in tree["cells"]:
        cell["source"] = "".join(cell["source"])
    return tree
