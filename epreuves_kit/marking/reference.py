"""The reference on a variant, worked out in a process of its own by running the source notebook, once for each content of it."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from epreuves import answers, machine
from epreuves import referentiel as levels_package
from epreuves import variants as candidate_variants
from epreuves import wording as candidate_wording
from epreuves.answers.tree import CheckedTree
from epreuves.variants.published import PUBLISHED_FILE, VARIANTS_FOLDER
from epreuves.wording.errors import KitError
from epreuves.wording.remedies import remedy
from epreuves_kit import course, marking, referentiel, runner, third_party, threads, wording
from epreuves_kit import variants as variants_package
from epreuves_kit.course import kept
from epreuves_kit.marking.marks import Scheme
from epreuves_kit.runner.files import read_folder
from epreuves_kit.runner.frames import Closed, Request, TooLong
from epreuves_kit.runner.run import Limits
from epreuves_kit.runner.sandbox import Runner, shared
from epreuves_kit.runner.warm import Grown, NoWalls

#: What marking hangs on, all that this imports with it: not the command line, nor the panel, the reports or the jury.
CODE = (
    answers,
    candidate_variants,
    candidate_wording,
    course,
    levels_package,
    machine,
    marking,
    referentiel,
    runner,
    third_party,
    threads,
    variants_package,
    wording,
)
#: Seconds that a reference may take; a sujet slower than that would not do for an exam.
SECONDS = 120
_ENTRY = "epreuves_kit.marking.reference_process:"
_LIMITS = Limits(total_seconds=SECONDS)
#: Follow-through schemes that are kept.
_FOLLOWED = 64


class ReferenceFailure(KitError):
    """The source notebook does not give its own answers: the épreuve is to be mended, no copy is at fault."""


class References:
    """The schemes of one source notebook, by variant.

    source: path of `source/<id>/<id>.ipynb`, its folder holding what the notebook reads (`variantes/`, `seance.json`). store: a
    folder of the instructors' in which schemes are kept by content of the source folder, of the variant and of the kit; None to keep them
    for the life of the process alone. Every method raises ReferenceFailure, with the cell and the reason, where the source fails.
    """

    def __init__(self, source: Path, runner: Runner | None = None, store: Path | None = None) -> None:
        self.source = Path(source).resolve()
        self._runner = runner
        self.fingerprint = fingerprint(self.source.parent)
        #: The folder of the store in which this notebook's schemes are.
        self.stored = f"{self.source.stem}-{_of_texts(self.source.parent)}-{kit()[:12]}"
        self.store = kept.Kept(store / self.stored, Scheme) if store else None
        self._known: dict[str, Scheme] = {}
        self._grown: tuple[str, Grown] | None = None
        self._prepared: dict[str, Grown] = {}
        self._base: Grown | None = None
        self._followed: dict[str, Scheme] = {}

    def prepare(self, variants: Sequence[str], together: int) -> None:
        """Work out those schemes that are not stored, so many at once, each ready to `follow` until the end.

        For a batch, before its processes are forked: all of them then share what was made ready. A source that fails says so
        when its scheme is asked for.
        """
        lacking = [v for v in variants if v not in self._known and self._stored(v) is None]
        if lacking and self._base is None:
            # What the cells say is the same on every variant: it is read once.
            payload = json.dumps(self._request("")).encode()
            grown = self._walled.grow(Request(entry=_ENTRY + "read", payload=payload, limits=_LIMITS))
            self._base = grown[0] if grown is not None else None
        with threads.started(together) as workers:
            for variant, done in zip(lacking, workers.map(self._prepare, lacking), strict=True):
                if done is not None:
                    self._prepared[variant] = done

    def _prepare(self, variant: str) -> Grown | None:
        with contextlib.suppress(ReferenceFailure):
            if (grown := self._new(variant)) is not None:
                self._known[variant] = grown[1]
                if self.store is not None:
                    self.store.put(variant, self._of(variant), grown[1])
                return grown[0]
        return None

    def get(self, variant: str, compute: Callable[[str], Scheme] | None = None) -> Scheme:
        """The scheme of a variant: what each question expects."""
        if variant not in self._known:
            work = functools.partial(compute or self._compute, variant)
            self._known[variant] = work() if self.store is None else self.store.once(variant, self._of(variant), work)
        return self._known[variant]

    def own(self, variant: str) -> Scheme:
        """The scheme of the variant of the copies that are marked: as `get`, and ready to `follow`."""

        def grown(variant: str) -> Scheme:
            return self._known[variant] if self._grow(variant) is not None else self._compute(variant)

        return self.get(variant, grown)

    def all(self, variants: Sequence[str]) -> Iterator[Scheme]:
        """The schemes of several variants, each worked out when it is asked for."""
        return (self.get(variant) for variant in variants)

    def follow(
        self,
        variant: str,
        answers: Mapping[str, CheckedTree],
        wanted: Collection[str] | None = None,
        near: Collection[str] = (),
    ) -> Scheme:
        """The *follow-through* scheme: after each question the candidate's answer takes the place of the reference's, where it opens what
        follows (`following.opening`).

        wanted: the questions to give, None for all. near: those answered from the candidate's own data, though wrongly
        (`Origins.own_work`). Only questions that an answer stands behind, taken up or not, are in the scheme. The reference's state is kept between calls for one variant, so that copies are best taken variant by variant.
        """
        scheme = self.get(variant)
        asked_for = [q for q in scheme.questions if wanted is None or q.id in wanted]
        # Nothing else has a say: two candidates who went wrong alike are followed once.
        behind = {id for q in asked_for for id in q.depends}
        asked = {
            "answers": {id: answers[id].node for id in behind & answers.keys()},
            "wanted": [q.id for q in asked_for],
            "near": sorted(behind & set(near)),
        }
        key = f"{variant} {json.dumps(asked, sort_keys=True)}"
        if key not in self._followed:
            followed = self._follow(variant, asked)
            while len(self._followed) >= _FOLLOWED:
                del self._followed[next(iter(self._followed))]
            self._followed[key] = followed
        return self._followed[key]

    def _follow(self, variant: str, asked: dict[str, Any]) -> Scheme:
        for _ in range(2):
            grown = self._grow(variant)
            if grown is None:
                payload = json.dumps(self._request(variant) | asked).encode()
                return self._read(self._call("prepare_and_follow", payload, variant))
            try:
                with self._failing(variant):
                    payload = json.dumps(asked).encode()
                    return self._read(grown.call(_ENTRY + "follow", payload, [], _LIMITS, {}))
            except NoWalls:
                # It ended with the parent that it was grown from.
                self._prepared.pop(variant, None)
                self._forget()
        raise ReferenceFailure(f"{self._what(variant)} : le bac à sable s'est arrêté.")

    def _grow(self, variant: str) -> Grown | None:
        """A process that has run the reference on a variant; None where none can be kept."""
        if variant in self._prepared:
            return self._prepared[variant]
        if self._grown is None or self._grown[0] != variant:
            self._forget()
            new = self._new(variant)
            if new is None:
                return None
            self._grown = variant, new[0]
            self._known[variant] = new[1]
        return self._grown[1]

    def _new(self, variant: str) -> tuple[Grown, Scheme] | None:
        request = Request(
            entry=_ENTRY + "prepare",
            payload=json.dumps(self._request(variant)).encode(),
            files=self._files(variant),
            environment={"MPLBACKEND": "Agg"},
            limits=_LIMITS,
        )
        pair = None
        if self._base is not None:
            with contextlib.suppress(NoWalls, Closed, TooLong, TimeoutError):
                pair = self._base.grow(request)
        pair = pair or self._walled.grow(request)
        if pair is None:
            return None
        grown, answer = pair
        assert isinstance(answer, bytes)  # the request named a function
        try:
            return grown, self._read(answer)
        except BaseException:
            grown.close()
            raise

    def __del__(self) -> None:
        self._forget()
        for grown in (*self._prepared.values(), self._base):
            if grown is not None:
                grown.close()

    def _forget(self) -> None:
        if self._grown is not None:
            self._grown[1].close()
            self._grown = None

    def _stored(self, variant: str) -> Scheme | None:
        return None if self.store is None else self.store.get(variant, self._of(variant))

    def _compute(self, variant: str) -> Scheme:
        return self._read(self._call("prepare", json.dumps(self._request(variant)).encode(), variant))

    def _call(self, name: str, payload: bytes, variant: str) -> bytes:
        with self._failing(variant):
            return self._walled.call(_ENTRY + name, payload, self._files(variant), _LIMITS, {"MPLBACKEND": "Agg"})

    @contextlib.contextmanager
    def _failing(self, variant: str) -> Iterator[None]:
        """Say of a reference that did not end, or ended without an answer, which one it is."""
        try:
            yield
        except TimeoutError:
            reason = f"la référence n'a pas fini en {SECONDS} s."
        except (Closed, TooLong) as error:
            reason = f"la référence s'est arrêtée sans réponse. {error}".rstrip()
        else:
            return
        raise ReferenceFailure(f"{self._what(variant)} : {reason}")

    def _read(self, raw: bytes) -> Scheme:
        reply = json.loads(raw)
        if "error" in reply:
            raise ReferenceFailure(f"{self.source.stem}, {reply['error']}")
        return msgspec.convert(reply["bareme"], Scheme)

    def _request(self, variant: str) -> dict[str, Any]:
        return {"notebook": self._notebook, "epreuve": self.source.stem, "variant": variant}

    def _what(self, variant: str) -> str:
        return f"{self.source.stem}, variante {variant}"

    @property
    def _walled(self) -> Runner:
        return self._runner or shared("auto")

    @functools.cached_property
    def _notebook(self) -> dict[str, Any]:
        try:
            tree = json.loads(self.source.read_bytes())
        except OSError:
            raise ReferenceFailure(
                f"{self.source} n'existe pas : lancez {remedy('build')}, puis recommencez."
            ) from None
        for cell in tree["cells"]:
            cell["source"] = "".join(cell["source"])
        return tree

    @functools.cached_property
    def _folder(self) -> list[tuple[str, bytes]]:
        return read_folder(self.source.parent)

    def _files(self, variant: str) -> list[tuple[str, bytes]]:
        """The files of the source folder, without other variants'."""
        return [(name, content) for name, content in self._folder if _variant_of(name) in ("", variant)]

    def _of(self, variant: str) -> str:
        """Digest of the data of a variant."""
        return kept.digest(*(content for name, content in self._folder if _variant_of(name) == variant))


