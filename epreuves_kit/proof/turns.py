"""A lock held against its épreuve: all that changed since, on all variants, and of what did not, one variant by turns."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import counted, listed, number
from epreuves_kit.course.folders import Layout
from epreuves_kit.proof import checking, locks
from epreuves_kit.proof.evidence import Evidence
from epreuves_kit.proof.findings import Finding
from epreuves_kit.proof.locks import Lock
from epreuves_kit.proof.rule_list import RULES, Reads
from epreuves_kit.runner.sandbox import shared
from epreuves_kit.variants.session import drawn_with

#: Shown values have four digits at least: the last may differ from one machine to another.
_LAST_DIGIT = 1e-3
_NUMBER = re.compile(r"[-−]?\d[\d\u00a0\u202f ]*(?:,\d+)?")


class Turn(msgspec.Struct, frozen=True):
    """The outcome for an épreuve's lock: the rules that had changed and were proven whole, what is found, and where the lock lies."""

    changed: tuple[str, ...]
    findings: tuple[Finding, ...]
    lies: tuple[str, ...]


def hold(root: Path, id: EpreuveId, letters: str) -> Turn:
    """Hold an épreuve against its lock; `letters` are the variants on which what has not changed is worked out again. Writes no lock."""
    layout = Layout(root, id)
    every = drawn_with(root, id).letters
    lock = locks.read(layout)
    if lock.letters != every:
        lock = Lock()
    with Evidence(layout, every) as evidence:
        changed = [rule for rule in RULES if not lock.holds(rule, locks.digest(rule, evidence))]
        whole, halted = checking.find(evidence, changed)
        lies: list[str] = []
        # No rule tells that a reference which changed gives other answers than those that were read again when the lock was written.
        if lock.values and not halted and any(rule.runs and rule.name in whole for rule in changed):
            lies += _other_values(evidence, lock)
    same = [rule for rule in RULES if rule not in changed]
    with Evidence(layout, letters, fresh=True) as evidence:
        # A draw that does not give the same twice gives other values than the lock's.
        left = Reads(0) if letters == every else Reads.ACROSS | Reads.DRAW
        again, stopped = checking.find(evidence, [rule for rule in same if not rule.reads & left])
        for rule in same:
            if rule.name in again:
                locked, tried = lock.rules[rule.name].findings, letters if rule.runs else every
                lies += _differences(rule.name, locked, again[rule.name], tried, every)
        if any(rule.runs for rule in same) and evidence.runnable and not stopped:
            lies += _other_values(evidence, lock)
    by_rule = whole | {rule.name: list(lock.rules[rule.name].findings) for rule in same}
    findings = [finding for rule in RULES for finding in by_rule.get(rule.name, ())]
    return Turn(tuple(rule.name for rule in changed), (*findings, *halted, *stopped), tuple(lies))


def _differences(
    rule: str, locked: Sequence[Finding], current: Sequence[Finding], tried: str, every: str
) -> Iterator[str]:
    """The sentences on what a rule finds on the variants tried and the lock does not say, and the converse."""
    proven = {_cause(finding) for finding in locked if not finding.variants or {*finding.variants} & {*tried}}
    seen = {_cause(finding) for finding in current}
    for cause in sorted(seen - proven):
        yield f"{rule} : la preuve ne dit pas « {cause[-1]} » ({listed([part for part in cause[:-1] if part])})"
    # On some variants, or without walls, not everything is looked at.
    for cause in sorted(proven - seen) if tried == every and shared("auto").walled else ():
        yield f"{rule} : la preuve dit « {cause[-1]} » ({listed([part for part in cause[:-1] if part])}), qui n'est plus"


def _cause(finding: Finding) -> tuple[str, ...]:
    return finding.rule, finding.level, finding.cell, _NUMBER.sub("#", finding.message)


def _other_values(evidence: Evidence, lock: Lock) -> Iterator[str]:
    """The answers of variants that are not those of the lock."""
    for name, notebook in evidence.notebooks.items():
        locked = {question.id: question for question in lock.values.get(name, ())}
        current = {question.id: question for question in notebook.values}
        if locked.keys() != current.keys():
            yield f"{name} : la preuve n'a pas les mêmes questions"
        for id in sorted(locked.keys() & current.keys()):
            proven, now = locked[id], current[id]
            if proven.points != now.points:
                yield f"{name}, {id} : la preuve dit {counted(proven.points, 'point')}, la question en vaut {number(now.points)}"
            for letter, value in now.values.items():
                if not alike(proven.values.get(letter, ""), value):
                    yield f"{name}, {id}, variante {letter} : la preuve dit « {proven.values.get(letter, '')} », la référence donne « {value} »"


def alike(first: str, other: str) -> bool:
    """True if two values read the same, to the last digit shown."""
    if _NUMBER.sub("#", first) != _NUMBER.sub("#", other):
        return False
    pairs = zip(map(_value, _NUMBER.findall(first)), map(_value, _NUMBER.findall(other)), strict=True)
    return all(math.isclose(a, b, rel_tol=_LAST_DIGIT, abs_tol=1e-9) for a, b in pairs)


def _value(text: str) -> float:
    return float(re.sub(r"[\u00a0\u202f ]", "", text).replace("−", "-").replace(",", "."))
