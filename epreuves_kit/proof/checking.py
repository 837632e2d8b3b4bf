"""The lint of an épreuve, `epreuves check`: its rules, from the text to each variant run from end to end.

What has not changed since it was proven, by the épreuve's lock, is not proven again: neither the épreuve, nor a rule.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.authoring import draw
from epreuves_kit.authoring.spaces import mend_file
from epreuves_kit.authoring.text import texts as read_texts
from epreuves_kit.course.folders import Layout
from epreuves_kit.proof import locks
from epreuves_kit.proof.evidence import Evidence
from epreuves_kit.proof.findings import Finding, grouped
from epreuves_kit.proof.locks import Lock, Proven
from epreuves_kit.proof.rule_list import RULES, Rule
from epreuves_kit.proof.value_rules import QuestionValues
from epreuves_kit.runner.sandbox import shared

Progress = Callable[[str], None]

#: Slugs of findings that may hang on the machine, short of time or without its walls: what they found may not be so the next time.
_OF_THE_MACHINE = {"lecture", "reference", "execution", "lenteur"}


class Proof(msgspec.Struct, frozen=True):
    """The findings on an épreuve, the draws of the variants tried that each condition refused, counted, and its values, by notebook.

    again: the rules that were proven for it, none where nothing has changed since.
    """

    findings: tuple[Finding, ...] = ()
    refusals: dict[str, int] = {}
    values: dict[str, list[QuestionValues]] = {}
    again: tuple[str, ...] = ()


def check_epreuve(
    root: Path,
    id: EpreuveId,
    letters: Sequence[str],
    progress: Progress | None = None,
    fresh: bool = False,
    values: dict[str, list[QuestionValues]] | None = None,
) -> list[Finding]:
    """All the findings on one épreuve, one for a cause; `letters` are the variants tried, none for the text alone. `values`, where it
    is given, is filled with what answers are across variants, by notebook.

    What cannot be read at all is one finding, and ends the rules that need it. Nothing is written in the course, but the draws and the
    runs that it keeps; `fresh` has none of those taken up.
    """
    layout = Layout(root, id)
    with Evidence(layout, letters, progress, fresh) as evidence:
        by_rule, stopped = find(evidence, RULES)
        if values is not None and letters:
            with contextlib.suppress(KitError):
                values.update({name: notebook.values for name, notebook in evidence.notebooks.items()})
    return _told(layout, [*(finding for findings in by_rule.values() for finding in findings), *stopped])


def prove(
    root: Path, id: EpreuveId, letters: Sequence[str], progress: Progress | None = None, fresh: bool = False
) -> Proof:
    """Prove an épreuve on these variants. On all those of its session: what has changed since its lock was written, which is written anew.

    `fresh`: draw and prove again, whatever is kept.
    """
    layout = Layout(root, id)
    with Evidence(layout, letters, progress, fresh) as evidence:
        whole = "".join(letters) == evidence.session.letters
        before = locks.read(layout) if whole and not fresh else Lock()
        read: dict[str, str] = {}
        with contextlib.suppress(KitError):  # then what cannot be read is among the findings
            read = {rule.name: locks.digest(rule, evidence) for rule in RULES}
        stale = [rule for rule in RULES if not before.holds(rule, read.get(rule.name, ""))]
        by_rule, stopped = find(evidence, stale)
        rules: dict[str, Proven] = {}
        for rule in RULES:
            if rule.name in by_rule:
                rules[rule.name] = Proven(read.get(rule.name, ""), tuple(by_rule[rule.name]))
            elif rule not in stale:
                rules[rule.name] = before.rules[rule.name]
        now = Lock("".join(letters), rules, before.refusals, before.values)
        if any(rule.runs and rule.name in by_rule for rule in stale):
            values = {name: notebook.values for name, notebook in evidence.notebooks.items()}
            refusals = dict(draw.refusals(root, evidence.wanted.values()))
            now = msgspec.structs.replace(now, refusals=refusals, values=values)
        if whole and read and by_rule:
            lasting = {name: proven for name, proven in rules.items() if not _of_the_machine(proven.findings)}
            locks.write(layout, msgspec.structs.replace(now, rules=lasting, day=datetime.date.today()))
    return Proof(_all(layout, now, stopped), now.refusals, now.values, tuple(by_rule))


def _of_the_machine(findings: Iterable[Finding]) -> bool:
    return any(finding.rule in _OF_THE_MACHINE for finding in findings)


def find(evidence: Evidence, rules: Sequence[Rule]) -> tuple[dict[str, list[Finding]], list[Finding]]:
    """The findings of each of these rules, in their order, and what stopped them; those that run variants, where there are some to run."""
    by_rule: dict[str, list[Finding]] = {}
    if evidence.letters and any(rule.runs for rule in rules):
        shared("auto")  # what variants are run in starts while texts are read
    evidence.say(f"{evidence.layout.epreuve} : texte et grille")
    try:
        for rule in rules:
            if rule.runs and not (evidence.letters and evidence.runnable):
                continue
            by_rule[rule.name] = list(rule.find(evidence))
    except KitError as error:
        return by_rule, [Finding("lecture", evidence.layout.epreuve, str(error))]
    return by_rule, []


def _all(layout: Layout, lock: Lock, more: Sequence[Finding] = ()) -> tuple[Finding, ...]:
    """The findings of a lock as they are told."""
    return tuple(_told(layout, [*(finding for proven in lock.rules.values() for finding in proven.findings), *more]))


def _told(layout: Layout, findings: Iterable[Finding]) -> list[Finding]:
    return grouped(_placed(layout, findings))


def _placed(layout: Layout, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings with the line of their cell or of their criterion, where the rule did not say it."""
    starts: dict[str, dict[str, int]] = {}
    for finding in findings:
        path = layout.root / finding.file
        if finding.cell and not finding.line and path.parent == layout.sujet and path.is_file():
            if finding.file not in starts:
                starts[finding.file] = _starts(path.read_text("utf-8-sig", "replace"))
            finding = msgspec.structs.replace(finding, line=starts[finding.file].get(finding.cell, 0))
        yield finding


def _starts(text: str) -> dict[str, int]:
    """The line where each cell of a text begins, by its id, or each field of a YAML file, by its name."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if named := re.match(r"# ?%%.*\bid=\"([^\"]+)\"|\s*([\w.-]+):", line):
            lines.setdefault(named[1] or named[2], number)
    return lines


def mend_spaces(root: Path, id: EpreuveId) -> dict[str, int]:
    """Put into an épreuve's texts the no-break spaces that they lack; how many were put, by file that lacked some."""
    layout = Layout(root, id)
    texts = {sujet.file: mend_file(layout.root / sujet.file, sujet) for sujet in read_texts(layout).values()}
    return {file: count for file, count in texts.items() if count}
