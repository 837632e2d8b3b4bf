"""Some candidates' transcripts and portfolios, written such that nothing is ever half there; each ends as a result with a reason."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from epreuves.gradebook.feedback.course import Places
from epreuves.gradebook.feedback.page import borne
from epreuves.gradebook.in_place import replace
from epreuves.jury.decision import decide
from epreuves.jury.evidence import CandidateFacts
from epreuves.jury.record import Record
from epreuves.jury.rules import Regles
from epreuves.jury.sources import gather
from epreuves.reports import pages
from epreuves.reports.copies import known
from epreuves.reports.portfolio import portfolio
from epreuves.reports.transcript import Transcript, transcript
from epreuves.reports.transcript_pdf import transcript_pdf
from epreuves.wording.errors import KitError
from epreuves.wording.french import day

Kind = Literal["releve", "portfolio"]
Status = Literal["written", "skipped", "error"]
#: Every kind, in the order in which they are written.
KINDS: tuple[Kind, ...] = ("releve", "portfolio")


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one report: its candidate, kind, status and reason; its paths from the course folder."""

    candidat: str
    kind: str
    status: Status
    reason: str = ""
    paths: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the report due is not there."""
        return self.status == "error"


class Asked(msgspec.Struct, frozen=True):
    """What is asked of a batch: kinds, the session's name, the rules, the day that reports bear, whether to write all anew."""

    kinds: tuple[Kind, ...]
    session: str
    rules: Regles
    day: datetime.date
    force: bool = False


def write_candidates(record: Record, asked: Asked, candidates: Sequence[str]) -> list[list[Result]]:
    """Write the reports of some candidates, whose evidence is read together; each one's results, in the order given."""
    try:
        facts = {one.candidat: one for one in gather(record, asked.rules, candidates)}
    except Exception as error:  # whose it is shows when they are read one by one
        if len(candidates) > 1:
            return [write_candidates(record, asked, [one])[0] for one in candidates]
        return [[_failed(candidates[0], kind, error) for kind in asked.kinds]]
    results = []
    for candidat in candidates:
        own = facts.get(candidat)
        if own is None:
            results.append([_failed(candidat, kind, KitError("Candidat inconnu.")) for kind in asked.kinds])
            continue
        makers = _makers(record.places, asked, own)
        results.append([_made(candidat, kind, makers[kind]) for kind in asked.kinds])
    return results


def _makers(places: Places, asked: Asked, own: CandidateFacts) -> dict[str, Callable[[], Result]]:
    return {
        "releve": lambda: _releve(places, asked, transcript(own, decide(own, asked.rules), asked.rules, asked.session)),
        "portfolio": lambda: _portfolio(places, asked, own.candidat, own.name),
    }  # fmt: skip


def place(places: Places, candidat: str) -> Path:
    """The folder of a candidate's own reports: the one that holds their feedback."""
    return places.folder(places.feedback_directory, known(candidat), "x").parent


def _made(candidat: str, kind: str, make: Callable[[], Result]) -> Result:
    try:
        return make()
    except OSError as error:
        return _failed(candidat, kind, KitError(f"Le fichier ne s'écrit pas : {error.strerror or error}."))
    except Exception as error:  # one candidate's failure is its result, never the batch's end
        return _failed(candidat, kind, error)


def _releve(places: Places, asked: Asked, told: Transcript) -> Result:
    folder = place(places, told.candidat)
    page, pdf = folder / "releve.html", folder / "releve.pdf"
    stamp = pages.digest("releve", told)
    if not asked.force and pdf.is_file() and _borne(page) == stamp:
        return _result(places, told.candidat, "releve", "skipped", page, pdf)
    # The page last: it bears the digest, and so says that both are there.
    _replace(places, pdf, transcript_pdf(told, asked.day))
    _replace(places, page, pages.compose("releve.html.j2", stamp, t=told, day=day(asked.day)))
    return _result(places, told.candidat, "releve", "written", page, pdf)


def _portfolio(places: Places, asked: Asked, candidat: str, name: str) -> Result:
    page = place(places, candidat) / "portfolio.html"
    told = portfolio(places, candidat, name, asked.session)
    stamp = pages.digest("portfolio", told)
    if not asked.force and _borne(page) == stamp:
        return _result(places, candidat, "portfolio", "skipped", page)
    _replace(places, page, pages.compose("portfolio.html.j2", stamp, r=told, day=day(asked.day)))
    return _result(places, candidat, "portfolio", "written", page)


def _borne(path: Path) -> str | None:
    return None if path.is_symlink() else borne(path)


def _replace(places: Places, path: Path, content: bytes) -> None:
    if path.parent.is_symlink():
        raise KitError(f"« {path.parent} » est un lien : rien n'y est écrit.")
    replace(path, content, places.mode)
    if places.groupshared:
        with contextlib.suppress(PermissionError):  # a colleague's: it was shared when it was made
            path.parent.chmod((path.parent.stat().st_mode | 0o2770) & 0o2777)


def _result(places: Places, candidat: str, kind: str, status: Status, *paths: Path) -> Result:
    said = "Déjà écrit ; rien n'a changé (--force pour recommencer)." if status == "skipped" else ""
    told = tuple(os.path.relpath(path, places.root).replace(os.sep, "/") for path in paths)
    return Result(candidat=candidat, kind=kind, status=status, reason=said, paths=told)


def _failed(candidat: str, kind: str, error: Exception) -> Result:

    said = str(error)
    if not isinstance(error, KitError):
        said = f"Le rapport n'a pas pu être composé ({type(error).__name__} : {said})."
    return Result(candidat=candidat, kind=kind, status="error", reason=said)


def as_json(result: Result) -> dict[str, Any]:
    """A result as `--json` writes it."""
    return msgspec.to_builtins(result)
