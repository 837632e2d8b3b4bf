"""Evidence and rules written shortly, for tables of cases."""

from __future__ import annotations

import datetime
from fractions import Fraction

import msgspec

from epreuves_kit.jury.evidence import CandidateFacts, Changed, CompetenceFacts, Status
from epreuves_kit.jury.registrations import Registration
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rules.jury_rules import Absences, Bloc, Compensation, JuryRules, Thresholds
from epreuves_kit.rules.result import EvidencePart
from tests.course import ROOT

EPREUVES = {"e17_impact_digital": ("C15.1", "C15.2"), "e16_performance": ("C14.1", "C14.2")}
AT = datetime.datetime(2026, 6, 30, 14, 0, tzinfo=datetime.UTC)


def rules(**changes):
    """Two blocs of one épreuve each; points as announced, an oral a third; 50 % of a whole everywhere, nothing of the criteria alone, no
    compensation, floor 35 %, no least level.

    cap: the most that questions weigh beside criteria, in every épreuve.
    """
    half, kinds = Fraction(1, 2), {epreuve.kind for epreuve in referentiel(ROOT).epreuves}
    changes = {"caps": dict.fromkeys(kinds, changes.pop("cap", Fraction(1)))} | changes
    base = JuryRules(
        blocs=(Bloc("B1", "Performance", ("C14.1", "C14.2")), Bloc("B2", "Impact digital", ("C15.1", "C15.2"))),
        caps={},
        oral=Fraction(1, 3),
        thresholds=Thresholds(half, Fraction(0), Fraction(0), half, half, 0),
        compensation=Compensation(False, False, Fraction(35, 100)),
        absence=Absences("rattrapage", "zéro"),
        make_up="meilleure",
        composition=(),
        referentiel=referentiel(ROOT),
    )
    for name, value in changes.items():
        section, _, field = name.partition("_")
        if section not in ("thresholds", "compensation", "absence"):
            section, field = name, ""
        if field and section in ("thresholds", "compensation", "absence"):
            value = msgspec.structs.replace(getattr(base, section), **{field: value})
        base = msgspec.structs.replace(base, **{section: value})
    return base


def fact(code, percent, **more):
    """A compétence with that percentage in figures alone."""
    if percent is None:
        return CompetenceFacts(code, **more)
    return CompetenceFacts(code, machine=EvidencePart(Fraction(percent) / 5, Fraction(20)), **more)


def candidate(*facts_, blocs=(), acquired=(), vae=False, **changes):
    """A candidate of whom the compétences named are known; the others of the two épreuves are at 60 %."""
    told = {one.code: one for one in facts_}
    epreuves = {id: tuple(told.get(code) or fact(code, 60) for code in codes) for id, codes in EPREUVES.items()}
    return CandidateFacts(
        "lea",
        "Léa Fontaine",
        epreuves,
        Registration(blocs, acquired, vae),
        {code: changed(s) for code, s in changes.items()},
    )


def changed(status, reason="Écrits repris en jury."):
    """A decision of the jury's own."""
    return Changed(Status(status), reason, "C. Aubert", AT)
