"""Candidates' transcripts and rapports de compétences, over several processes, written such that nothing is ever half there; each ends as a result
with a reason. A deliverable is written alone.
"""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from epreuves.machine import cores, replace
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import day
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.course import letterhead
from epreuves_kit.course.folders import Course
from epreuves_kit.feedback.page import borne
from epreuves_kit.jury import births
from epreuves_kit.jury.decision import decide
from epreuves_kit.jury.evidence import CandidateFacts
from epreuves_kit.jury.record import JuryRecord, MinutesAct
from epreuves_kit.jury.sources import gather
from epreuves_kit.reports import pages
from epreuves_kit.reports.document import Document, copy_paths, document, known
from epreuves_kit.reports.portfolio import portfolio
from epreuves_kit.reports.portfolio_pdf import portfolio_pdf
from epreuves_kit.reports.transcript import transcript, transcript_pdf
from epreuves_kit.rubric.panel.copy_view import with_pages
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.spread import spread
from epreuves_kit.variants import session
from epreuves_kit.variants.identity import ByCandidate

Kind = Literal["releve", "rapport"]
Status = Literal["written", "skipped", "error"]
#: Every kind, in the order in which they are written.
KINDS: tuple[Kind, ...] = ("releve", "rapport")


class ReportResult(msgspec.Struct, frozen=True, kw_only=True, rename={"candidate": "candidat", "lacking": "manque"}):
    """The outcome of one report: its candidate, kind, status and reason; its paths from the course folder; what the candidate has yet to add."""

    candidate: str
    kind: str
    status: Status
    reason: str = ""
    paths: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """True if the report due is not there."""
        return self.status == "error"


class ReportsAsked(msgspec.Struct, frozen=True):
    """The request to a batch: kinds, the session's name, the rules, the day that reports bear, whether to write all anew.

    school: its name and address; births: by candidate, as a paper says them.
    """

    kinds: tuple[Kind, ...]
    session: str
    rules: JuryRules
    day: datetime.date
    force: bool = False
    school: tuple[str, ...] = ()
    births: Mapping[str, str] = {}


def asked_of(
    root: Path, rules: JuryRules, kinds: tuple[Kind, ...], at: datetime.date, force: bool = False
) -> ReportsAsked:
    """The request to a batch for the session of a course, under its own name. Raises KitError."""
    head = letterhead.read(root)
    school = tuple(filter(None, (head.name, *head.lines, head.contact)))
    born = ByCandidate((who, birth.said) for who, birth in births.read(root).items())
    return ReportsAsked(kinds, session.read(root).name, rules, at, force, school, born)


def write_candidates(record: JuryRecord, asked: ReportsAsked, candidates: Sequence[str]) -> list[list[ReportResult]]:
    """Write the reports of some candidates, whose evidence is read together; each one's results, in the order given."""
    try:
        facts = {evidence.candidate: evidence for evidence in gather(record, asked.rules, candidates)}
    except Exception as error:  # whose it is shows when they are read one by one
        if len(candidates) > 1:
            return [write_candidates(record, asked, [candidate])[0] for candidate in candidates]
        return [[_failed(candidates[0], kind, error) for kind in asked.kinds]]
    acts = record.minutes()
    results = []
    for candidate in candidates:
        own = facts.get(candidate)
        if own is None:
            results.append([_failed(candidate, kind, KitError("Candidat inconnu.")) for kind in asked.kinds])
            continue
        results.append([_made(record.places, asked, own, kind, acts) for kind in asked.kinds])
    return results


def place(places: Course, candidate: str) -> Path:
    """The folder of a candidate's own reports: the one that holds their feedback."""
    return places.folder("feedback", known(candidate), "x").parent


def _made(
    places: Course, asked: ReportsAsked, own: CandidateFacts, kind: Kind, minutes: Sequence[MinutesAct]
) -> ReportResult:
    try:
        return _transcript(places, asked, own, minutes) if kind == "releve" else _portfolio(places, asked, own)
    except OSError as error:
        refusal = KitError(f"Le fichier ne s'écrit pas : {error.strerror or error}.")
        return _failed(own.candidate, kind, refusal)
    except Exception as error:  # one candidate's failure is its result, never the batch's end
        return _failed(own.candidate, kind, error)


def _transcript(
    places: Course, asked: ReportsAsked, own: CandidateFacts, minutes: Sequence[MinutesAct]
) -> ReportResult:
    born = asked.births.get(own.candidate, "")
    content = transcript(own, decide(own, asked.rules), asked.rules, asked.session, minutes, asked.school, born)
    folder = place(places, content.candidate)
    page, pdf = folder / "releve.html", folder / "releve.pdf"
    stamp = pages.digest("releve", content)
    if not asked.force and pdf.is_file() and _bound(page) == stamp:
        return _result(places, content.candidate, "releve", "skipped", page, pdf)
    # The page last: it bears the digest, and so says that both are there.
    _replace(places, pdf, transcript_pdf(content, asked.day))
    _replace(places, page, pages.compose("transcript.html.j2", digest=stamp, t=content, day=day(asked.day)))
    return _result(places, content.candidate, "releve", "written", page, pdf)


