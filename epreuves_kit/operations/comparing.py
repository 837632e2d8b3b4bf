"""Comparisons for people to read: copies that resemble one another, graders who judge the same copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, of, percent
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import EXPORTS, TOLD, Outcome, OutcomeTable
from epreuves_kit.operations.declared import Doing, Epreuve, Parameter, Parameters, operation
from epreuves_kit.referentiel.model import called

if TYPE_CHECKING:
    from epreuves_kit.course.folders import Course
    from epreuves_kit.exam.likeness.finding import EpreuveLikeness
    from epreuves_kit.exam.likeness.page import LikenessLine
    from epreuves_kit.exports.tables import ExportTable
    from epreuves_kit.rubric.agreement import Agreement, Apart, Calibration, Compared, Pair

#: Couples of a table, characters of a passage and of a title, disagreements, characters of a comment that are shown; pages have them all.
_ROWS, _PASSAGE, _TITLE, _MOST, _COMMENT = 20, 60, 24, 20, 60
#: The heading of how often the same level is to be expected, out of a hundred other copies.
_EXPECTED = "Attendu sur 100"


def earlier_sessions(root: Path) -> tuple[str, ...]:
    """The names of the folders of earlier sessions that were put in a course's folder: each holds marked copies, or copies handed in."""
    folders = (path for path in root.iterdir() if path.is_dir() and not path.is_symlink() and path.name[0] != ".")
    return tuple(sorted(p.name for p in folders if any((p / name).is_dir() for name in ("autograded", "submitted"))))


def _earlier(course: Course, epreuve: EpreuveId) -> Iterable[tuple[str, str]]:
    return [(name, name) for name in earlier_sessions(course.root)]


class LikenessParameters(Parameters, frozen=True):
    """The épreuves, the earlier sessions, and the share from which two writings are told."""

    epreuves: Annotated[
        tuple[EpreuveId, ...],
        Parameter("Seulement ces épreuves ; toutes celles qui sont corrigées par défaut.", metavar="ID"),
    ] = ()
    earlier: Annotated[
        tuple[Path, ...],
        Parameter(
            "Comparer aussi aux copies d'une session précédente, dans ce dossier (option répétable).",
            flag="--avec",
            metavar="DOSSIER",
        ),
    ] = ()
    share: Annotated[
        int,
        Parameter(
            "Part de l'écrit le plus court, en commun, à partir de laquelle deux écrits sont montrés.",
            "Part en commun à partir de laquelle deux écrits sont montrés, en % du plus court",
            flag="--seuil",
            metavar="POURCENT",
            minimum=5,
            maximum=100,
        ),
    ] = 20
    anonymous: Annotated[
        bool,
        Parameter(
            "Désigner les copies par leur numéro, sans nommer personne.",
            "Désigner les copies par leur numéro, sans nommer personne",
            flag="--anonyme",
        ),
    ] = False
    before: Annotated[
        str,
        Parameter(
            label="Comparer aussi à une session précédente, dont le dossier est dans celui du cours",
            kind="choice",
            options=_earlier,
        ),
    ] = ""
    folder: Annotated[Path, Parameter("Où écrire les pages.", flag="--sortie", metavar="DOSSIER")] = Path(
        "ressemblances"
    )


