"""A transcript as PDF/UA-1: all its words, passed to typst as data."""

from __future__ import annotations

import datetime
from typing import Any

from epreuves.jury.pdf import compile_pdf
from epreuves.reports.pages import TEMPLATES
from epreuves.reports.transcript import BlocPart, Transcript, TranscriptLine, TranscriptWord
from epreuves.wording.french import day


def transcript_pdf(told: Transcript, at: datetime.date) -> bytes:
    """The PDF; the same transcript and date make the same bytes. Raises KitError where typst refuses it."""
    return compile_pdf(TEMPLATES / "transcript.typ", words(told, at), at)


def words(told: Transcript, at: datetime.date) -> dict[str, Any]:
    """All that the template shows."""
    return {
        "titre": "Relevé de compétences",
        "sujet": f"Points, niveaux et décisions par compétence, {told.certification}",
        "nom": told.name,
        "candidat": told.name if told.name == told.candidate else f"{told.name} ({told.candidate})",
        "certification": told.certification,
        "certificateur": told.certifier,
        "session": told.session,
        "date": day(at),
        "decision": _word(told.overall) if told.overall else "",
        "validees": f"{told.validated} sur {told.total}",
        "pourquoi": told.why,
        "avertissement": "Les décisions suivent les règles du jury, dites à la fin. Elles peuvent changer jusqu'à sa délibération, "
        "dont seul le procès-verbal fait foi.",
        "blocs": [_bloc(bloc) for bloc in told.blocs],
        "epreuves": [[f"{e.number}. {e.title}", e.share, _word(e.word), e.why] for e in told.epreuves],
        "autres": _others(told.others),
        "remarques": list(told.remarks),
        "regles": list(told.rules),
    }


def _bloc(bloc: BlocPart) -> dict[str, Any]:
    return {
        "titre": f"{bloc.code} — {bloc.title} : {_word(bloc.word)}",
        "pourquoi": bloc.why,
        "lignes": [_line(line) for line in bloc.lines],
        "notes": list(bloc.notes),
        "manque": list(bloc.lacking),
    }


def _line(line: TranscriptLine) -> list[str]:
    grille = line.grille if line.levels == "—" else f"{line.grille} ({line.levels})"
    title = f"{line.code} {line.title} ({line.epreuve.lower()})"
    return [title, line.machine, grille, line.oral, line.share, _word(line.word)]


def _word(word: TranscriptWord) -> str:
    return word.text


def _others(numbers: tuple[str, ...]) -> str:
    if not numbers:
        return ""
    start = (
        "Rien n'est encore connu des épreuves" if len(numbers) > 1 else "Rien n'est encore connu de l'épreuve"
    )
    return f"{start} {', '.join(numbers)}."
