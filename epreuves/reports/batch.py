"""Candidates' transcripts and portfolios, over several processes, written such that nothing is ever half there; each ends as a result with a reason."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from epreuves.course.files import replace
from epreuves.course.folders import Course
from epreuves.feedback.page import borne
from epreuves.jury.decision import decide
from epreuves.jury.evidence import CandidateFacts
from epreuves.jury.record import JuryRecord
from epreuves.jury.rules import JuryRules
from epreuves.jury.sources import gather
from epreuves.machine import cores
from epreuves.reports import pages
from epreuves.reports.copies import known
from epreuves.reports.portfolio import portfolio
from epreuves.reports.transcript import Transcript, transcript
from epreuves.reports.transcript_pdf import transcript_pdf
from epreuves.spread import spread
from epreuves.wording.errors import KitError
from epreuves.wording.french import day

Kind = Literal["releve", "portfolio"]
Status = Literal["written", "skipped", "error"]
#: Every kind, in the order in which they are written.
KINDS: tuple[Kind, ...] = ("releve", "portfolio")


class ReportResult(msgspec.Struct, frozen=True, kw_only=True, rename={"candidate": "candidat"}):
    """What became of one report: its candidate, kind, status and reason; its paths from the course folder."""

    candidate: str
    kind: str
    status: Status
    reason: str = ""
    paths: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the report due is not there."""
        return self.status == "error"


class ReportsAsked(msgspec.Struct, frozen=True):
    """What is asked of a batch: kinds, the session's name, the rules, the day that reports bear, whether to write all anew."""

    kinds: tuple[Kind, ...]
    session: str
    rules: JuryRules
    day: datetime.date
    force: bool = False


def write_candidates(
    record: JuryRecord, asked: ReportsAsked, candidates: Sequence[str]
) -> list[list[ReportResult]]:
    """Write the reports of some candidates, whose evidence is read together; each one's results, in the order given."""
    try:
        facts = {one.candidate: one for one in gather(record, asked.rules, candidates)}
    except Exception as error:  # whose it is shows when they are read one by one
        if len(candidates) > 1:
            return [write_candidates(record, asked, [one])[0] for one in candidates]
        return [[_failed(candidates[0], kind, error) for kind in asked.kinds]]
    results = []
    for candidate in candidates:
        own = facts.get(candidate)
        if own is None:
            results.append([_failed(candidate, kind, KitError("Candidat inconnu.")) for kind in asked.kinds])
            continue
        makers = _makers(record.places, asked, own)
        results.append([_made(candidate, kind, makers[kind]) for kind in asked.kinds])
    return results


def _makers(
    places: Course, asked: ReportsAsked, own: CandidateFacts
) -> dict[str, Callable[[], ReportResult]]:
    return {
        "releve": lambda: _transcript(places, asked, transcript(own, decide(own, asked.rules), asked.rules, asked.session)),
        "portfolio": lambda: _portfolio(places, asked, own.candidate, own.name),
    }  # fmt: skip


def place(places: Course, candidate: str) -> Path:
    """The folder of a candidate's own reports: the one that holds their feedback."""
    return places.folder("feedback", known(candidate), "x").parent


def _made(candidate: str, kind: str, make: Callable[[], ReportResult]) -> ReportResult:
    try:
        return make()
    except OSError as error:
        return _failed(candidate, kind, KitError(f"Le fichier ne s'écrit pas : {error.strerror or error}."))
    except Exception as error:  # one candidate's failure is its result, never the batch's end
        return _failed(candidate, kind, error)


def _transcript(places: Course, asked: ReportsAsked, told: Transcript) -> ReportResult:
    folder = place(places, told.candidate)
    page, pdf = folder / "releve.html", folder / "releve.pdf"
    stamp = pages.digest("releve", told)
    if not asked.force and pdf.is_file() and _bound(page) == stamp:
        return _result(places, told.candidate, "releve", "skipped", page, pdf)
    # The page last: it bears the digest, and so says that both are there.
    _replace(places, pdf, transcript_pdf(told, asked.day))
    _replace(places, page, pages.compose("transcript.html.j2", stamp, t=told, day=day(asked.day)))
    return _result(places, told.candidate, "releve", "written", page, pdf)


def _portfolio(places: Course, asked: ReportsAsked, candidate: str, name: str) -> ReportResult:
    page = place(places, candidate) / "portfolio.html"
    told = portfolio(places, candidate, name, asked.session)
    stamp = pages.digest("portfolio", told)
    if not asked.force and _bound(page) == stamp:
        return _result(places, candidate, "portfolio", "skipped", page)
    _replace(places, page, pages.compose("portfolio.html.j2", stamp, r=told, day=day(asked.day)))
    return _result(places, candidate, "portfolio", "written", page)


def _bound(path: Path) -> str | None:
    return None if path.is_symlink() else borne(path)


def _replace(places: Course, path: Path, content: bytes) -> None:
    if path.parent.is_symlink():
        raise KitError(f"« {path.parent} » est un lien : rien n'y est écrit.")
    replace(path, content, places.mode)
    if places.groupshared:
        with contextlib.suppress(PermissionError):  # a colleague's: it was shared when it was made
            path.parent.chmod((path.parent.stat().st_mode | 0o2770) & 0o2777)


def _result(places: Course, candidate: str, kind: str, status: Status, *paths: Path) -> ReportResult:
    said = "Déjà écrit ; rien n'a changé (--force pour recommencer)." if status == "skipped" else ""
    told = tuple(os.path.relpath(path, places.root).replace(os.sep, "/") for path in paths)
    return ReportResult(candidate=candidate, kind=kind, status=status, reason=said, paths=told)


def _failed(candidate: str, kind: str, error: Exception) -> ReportResult:

    said = str(error)
    if not isinstance(error, KitError):
        said = f"Le rapport n'a pas pu être composé ({type(error).__name__} : {said})."
    return ReportResult(candidate=candidate, kind=kind, status="error", reason=said)


def as_json(result: ReportResult) -> dict[str, Any]:
    """A result as `--json` writes it."""
    return msgspec.to_builtins(result)


#: Candidates read together. More would save little, and be held in memory.
TOGETHER = 16


def write(
    root: Path, asked: ReportsAsked, candidates: Sequence[str], jobs: int | None = None
) -> Iterator[list[ReportResult]]:
    """Write the reports of candidates, and give each one's results, in the order given, as soon as they are there.

    jobs: processes, at least 1; None for one a core. Processes start before this returns, and so before any thread of the caller's.
    """

    def lost(candidate: str) -> list[ReportResult]:
        reason = "Le processus qui écrivait le rapport s'est arrêté : la copie corrigée est sans doute trop grande pour la mémoire."
        return [
            ReportResult(candidate=candidate, kind=kind, status="error", reason=reason)
            for kind in asked.kinds
        ]

    return spread(
        _writing, (root, asked), lost, candidates, jobs or cores(), least=4, most=TOGETHER, fresh=True
    )


@contextlib.contextmanager
def _writing(
    root: Path, asked: ReportsAsked
) -> Iterator[Callable[[Sequence[str]], list[list[ReportResult]]]]:
    with JuryRecord(root) as record:
        yield lambda group: write_candidates(record, asked, group)