@operation("ressemblances", label="Comparer les copies", title="Comparaison des copies", lines="ressemblance")
def likeness(doing: Doing, asked: LikenessParameters) -> Outcome:
    """Comparer les écrits des copies deux à deux, et écrire une page où lire côte à côte ceux qui se ressemblent.

    Une ressemblance se lit, et les candidats sont entendus : aucune note, aucun niveau n'en dépend, et le carnet de notes n'est pas changé.
    Code de sortie : 0 si rien ne se ressemble au-delà du seuil, 1 s'il y a quelque chose à lire, 2 si le cours n'est pas prêt.
    """
    from epreuves_kit.course import files
    from epreuves_kit.exam.likeness import finding
    from epreuves_kit.exam.likeness.page import lines, page
    from epreuves_kit.exports import making

    course = doing.course
    out = course.root / asked.folder
    making.check_folder(out, course.root)
    if asked.before and asked.before not in earlier_sessions(course.root):
        raise KitError(
            "Le dossier de cette session précédente n'est plus dans celui du cours : choisissez-le de nouveau."
        )
    folders = [doing.here / name for name in asked.earlier] + [course.root / name for name in (asked.before,) if name]
    chosen = asked.epreuves or tuple(course.assignments())
    if not chosen:
        raise KitError(f"Aucune copie n'est corrigée : faites d'abord {remedy('autograde', 'ID')}.")
    sentences: list[str] = []
    look: list[str] = []
    tables: list[OutcomeTable] = []
    objects: list[LikenessLine] = []
    for epreuve in chosen:
        doing.progress(f"Comparaison des copies de {called(epreuve)} deux à deux", 0, 0)
        compared = finding.likeness(course, epreuve, folders, asked.share / 100)
        files.put(out / f"{epreuve}.html", page(compared, asked.anonymous))
        every = list(lines(compared, asked.anonymous))
        objects += every
        couples = [line for line in every if line.share is not None]
        if couples:
            tables.append(_couples(epreuve, couples[:_ROWS]))
        sentences += _told(epreuve, compared, every, len(couples) - _ROWS + compared.beyond)
        look += compared.aside
    if objects:
        sentences.append(
            "La page les montre côte à côte. Une ressemblance se lit, et les candidats sont entendus : aucune note, aucun niveau n'en dépend."
        )
    written = tuple((asked.folder / f"{epreuve}.html").as_posix() for epreuve in chosen)
    return Outcome(tuple(sentences), tuple(look[:TOLD]), written, tuple(tables), tuple(objects), int(bool(objects)))


def _told(epreuve: EpreuveId, compared: EpreuveLikeness, every: Sequence[LikenessLine], more: int) -> Iterator[str]:
    if more > 0:
        yield f"{called(epreuve)} : {counted(more, 'ressemblance')} de plus, moins fortes."
    for line in every:
        if line.share is None:
            what = {"fichier": "le même fichier", "tableau": "le même tableau de données"}[line.kind]
            yield f"{called(epreuve)} : {what} (« {line.name} ») : {listed(side.copy for side in line.copies)}."
    if not every:
        yield f"{called(epreuve)} : aucune ressemblance entre {counted(compared.copies, 'copie')}."


def _couples(epreuve: EpreuveId, couples: Sequence[LikenessLine]) -> OutcomeTable:
    rows = []
    for couple in couples:
        whose = " ; ".join(f"{side.copy} : {_cut(side.writing, _TITLE)}" for side in couple.copies)
        passage = f"{counted(couple.passage_words or 0, 'mot')} : {_cut(couple.passage, _PASSAGE)}"
        rows.append((whose, percent(couple.share or 0), str(couple.words), passage))
    head = ("Copies, écrits", "Part", "Mots", "Le plus long passage")
    return OutcomeTable(head, tuple(rows), called(epreuve), (1, 2))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()} …"


class AgreementParameters(Parameters, frozen=True):
    """The épreuve; True for figures written as a workbook."""

    epreuve: Epreuve
    written: Annotated[
        bool, Parameter("Écrire aussi les chiffres dans un classeur.", flag="--classeur", fixed="oui")
    ] = False