def compute(
    source: Path, variant: str, answers: Mapping[str, CheckedTree] | None = None, near: Collection[str] = ()
) -> Scheme:
    """Work out what each question of a source notebook expects on a variant; with answers, the follow-through scheme.

    See `References`. Kept for the life of the process, by content of the source folder.
    """
    references = of_process(source)
    return references.get(variant) if answers is None else references.follow(variant, answers, near=near)


def of_process(source: Path) -> References:
    """The references of a source notebook that this process keeps, by content of its folder."""
    return _references(str(Path(source).resolve()), fingerprint(Path(source).parent))


@functools.lru_cache(maxsize=32)
def _references(source: str, _content: str) -> References:
    return References(Path(source))


def fingerprint(folder: Path) -> str:
    """Digest of the names and contents of a folder's files, save who has which variant: the reference is given its own."""
    return _digest(folder, sorted(p for p in folder.rglob("*") if p.is_file() and p.name != PUBLISHED_FILE))


def _of_texts(folder: Path) -> str:
    """The same, without the variants."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != PUBLISHED_FILE)
    return _digest(folder, [p for p in files if not _variant_of(p.relative_to(folder).as_posix())])


def _digest(folder: Path, files: Sequence[Path]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for path in files:
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _variant_of(name: str) -> str:
    """The variant whose data a file of a source folder is, by its path; empty where it is none's."""
    inner, _, letter = name.removesuffix(".zip").rpartition("/")
    return letter if inner == VARIANTS_FOLDER and name.endswith(".zip") else ""


def kit() -> str:
    """Digest of the code that a reference hangs on: what was worked out by another version is not taken for this one's."""
    return kept.code(*CODE)
