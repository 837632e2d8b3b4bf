"""Copies run from where the cells given to all have run already: laying the data and drawing the example is done once a variant.

For the kit's own épreuves alone. A copy that begins otherwise, or brings files that those cells could read, runs whole; so do all of
them where those cells leave something that a fork does not find again: a folder, a thread, an open file. The result is the same.
"""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from typing import Any

from epreuves.grading.assignment import Assignment
from epreuves.runner.files import Files
from epreuves.runner.frames import Request, digest
from epreuves.runner.run import CellRun, Limits, Run, answers_of
from epreuves.runner.sandbox import Runner, shared
from epreuves.runner.warm import Grown

#: Files of a copy that the cells given to all do not read when a copy is marked.
_UNREAD = frozenset({"timestamp.txt", "submission_secret.txt", "autoevaluation.json", "candidat.txt"})
#: Variable that names the candidate, which those cells do not see.
_CANDIDATE = "EPREUVES_CANDIDAT"


class _Lead:
    """The parent grown last by this process: batches come variant by variant."""

    key: tuple[Any, ...] | None = None
    grown: Grown | None = None
    runs: tuple[CellRun, ...] = ()
    #: Whether what its cells leave cannot be shared: each copy then runs whole.
    refused: bool = False

    def close(self) -> None:
        if self.grown is not None:
            self.grown.close()
        self.grown, self.runs, self.refused = None, (), False


_lead = _Lead()
atexit.register(_lead.close)


def run_from_lead(
    assignment: Assignment, name: str, cells: list[dict[str, Any]], own: Files, files: Files, environment: Mapping[str, str]
) -> Run:  # fmt: skip
    """Run a copy's cells, as `runner.run` does.

    cells: those to run; own: the copy's files; files: these with the course's above. The first copy of a variant runs whole, and so
    does every copy where no walls stand.
    """
    runner, limits, lead = assignment.runner or shared(), assignment.limits, assignment.lead(name)
    code = [i for i, c in enumerate(cells) if c["cell_type"] == "code" and c["source"].strip()]
    grown = None
    if assignment.kit and runner.walled and lead and [cells[i]["source"] for i in code[: len(lead)]] == lead:
        given = {k: v for k, v in environment.items() if k != _CANDIDATE}
        key = assignment.inputs, name, tuple(sorted(given.items()))
        grown = _grown(runner, key, lead, assignment.files, given, limits, assignment.many)
    if grown is None or not _harmless(own, assignment.files, grown):
        return runner.run({"cells": cells}, files, limits, environment)
    head = code[: len(lead)]
    rest = [{**c, "source": ""} if i in head else c for i, c in enumerate(cells)]
    # The course's files are there already, and what a copy brings stands below them.
    done = grown.run({"cells": rest}, own, limits, environment)
    runs = dict(zip(head, _lead.runs, strict=True)) | done.cells
    return Run(runs, answers_of(cells, runs), done.end)


def _grown(
    runner: Runner, key: tuple[Any, ...], lead: list[str], files: Files, environment: Mapping[str, str], limits: Limits, many: bool,
) -> Grown | None:  # fmt: skip
    if _lead.key != key:
        _lead.close()
        _lead.key = key
        # A second copy of the variant is worth a parent, a first is not; of many copies, there is a second.
        if not many:
            return None
    if _lead.refused:
        return None
    if _lead.grown is None:
        request = Request(
            code=list(enumerate(lead)),
            files=files,
            environment=dict(environment),
            limits=limits,
        )
        found = runner.grow(request)
        if found is None:
            return None
        _lead.grown, (runs, end) = found
        if not end.complete or _lead.grown.traces or any(run.failed for run in runs.values()):
            _lead.close()
            _lead.refused = True
            return None
        _lead.runs = tuple(runs[i] for i in range(len(lead)))
    return _lead.grown


def _harmless(own: Files, course: Files, grown: Grown) -> bool:
    """Whether a copy's files are such that the cells given to all could not have run otherwise beside them."""
    names = {n for n, _ in course}
    return all(n in _UNREAD or n in names or grown.left.get(n) == digest(content) for n, content in own)