@operation("accord", label="Comparer les correcteurs", title="Comparaison des correcteurs", lines="comparaison")
def agreement(doing: Doing, asked: AgreementParameters) -> Outcome:
    """Dire si les correcteurs s'accordent : combien de fois le même niveau, par compétence et par critère, sévérité, dérive, kappa, étalonnage, et ce qui reste à régler.

    Code de sortie : 0 si rien ne reste à régler, 1 sinon, 2 si l'épreuve n'a ni double correction ni étalonnage.
    """
    from epreuves_kit.exports import making, spreadsheets
    from epreuves_kit.rubric import agreement_text as text
    from epreuves_kit.rubric.agreement import agreements
    from epreuves_kit.rubric.appreciation import drawn_how

    doing.progress("Comparaison des correcteurs", 0, 0)
    root = doing.course.root
    double, together, left = agreements(root, asked.epreuve)
    sentences: list[str] = []
    look: list[str] = []
    tables: list[OutcomeTable] = []
    if together is not None:
        sentences.append(f"Étalonnage : {counted(together.copies, 'copie')}, jugées par {listed(together.graders)}.")
        sentences += filter(None, [text.widest(together)])
        look += text.waiting(together, text.FOR_CALIBRATION)
        tables.append(_calibration(together))
    if double is not None:
        drawn = f"{counted(double.drawn, 'copie')} sur {double.copies}, par {listed(double.graders)} {drawn_how(double.seed)}"
        sentences.append(f"Double correction : {drawn}.")
        sentences += [*text.readings(double), *text.drifting(double), *text.kappas(double)]
        look += text.waiting(double)
        tables.append(_criteria(double))
        if any(drift.against_own.value is not None for drift in double.overall.drifts):
            tables.append(_drifts(double))
        if double.decided:
            sentences.append(f"Déjà réglés par une décision : {double.decided}.")
    if left:
        tables.append(apart(left[:_MOST]))
        look.append(f"{counted(len(left), 'désaccord')} à régler : {remedy('regler', asked.epreuve)}.")
    files: tuple[str, ...] = ()
    if asked.written:
        name = f"accord-{asked.epreuve.partition('_')[0]}.xlsx"
        content = spreadsheets.xlsx_content(list(_figures(double, together)))
        making.write({name: content}, root / EXPORTS)
        files = (f"{EXPORTS}/{name}",)
    objects = tuple(measured for measured in (double, together) if measured is not None)
    return Outcome(tuple(sentences), tuple(look), files, tuple(tables), objects, int(bool(left)))


def apart(disagreements: Sequence[Apart]) -> OutcomeTable:
    """The disagreements of a double marking and of a calibration that wait for a decision."""
    from epreuves_kit.rubric.appreciation import code

    lines = []
    for disagreement in disagreements:
        levels = " ; ".join(f"{who} : {_word(disagreement, at)}" for at, who in enumerate(disagreement.graders))
        lines.append((str(disagreement.number), code(disagreement.grade_id), levels))
    return OutcomeTable(("Copie", "Critère", "Niveaux"), tuple(lines), "À régler", (0,))


def _word(pair: Pair | Apart, place: int) -> str:
    comment = " ".join(pair.comments[place].split())
    cut = comment if len(comment) <= _COMMENT else f"{comment[:_COMMENT]}…"
    return f"{pair.levels[place]}{f' — {cut}' if cut else ''}"


def _calibration(calibration: Calibration) -> OutcomeTable:
    from epreuves_kit.rubric import agreement_text as text

    lines = []
    for pair in calibration.pairs:
        near = f"{pair.within} sur {pair.judged}" if pair.judged else "—"
        figures = (text.ratio(pair.agreed), near, text.expected(pair.agreed), text.figure(pair.gap, True))
        lines.append((listed(pair.graders), *figures))
    head = ("Deux à deux", "Même niveau", "À un niveau près", _EXPECTED, "Écart moyen")
    title = "Étalonnage ; écart : les niveaux du premier, moins ceux du second"
    return OutcomeTable(head, tuple(lines), title, (1, 2, 3, 4))


