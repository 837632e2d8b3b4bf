"""The reference on a variant, worked out in a fresh process of our own by running the source notebook."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from epreuves.marking.bareme import Bareme
from epreuves.runner.portable import copy_regular_files

#: Seconds that a reference may take; a sujet slower than that would not do for an exam.
SECONDS = 120


class ErreurReference(Exception):
    """The source notebook does not give its own answers: the épreuve is to be mended, no copy is at fault."""


def compute(source: Path, variant: str, answers: Mapping[str, Any] | None = None) -> Bareme:
    """Work out what each question of a source notebook expects on a variant.

    source: path of `source/<id>/<id>.ipynb`, its folder holding what the notebook reads (`variantes/`, `seance.json`).
    answers: portable trees by question; where given, the scheme returned is the *follow-through* one: after each question the
    candidate's answer takes the place of the reference's, and only questions touched by that are in it.
    Raises ErreurReference, with the cell and the reason, where the source fails. Without answers the result is kept for the
    life of the process, by content of the source folder; on disk it would be a key within reach of the copies' code.
    """
    source = Path(source).resolve()
    if answers is None:
        return _kept(str(source), (variant,), fingerprint(source.parent))[variant]
    return _compute(source, (variant,), answers)[variant]


def compute_all(source: Path, variants: Sequence[str]) -> dict[str, Bareme]:
    """Work out the schemes of several variants in one process, so that libraries load once; see `compute`."""
    source = Path(source).resolve()
    return _kept(str(source), tuple(variants), fingerprint(source.parent))


def fingerprint(folder: Path) -> str:
    """Digest of the names and contents of a folder's files."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@functools.lru_cache(maxsize=32)
def _kept(source: str, variants: tuple[str, ...], _content: str) -> dict[str, Bareme]:
    return _compute(Path(source), variants, None)


def _compute(source: Path, variants: tuple[str, ...], answers: Mapping[str, Any] | None) -> dict[str, Bareme]:
    import nbformat  # here: its import takes two seconds, and the process that runs the reference has no need of it

    what = f"{source.stem}, variante{'s' if len(variants) > 1 else ''} {', '.join(variants)}"
    with tempfile.TemporaryDirectory(prefix="reference-") as place:
        copy_regular_files(source.parent, Path(place) / "copie")
        request = {
            "notebook": nbformat.read(source, as_version=4),
            "epreuve": source.stem,
            "variants": variants,
            "answers": answers,
        }
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("NBGRADER_", "EPREUVES_"))}
        environment |= {"MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8"}
        try:
            done = subprocess.run(
                [sys.executable, "-m", "epreuves.marking.reference_process"],
                input=json.dumps(request).encode(), capture_output=True, cwd=Path(place) / "copie", env=environment,
                timeout=SECONDS * len(variants),
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise ErreurReference(
                f"{what} : la référence n'a pas fini en {SECONDS * len(variants)} s."
            ) from None
    try:
        reply = json.loads(done.stdout)
    except ValueError:
        raise ErreurReference(
            f"{what} : la référence s'est arrêtée sans réponse. {done.stderr.decode(errors='replace')[-800:]}"
        ) from None
    if "error" in reply:
        raise ErreurReference(f"{source.stem}, {reply['error']}")
    return msgspec.convert(reply["baremes"], dict[str, Bareme])