def _portfolio(places: Course, asked: ReportsAsked, own: CandidateFacts) -> ReportResult:
    folder = place(places, own.candidate)
    page, pdf = folder / "rapport.html", folder / "rapport.pdf"
    content = portfolio(places, own.candidate, own.name, asked.session)
    stamp = pages.digest("rapport", content)
    if not asked.force and pdf.is_file() and _bound(page) == stamp:
        return _result(places, own.candidate, "rapport", "skipped", page, pdf, lacking=content.lacking)
    _replace(places, pdf, portfolio_pdf(content, asked.day))
    _replace(places, page, pages.compose("portfolio.html.j2", digest=stamp, r=content, day=day(asked.day)))
    return _result(places, own.candidate, "rapport", "written", page, pdf, lacking=content.lacking)


def _bound(path: Path) -> str | None:
    return None if path.is_symlink() else borne(path)


def _replace(places: Course, path: Path, content: bytes) -> None:
    if path.parent.is_symlink():
        raise KitError(f"« {path.parent} » est un lien : rien n'y est écrit.")
    replace(path, content, places.mode)
    if places.groupshared:
        with contextlib.suppress(PermissionError):  # a colleague's: it was shared when it was made
            path.parent.chmod((path.parent.stat().st_mode | 0o2770) & 0o2777)


def _result(
    places: Course, candidate: str, kind: str, status: Status, *paths: Path, lacking: tuple[str, ...] = ()
) -> ReportResult:
    reason = (
        f"Déjà écrit ; rien n'a changé ({parameter('rapports', '--force')} pour recommencer)."
        if status == "skipped"
        else ""
    )
    relative = tuple(os.path.relpath(path, places.root).replace(os.sep, "/") for path in paths)
    return ReportResult(candidate=candidate, kind=kind, status=status, reason=reason, paths=relative, lacking=lacking)


def _failed(candidate: str, kind: str, error: Exception) -> ReportResult:
    reason = str(error)
    if not isinstance(error, KitError):
        reason = f"Le rapport n'a pas pu être composé ({type(error).__name__} : {reason})."
    return ReportResult(candidate=candidate, kind=kind, status="error", reason=reason)


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
        return [ReportResult(candidate=candidate, kind=kind, status="error", reason=reason) for kind in asked.kinds]

    return spread(_writing, (root, asked), lost, candidates, jobs or cores(), least=4, most=TOGETHER, fresh=True)


@contextlib.contextmanager
def _writing(root: Path, asked: ReportsAsked) -> Iterator[Callable[[Sequence[str]], list[list[ReportResult]]]]:
    with JuryRecord(root) as record:
        yield lambda group: write_candidates(record, asked, group)


def write_deliverable(
    places: Course, candidate: str, name: str, epreuve: EpreuveId, at: datetime.date
) -> tuple[str, tuple[str, ...]]:
    """Write a candidate's notebook without code, as one hands it to a commissioner or shows it at the oral.

    It is `livrable-<épreuve>.html` beside the candidate's feedback. Gives its path from the course folder, and the titles of which
    the copy holds nothing. Raises KitError.
    """
    paths = copy_paths(places, candidate, epreuve)
    if not paths:
        raise KitError(
            f"« {candidate} » n'a pas de copie corrigée de « {epreuve} » : vérifiez l'identifiant, ou lancez {remedy('autograde', epreuve)}."
        )
    # A REX is for the jury, not for who commissioned the work.
    path = paths[0]
    cells, record = with_pages(places, path)
    made = document(cells, record)
    if not made.parts:
        raise KitError(f"La copie de « {candidate} » à « {epreuve} » est vierge : il n'y a rien à remettre.")
    target = place(places, candidate) / f"livrable-{epreuve}.html"
    try:
        replace(target, deliverable(made, name, epreuve, at), places.mode)
    except OSError as error:
        raise KitError(f"« {target} » ne s'écrit pas : {error.strerror or error}.") from None
    return os.path.relpath(target, places.root).replace(os.sep, "/"), made.lacking


def deliverable(made: Document, name: str, epreuve: EpreuveId, at: datetime.date) -> bytes:
    """The page of a document under its author's name."""
    stamp = pages.digest("livrable", made, name)
    values = {"title": made.title or epreuve, "name": name, "documents": [made], "day": day(at)}
    return pages.compose("deliverable.html.j2", digest=stamp, **values)
