"""The reference on a variant, worked out in a process of its own by running the source notebook, once for each content of it."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

import epreuves
from epreuves.marking.bareme import Bareme
from epreuves.runner.frames import Closed, TooLong
from epreuves.runner.run import Limits
from epreuves.runner.sandbox import Runner, shared
from epreuves.runner.warm import read_folder

try:
    import fcntl
except ImportError:  # Windows: several processes that ask at once each work it out
    fcntl = None  # type: ignore[assignment]

#: Seconds that a reference may take; a sujet slower than that would not do for an exam.
SECONDS = 120
_ENTRY = "epreuves.marking.reference_process:answer"
_LIMITS = Limits(total_seconds=SECONDS)


class ErreurReference(Exception):
    """The source notebook does not give its own answers: the épreuve is to be mended, no copy is at fault."""


class References:
    """The schemes of one source notebook, by variant.

    source: path of `source/<id>/<id>.ipynb`, its folder holding what the notebook reads (`variantes/`, `seance.json`). store: a
    folder of the instructors' in which schemes are kept by content of the source folder and of the kit; None to keep them for the
    life of the process alone. Every method raises ErreurReference, with the cell and the reason, where the source fails.
    """

    def __init__(self, source: Path, runner: Runner | None = None, store: Path | None = None) -> None:
        self.source = Path(source).resolve()
        self._runner = runner
        self.fingerprint = fingerprint(self.source.parent)
        self._store = store / f"{self.source.stem}-{self.fingerprint}-{kit()[:12]}" if store else None
        self._known: dict[str, Bareme] = {}

    def get(self, variant: str) -> Bareme:
        """What each question expects on a variant."""
        if variant not in self._known:
            self._known[variant] = self._kept(variant) if self._store else self._compute(variant)
        return self._known[variant]

    def all(self, variants: Sequence[str]) -> Iterator[Bareme]:
        """The schemes of several variants, each worked out when it is asked for."""
        return (self.get(variant) for variant in variants)

    def follow(self, variant: str, answers: Mapping[str, Any]) -> Bareme:
        """The *follow-through* scheme: after each question the candidate's answer takes the place of the reference's.

        answers: portable trees by question. Only questions touched by that are in the scheme.
        """
        return self._compute(variant, answers)

    def _kept(self, variant: str) -> Bareme:
        """The scheme as stored, or worked out and stored; several processes that ask at once work it out once."""
        self._store.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = self._store / f"{variant}.json"
        with (self._store / f"{variant}.verrou").open("w") as lock:
            if fcntl is not None:
                fcntl.flock(lock, fcntl.LOCK_EX)
            with contextlib.suppress(OSError, msgspec.MsgspecError):
                return msgspec.json.decode(place.read_bytes(), type=Bareme)
            found = self._compute(variant)
            with tempfile.NamedTemporaryFile(dir=self._store, delete=False) as beside:
                beside.write(msgspec.json.encode(found))
            os.replace(beside.name, place)
        return found

    def _compute(self, variant: str, answers: Mapping[str, Any] | None = None) -> Bareme:
        what = f"{self.source.stem}, variante {variant}"
        request = {
            "notebook": self._notebook,
            "epreuve": self.source.stem,
            "variants": [variant],
            "answers": answers,
        }
        try:
            raw = (self._runner or shared()).call(
                _ENTRY, json.dumps(request).encode(), self._files, _LIMITS, {"MPLBACKEND": "Agg"}
            )
        except TimeoutError:
            raise ErreurReference(f"{what} : la référence n'a pas fini en {SECONDS} s.") from None
        except (Closed, TooLong) as error:
            raise ErreurReference(
                f"{what} : la référence s'est arrêtée sans réponse. {error}".rstrip()
            ) from None
        reply = json.loads(raw)
        if "error" in reply:
            raise ErreurReference(f"{self.source.stem}, {reply['error']}")
        return msgspec.convert(reply["baremes"][variant], Bareme)

    @functools.cached_property
    def _notebook(self) -> dict[str, Any]:
        try:
            tree = json.loads(self.source.read_bytes())
        except OSError:
            raise ErreurReference(
                f"{self.source} n'existe pas : lancez « epreuves build », puis recommencez."
            ) from None
        for cell in tree["cells"]:
            cell["source"] = "".join(cell["source"])
        return tree

    @functools.cached_property
    def _files(self) -> list[tuple[str, bytes]]:
        return read_folder(self.source.parent)


def compute(source: Path, variant: str, answers: Mapping[str, Any] | None = None) -> Bareme:
    """Work out what each question of a source notebook expects on a variant; with answers, the follow-through scheme.

    See `References`. Kept for the life of the process, by content of the source folder.
    """
    references = _references(str(Path(source).resolve()), fingerprint(Path(source).parent))
    return references.get(variant) if answers is None else references.follow(variant, answers)


def compute_all(source: Path, variants: Sequence[str]) -> dict[str, Bareme]:
    """Work out the schemes of several variants; see `compute`."""
    return {variant: compute(source, variant) for variant in variants}


@functools.lru_cache(maxsize=32)
def _references(source: str, _content: str) -> References:
    return References(Path(source))


def fingerprint(folder: Path) -> str:
    """Digest of the names and contents of a folder's files."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@functools.cache
def kit() -> str:
    """Digest of the package's own code: what was worked out by another version is not taken for this one's."""
    digest = hashlib.blake2b(digest_size=16)
    root = Path(epreuves.__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
