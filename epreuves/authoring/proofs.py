"""What `epreuves check` proves, and keeps: an épreuve that has not changed since, nor the code that proves it, is not proven again."""

from __future__ import annotations

import importlib.metadata
import platform
from pathlib import Path

import msgspec

from epreuves import authoring, spread
from epreuves.authoring import draw
from epreuves.authoring.checking import Progress, check_epreuve
from epreuves.authoring.findings import Finding
from epreuves.course import files, kept
from epreuves.course.folders import Layout
from epreuves.marking.reference import CODE
from epreuves.variants.attribution import GROUPS_FILE
from epreuves.variants.session import FILE, PUBLISHED_FILE, SEATS_FILE, VARIANTS_FOLDER

#: The code that a proof runs.
PROVEN_BY = (*CODE, authoring, spread)
#: The libraries that an épreuve is proven with.
_LIBRARIES = (
    "ipykernel",
    "ipython",
    "jupytext",
    "matplotlib",
    "msgspec",
    "nbgrader",
    "numpy",
    "pandas",
    "scipy",
)
#: Rules whose findings may hang on the machine, short of time or without its walls: what they found may not be so the next time.
_OF_THE_MACHINE = {"lecture", "reference", "execution"}


class Proof(msgspec.Struct, frozen=True):
    """What was found on an épreuve, and how often each condition refused a draw of the variants tried."""

    findings: tuple[Finding, ...] = ()
    refusals: dict[str, int] = {}


class Proven(msgspec.Struct, frozen=True):
    """A proof, and whether it is one kept from before, as nothing has changed since."""

    proof: Proof
    unchanged: bool = False


def prove(
    root: Path, id: str, letters: tuple[str, ...], progress: Progress | None = None, fresh: bool = False
) -> Proven:
    """Prove an épreuve on these variants; without letters, its texts alone, which is never kept as it takes no time.

    `fresh`: draw and prove again, whatever is kept.
    """
    proofs = kept.Kept(root / kept.OWN / "preuves" / id, Proof)
    name, digest = "".join(letters), _hangs_on(Layout(root, id))
    if letters and not fresh and (known := proofs.get(name, digest)) is not None:
        return Proven(known, unchanged=True)
    findings = check_epreuve(root, id, letters, progress, fresh)
    proof = Proof(tuple(findings), dict(draw.refusals(root, id, letters)))
    if letters and not any(finding.rule in _OF_THE_MACHINE for finding in findings):
        proofs.put(name, digest, proof)
    return Proven(proof)


def _hangs_on(layout: Layout) -> str:
    """Digest of all that the findings on an épreuve hang on, beside the variants tried."""
    written = [path for path in files.files(layout.sujet) if "__pycache__" not in path.parts]
    written += [layout.root / name for name in (FILE, GROUPS_FILE, SEATS_FILE)]
    written += [layout.source / PUBLISHED_FILE]
    texts = [
        part
        for path in written
        if path.is_file()
        for part in (layout.short(path).encode("utf-8", "surrogateescape"), path.read_bytes())
    ]
    # Of what is built, only strangers are looked at.
    there = sorted(path.relative_to(layout.source).as_posix() for path in files.files(layout.source))
    names = "\0".join(name for name in there if not name.startswith(f"{VARIANTS_FOLDER}/"))
    versions = [platform.python_version(), *map(importlib.metadata.version, _LIBRARIES)]
    return kept.digest(
        kept.code(*PROVEN_BY).encode(),
        " ".join(versions).encode(),
        names.encode("utf-8", "surrogateescape"),
        *texts,
    )
