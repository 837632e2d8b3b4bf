"""How far two graders agree, as tables and sentences for a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from epreuves.cli.console import plain
from epreuves.rubric.agreement import Agreement, Pair
from epreuves.rubric.drift import Estimate
from epreuves.rubric.kappa import Kappa
from epreuves.rubric.workbook_layout import code
from epreuves.wording.french import counted, number, of, percent, plural

#: Characters of a comment, and disagreements, that are shown.
_SHOWN, _MOST = 60, 20


def said(found: Agreement) -> Group:
    """All of an agreement."""
    lines: list[RenderableType] = [_criteria(found)]
    lines += [Text(line) for line in _readings(found)]
    lines += [Text(""), _drifts(found)]
    lines += [Text(line) for line in _drifting(found)]
    lines += [Text(""), list_to_settle(found, _MOST)]
    lines += [Text(line) for line in _left(found)]
    lines.append(Text(_HOW, style="dim"))
    return Group(*lines)


_HOW = (
    "κ : kappa pondéré (poids quadratiques), 1 pour un accord complet, 0 pour celui du hasard ; mots de Landis et Koch (1977). "
    "Entre crochets, l'intervalle à 95 %. Sur vingt intervalles, un en moyenne se trompe : ne concluez pas d'un seul."
)


def _criteria(found: Agreement) -> Table:
    first, second = map(plain, found.graders)
    title = f"{found.assignment} : {first} et {second}, {found.drawn} copies sur {found.copies} (graine {found.seed})"
    built = Table(title=Text(title), title_justify="left")
    for name in ("Critère", "Paires", "Égaux", "κ", "Sévérité"):
        built.add_column(name, justify="left" if name == "Critère" else "right", no_wrap=True)
    for one in (*found.criteria, found.overall):
        built.add_row(
            code(one.grade_id) or "Tous", str(one.pairs), _share(one.exact), _kappa(one.quadratic), _estimate(one.severity),
            end_section=one is found.criteria[-1] if found.criteria else False,
        )  # fmt: skip
    return built


def _readings(found: Agreement) -> list[str]:
    first, second = map(plain, found.graders)
    lines = [f"{code(c.grade_id)} ({plain(c.label)}) : {c.reading}." for c in found.criteria]
    lines.append(f"Ensemble : {found.overall.reading}.")
    gap = found.overall.severity
    lines.append(
        f"Sévérité : les niveaux {of(first)}, moins ceux de l'autre. {_severity(gap, first, second)}"
    )
    return lines


def _severity(gap: Estimate, first: str, second: str) -> str:
    if gap.value is None:
        return f"Rien à en dire : {gap.reason}."
    if not gap.marked:
        return "Aucune différence marquée entre les deux."
    severe = first if gap.value < 0 else second
    return f"{severe} est plus sévère : {_number(abs(gap.value))} niveau de moins, en moyenne."


def _drifts(found: Agreement) -> Table:
    built = Table(title=Text("Dérive : de combien les niveaux changent, de la première copie à la dernière"), title_justify="left")  # fmt: skip
    for name in ("Correcteur·rice", "Face à l'autre", "Face à sa propre moyenne"):
        built.add_column(name, justify="left" if name.startswith("C") else "right")
    for drift in found.overall.drifts:
        built.add_row(Text(plain(drift.grader)), _estimate(drift.against_other), _estimate(drift.against_own))
    return built


def _drifting(found: Agreement) -> list[str]:
    """A sentence for each drift whose interval leaves zero out; one that says why none could be worked out."""
    lines = []
    for one in (found.overall, *found.criteria):
        for drift in one.drifts:
            for estimate, against in (
                (drift.against_other, "face à l'autre"),
                (drift.against_own, "face à sa propre moyenne"),
            ):
                if estimate.marked and estimate.value is not None:
                    way = "indulgent·e" if estimate.value > 0 else "sévère"
                    where = f"sur {code(one.grade_id)}" if one.grade_id else "sur l'ensemble"
                    lines.append(f"{plain(drift.grader)} devient plus {way} {where}, {against} : {_number(estimate.value, True)} niveau.")  # fmt: skip
    if not lines:
        reasons = {e.reason for d in found.overall.drifts for e in (d.against_other, d.against_own) if e.reason}  # fmt: skip
        lines = [f"Dérive non calculée : {reason}." for reason in sorted(reasons)] or ["Aucune dérive marquée."]  # fmt: skip
    return lines


def list_to_settle(found: Agreement, most: int | None = None) -> RenderableType:
    """What remains to be settled, as a table, the first `most` of it; a sentence where there is nothing."""
    if not found.to_settle:
        return Text("Rien à régler.")
    first, second = map(plain, found.graders)
    built = Table(title=Text(f"À régler : {len(found.to_settle)}"), title_justify="left")
    for name in ("Copie", "Critère", first, second):
        built.add_column(Text(name), overflow="fold")
    for pair in found.to_settle[:most]:
        built.add_row(str(pair.number), code(pair.grade_id), *(_word(pair, place) for place in (0, 1)))
    if most is not None and len(found.to_settle) > most:
        built.caption = f"« epreuves regler {found.assignment} » les montre tous."
        built.caption_justify = "left"
    return built


def _word(pair: Pair, place: int) -> Text:
    comment = " ".join(pair.comments[place].split())
    cut = comment if len(comment) <= _SHOWN else f"{comment[:_SHOWN]}…"
    return Text(f"{pair.levels[place]}{f' — {plain(cut)}' if cut else ''}")


def _left(found: Agreement) -> list[str]:
    lines = []
    if found.to_settle:
        lines.append(f'epreuves regler {found.assignment} COPIE CRITERE --niveau N --motif "…" --auteur VOUS en règle un.')  # fmt: skip
    if found.decided:
        lines.append(f"Déjà {plural(found.decided, 'réglé')} par une décision : {found.decided}.")
    for grader, count in zip(found.graders, found.waiting, strict=True):
        if count:
            lines.append(f"{plain(grader)} a encore {counted(count, 'niveau')} à donner.")
    return lines


def _share(share: float | None) -> str:
    return "—" if share is None else percent(share)


def _kappa(found: Kappa) -> str:
    if found.value is None:
        return "—"
    interval = "" if found.low is None else f" [{_number(found.low)} ; {_number(found.high)}]"
    return f"{_number(found.value)}{interval}"


def _estimate(found: Estimate) -> str:
    if found.value is None or found.low is None or found.high is None:
        return "—"
    return f"{_number(found.value, True)} [{_number(found.low, True)} ; {_number(found.high, True)}]"


def _number(value: float | None, signed: bool = False) -> str:
    return "—" if value is None else number(value, fixed=True, signed=signed)
