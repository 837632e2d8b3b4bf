"""The reference on a variant, worked out in a fresh process of our own by running the source notebook."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import nbformat

from epreuves.marking.bareme import Bareme
from epreuves.runner.portable import copy_regular_files

#: Where a course keeps the schemes worked out; they hold what is expected, so they never leave the instructor's machine.
STORE = ".epreuves/references"
#: Seconds that a reference may take; a sujet slower than that would not do for an exam.
SECONDS = 120


class ErreurReference(Exception):
    """The source notebook does not give its own answers: the épreuve is to be mended, no copy is at fault."""


def compute(source: Path, variant: str, answers: Mapping[str, Any] | None = None) -> Bareme:
    """Work out what each question of a source notebook expects on a variant.

    source: path of `source/<id>/<id>.ipynb`, its folder holding what the notebook reads (`variantes/`, `seance.json`).
    answers: portable trees by question; where given, the scheme returned is the *follow-through* one: after each question the
    candidate's answer takes the place of the reference's, and only questions touched by that are in it.
    Raises ErreurReference, with the cell and the reason, where the source fails. Without answers the result is kept in
    the course folder, by content of the source folder and of this code.
    """
    source = Path(source).resolve()
    if answers is None:
        return _kept(str(source), variant, fingerprint(source.parent))
    return _compute(source, variant, answers)


def fingerprint(folder: Path) -> str:
    """Digest of the names and contents of a folder's files."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@functools.lru_cache(maxsize=512)
def _kept(source: str, variant: str, content: str) -> Bareme:
    """From the course's own store, else worked out and stored: a scheme depends on the source and on this code alone."""
    store = Path(source).parents[2] / STORE / f"{Path(source).stem}-{variant}-{content[:16]}-{_code()[:16]}.json"
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(store.read_bytes(), type=Bareme)
    bareme = _compute(Path(source), variant, None)
    with contextlib.suppress(OSError):  # a course folder that cannot be written to: worked out again each time
        store.parent.mkdir(parents=True, exist_ok=True)
        draft = store.with_suffix(f".{os.getpid()}")
        draft.write_bytes(msgspec.json.encode(bareme))
        os.replace(draft, store)
    return bareme


@functools.lru_cache(maxsize=1)
def _code() -> str:
    """Digest of the code that a scheme depends on: it reads, it runs, it makes canonical."""
    package = Path(__file__).parents[1]
    digest = hashlib.blake2b(digest_size=16)
    for name in ("answers", "marking", "variantes"):
        for path in sorted((package / name).glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _compute(source: Path, variant: str, answers: Mapping[str, Any] | None) -> Bareme:
    with tempfile.TemporaryDirectory(prefix="reference-") as place:
        copy_regular_files(source.parent, Path(place) / "copie")
        request = {"notebook": nbformat.read(source, as_version=4), "epreuve": source.stem, "variant": variant, "answers": answers}
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("NBGRADER_", "EPREUVES_"))}
        environment |= {"EPREUVES_VARIANTE": variant, "MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8"}
        try:
            done = subprocess.run(
                [sys.executable, "-m", "epreuves.marking.reference_process"],
                input=json.dumps(request).encode(), capture_output=True, cwd=Path(place) / "copie", env=environment, timeout=SECONDS,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise ErreurReference(f"{source.stem}, variante {variant} : la référence n'a pas fini en {SECONDS} s.") from None
    try:
        reply = json.loads(done.stdout)
    except ValueError:
        raise ErreurReference(
            f"{source.stem}, variante {variant} : la référence s'est arrêtée sans réponse. {done.stderr.decode(errors='replace')[-800:]}"
        ) from None
    if "error" in reply:
        raise ErreurReference(f"{source.stem}, variante {variant} : {reply['error']}")
    return msgspec.convert(reply["bareme"], Bareme)
