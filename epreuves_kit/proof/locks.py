"""The proofs of an épreuve, rule by rule: `preuve.json`, which `epreuves check` writes and nobody else.

It holds answers: it stands beside the sujet for the demonstration's session, whose key everybody knows, and among the instructors' own
files for any other.

A rule is proven by the digest of what it read: written files, code cells and draws, its own code with all that it imports. As long as
the digest is the same, so is what it found.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from epreuves.variants.published import VARIANTS_FOLDER
from epreuves_kit.authoring import demonstration, draw
from epreuves_kit.course import files, kept
from epreuves_kit.course.folders import Layout
from epreuves_kit.proof import coherence
from epreuves_kit.proof.code_read import digest_of
from epreuves_kit.proof.evidence import Evidence
from epreuves_kit.proof.findings import Finding
from epreuves_kit.proof.rule_list import Reads, Rule
from epreuves_kit.proof.value_rules import QuestionValues
from epreuves_kit.variants.session import drawn_with

NAME = "preuve.json"


class Proven(msgspec.Struct, frozen=True, rename={"read": "lu", "findings": "constats"}, omit_defaults=True):
    """The proof of one rule: the digest of what it read, and what it found."""

    read: str
    findings: tuple[Finding, ...] = ()


class Lock(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"letters": "variantes", "rules": "regles", "refusals": "refus", "values": "reponses", "day": "jour"},
):
    """The variants that were tried, what was proven by rule, the draws refused by condition, and the answers by notebook.

    day: that on which a rule was last proven; None in a lock that was written before days were kept.
    """

    letters: str = ""
    rules: dict[str, Proven] = {}
    refusals: dict[str, int] = {}
    values: dict[str, list[QuestionValues]] = {}
    day: datetime.date | None = None

    def holds(self, rule: Rule, read: str) -> bool:
        """True if a rule is proven of what it reads now."""
        return rule.name in self.rules and self.rules[rule.name].read == read


def path(layout: Layout) -> Path:
    """The path of an épreuve's lock."""
    public = drawn_with(layout.root, layout.epreuve).key == draw.demonstration(layout.epreuve).key
    return (layout.sujet if public else layout.root / kept.OWN / "preuves" / layout.epreuve) / NAME


def read(layout: Layout) -> Lock:
    """The lock of an épreuve; one that says nothing where it has none, or one that cannot be read."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(path(layout).read_bytes(), type=Lock)
    return Lock()


def write(layout: Layout, lock: Lock) -> None:
    """Put a lock in its place: whole, or not at all; a course that cannot be written keeps the one that it has."""
    content = msgspec.json.format(msgspec.json.encode(lock), indent=1) + b"\n"
    place = path(layout)
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # the kit's own folder is nobody else's
        files.write(place, content)


def digest(rule: Rule, evidence: Evidence) -> str:
    """Digest of all that a rule reads of an épreuve, beside what it works out of it."""
    code = digest_of(*rule.modules)
    parts = [part for file in _written(rule, evidence.layout) for part in _named(evidence.layout, file)]
    if Reads.BUILT in rule.reads:
        # Of what is built, only strangers are looked at.
        parts += [name.encode("utf-8", "surrogateescape") for name in _built(evidence.layout)]
    if Reads.REFERENTIEL in rule.reads:
        parts.append(evidence.referentiel.digest.encode())
    if Reads.SOURCE in rule.reads:
        parts += [part for name, content in sorted(evidence.source.items()) for part in (name.encode(), content)]
    if rule.runs:
        parts.append(evidence.run_digest.encode())
    return kept.digest(code.encode(), *parts)


def _written(rule: Rule, layout: Layout) -> Iterable[Path]:
    """The files that a rule reads, in order."""
    paths: list[Path] = []
    for path in files.files(layout.sujet):
        demo = path.relative_to(layout.sujet).parts[0] in (
            demonstration.PROSE,
            demonstration.FIGURES,
            demonstration.DOCUMENTS,
        )
        wanted = Reads.DEMO if demo else Reads.TEXTS
        if wanted in rule.reads and path.name != NAME and "__pycache__" not in path.parts:
            paths.append(path)
    if Reads.OTHERS in rule.reads:
        paths += coherence.others(layout)
    return [path for path in paths if path.is_file()]


def _named(layout: Layout, path: Path) -> Iterator[bytes]:
    yield layout.short(path).encode("utf-8", "surrogateescape")
    yield path.read_bytes()


def _built(layout: Layout) -> Iterator[str]:
    for path in files.files(layout.source):
        name = path.relative_to(layout.source).as_posix()
        if not name.startswith(f"{VARIANTS_FOLDER}/"):
            yield name