def _criteria(double: Agreement) -> OutcomeTable:
    from epreuves_kit.rubric import agreement_text as text
    from epreuves_kit.rubric.appreciation import code

    rows = list(_in_order(double))
    has_kappa = any(compared.quadratic.low is not None for compared in rows)
    has_severity = any(compared.severity.value is not None for compared in rows)
    lines = []
    for compared in rows:
        figures = [text.ratio(compared.same), text.ratio(compared.within), text.expected(compared.same)]
        figures += [text.estimate(compared.severity)] * has_severity + [text.kappa(compared.quadratic)] * has_kappa
        lines.append((code(compared.grade_id) or "Tous", *figures))
    head = ("Critère", "Même niveau", "À un niveau près", _EXPECTED, *["Sévérité"] * has_severity, *["κ"] * has_kappa)
    title = f"{double.graders[0]} et {double.graders[1]}"
    return OutcomeTable(head, tuple(lines), title, tuple(range(1, len(head))))


def _in_order(double: Agreement) -> Iterator[Compared]:
    """All criteria together, then each compétence before its criteria, and those of none."""
    yield double.overall
    of_one = {
        compared.grade_id: [c for c in double.criteria if _within(c, compared)] for compared in double.competences
    }
    for compared in double.competences:
        yield compared
        yield from of_one[compared.grade_id]
    placed = [criterion for criteria in of_one.values() for criterion in criteria]
    yield from (criterion for criterion in double.criteria if criterion not in placed)


def _within(criterion: Compared, competence: Compared) -> bool:
    from epreuves_kit.rubric.appreciation import code

    return code(criterion.grade_id).startswith(f"{competence.grade_id}-")


def _drifts(double: Agreement) -> OutcomeTable:
    from epreuves_kit.rubric import agreement_text as text

    lines = tuple(
        (drift.grader, text.estimate(drift.against_other), text.estimate(drift.against_own))
        for drift in double.overall.drifts
    )
    title = "Dérive : de combien les niveaux changent, de la première copie à la dernière"
    return OutcomeTable(("Correcteur·rice", "Face à l'autre", "Face à sa propre moyenne"), lines, title, (1, 2))


def _figures(double: Agreement | None, together: Calibration | None) -> Iterator[ExportTable]:
    """The figures of a double marking and of a calibration, a sheet each."""
    from epreuves_kit.exports.tables import ExportColumn, ExportTable
    from epreuves_kit.rubric import agreement_text as text
    from epreuves_kit.rubric.appreciation import code

    if together is not None:
        columns = (
            "Première personne",
            "Seconde personne",
            "Critères jugés",
            "Même niveau",
            "À un niveau près",
            _EXPECTED,
            "Écart moyen",
        )
        note = "Écart moyen : les niveaux de la première personne, moins ceux de la seconde."
        rows = []
        for pair in together.pairs:
            same = text.share(pair.same / pair.judged if pair.judged else None)
            near = text.share(pair.within / pair.judged if pair.judged else None)
            figures = (same, near, text.expected(pair.agreed), text.figure(pair.gap, True))
            rows.append((*pair.graders, str(pair.judged), *figures))
        yield ExportTable("etalonnage", "Étalonnage", note, tuple(map(ExportColumn, columns)), tuple(rows))
    if double is not None:
        titles = "Critère", "Libellé", "Paires", "Égaux", "À un niveau près", _EXPECTED, "Sévérité", "κ", "Lecture du κ"
        note = f"{text.HOW} {_EXPECTED} : le même niveau, sur beaucoup d'autres copies (Jeffreys). Sévérité : les niveaux {of(double.graders[0])}, moins ceux {of(double.graders[1])}."
        lines = []
        for compared in (*double.criteria, *double.competences, double.overall):
            counts = (str(compared.pairs), text.share(compared.exact), text.share(compared.near))
            estimates = (text.expected(compared.same), text.estimate(compared.severity), text.kappa(compared.quadratic))
            word = compared.reading if compared.quadratic.low is not None else "—"
            lines.append((code(compared.grade_id) or "Tous", compared.label, *counts, *estimates, word))
        yield ExportTable("accord", "Double correction", note, tuple(map(ExportColumn, titles)), tuple(lines))
