"""Duties of graders: copies or criteria shared out among them, copies that two of them judge, the progress of each."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import counted, listed, of, plural
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.exam.asking import Outcome, OutcomeTable, Unconfirmed
from epreuves_kit.operations.declared import (
    SURE,
    YES,
    Doing,
    Epreuve,
    Parameter,
    Parameters,
    Variation,
    among,
    operation,
)
from epreuves_kit.referentiel.model import called

if TYPE_CHECKING:
    from epreuves_kit.rubric.appreciation import Allotment, Copy
    from epreuves_kit.rubric.register import Register
    from epreuves_kit.rubric.sharing import AskedAllotment, By, GraderProgress

#: Seeds that are drawn where none is told are below this.
_SEEDS = 1_000_000
#: What stands between two graders in a field that somebody typed: « Nadia Roux et Paul Lenoir ».
_NAMES_APART = re.compile(r"\s*[,;\n]\s*|\s+et\s+")
#: What can be shared out, as a command is told.
_BY: tuple[By, ...] = ("copies", "criteres")


class ShareParameters(Parameters, frozen=True):
    """The épreuves, the graders, the way to share out, and the copies that everybody judges first."""

    epreuves: Annotated[
        tuple[EpreuveId, ...], Parameter("Épreuves, par leur identifiant ou leur numéro (e06 e17).", metavar="ID…")
    ]
    graders: Annotated[
        tuple[str, ...],
        Parameter(
            "Qui corrige (option répétable) ; sans elle, les mêmes personnes que la fois d'avant.",
            "Noms, séparés par des virgules",
            flag="--correcteur",
            metavar="NOM",
            needed=True,
        ),
    ] = ()
    by: Annotated[
        str,
        Parameter(
            "Ce qui est réparti : « copies » ou « criteres » ; comme la fois d'avant par défaut, les copies la première fois.",
            "Ce qui est réparti (facultatif : comme la fois d'avant, les copies la première fois)",
            flag="--par",
            metavar="QUOI",
            kind="choice",
            options=among(("copies", "Les copies"), ("criteres", "Les critères")),
        ),
    ] = ""
    calibration: Annotated[
        int | None,
        Parameter(
            "Copies que chacun juge d'abord, tirées au sort dans chaque notebook ; 0 pour aucune.",
            "Copies d'étalonnage, que chacun juge d'abord (facultatif)",
            flag="--etalonnage",
            minimum=0,
            maximum=20,
        ),
    ] = None
    chosen: Annotated[
        tuple[int, ...],
        Parameter(
            "Copie que chacun juge d'abord, par son numéro (option répétable) ; une seule épreuve à la fois.",
            flag="--etalon",
            metavar="NUMERO",
        ),
    ] = ()
    first: Annotated[
        bool,
        Parameter(
            "Faire attendre les autres copies : chacun ne les reçoit qu'une fois l'étalonnage jugé.",
            "Étalonnage obligatoire : les autres copies attendent que chacun l'ait jugé",
            flag="--etalonnage-obligatoire",
        ),
    ] = False
    seed: Annotated[
        int | None,
        Parameter("Numéro du tirage : le même répartit de la même façon ; 0 la première fois.", flag="--graine"),
    ] = None


@operation(
    "correcteurs repartir",
    label="Répartir les copies entre des correcteurs",
    title="Répartition",
    accept="Répartir quand même",
    sure=SURE,
    author="Qui décide ; le compte de la machine par défaut.",
)
def share(doing: Doing, asked: ShareParameters) -> Outcome:
    """Répartir les copies, ou les critères, entre ceux qui corrigent : également, et toujours de la même façon.

    Refaite quand des copies arrivent, ou quand quelqu'un se joint aux autres, la répartition ne déplace rien de ce qui est déjà jugé, et
    le moins possible du reste. Là où des niveaux déjà donnés cesseraient de compter, elle demande ; de plusieurs épreuves, elle laisse alors
    celle-là et répartit les autres. Code de sortie : 0 si tout est réparti, 2 sinon.
    """
    from epreuves_kit.rubric.appreciation import LevelsApart
    from epreuves_kit.rubric.register import Register
    from epreuves_kit.rubric.sharing import AskedAllotment

    by = next((word for word in _BY if word == asked.by), None)
    if asked.by and by is None:
        raise KitError(f"« {asked.by} » ne se répartit pas : dites « copies » ou « criteres ».")
    if asked.chosen and (asked.calibration is not None or len(asked.epreuves) > 1):
        raise KitError(
            "Des copies d'étalonnage nommées par leur numéro sont d'une seule épreuve, et aucune autre n'est alors tirée au sort."
        )
    question = AskedAllotment(_graders(asked.graders), by, asked.seed, asked.calibration, True if asked.first else None)
    sentences: list[str] = []
    failed: list[str] = []
    tables: list[OutcomeTable] = []
    with Register(doing.course.root) as register:
        for rank, id in enumerate(asked.epreuves):
            doing.progress("Répartition", rank, len(asked.epreuves))
            try:
                made = _shared(doing, register, id, question, asked.chosen)
                tables.append(_owners(register, id, made))
                sentences += _told(register, id, made)
            except KitError as error:
                if len(asked.epreuves) == 1:
                    if isinstance(error, LevelsApart):
                        raise Unconfirmed(error.sentence) from None
                    raise
                apart = " Rien n'en est réparti : faites-le pour elle seule." * isinstance(error, LevelsApart)
                failed.append(f"{called(id)} : {error.sentence}{apart}")
    if not tables:
        raise Faults(*failed)
    return Outcome(tuple(sentences), tuple(failed), tables=tuple(tables), code=2 if failed else 0)


def _graders(written: Iterable[str]) -> tuple[str, ...]:
    """The graders that are named, apart also where they were typed in one go."""
    return tuple(name for names in written for name in _NAMES_APART.split(names.strip()) if name)


def _shared(doing: Doing, register: Register, id: EpreuveId, asked: AskedAllotment, chosen: Iterable[int]) -> Allotment:
    """Share out an épreuve; raises LevelsApart where levels would count no more and nobody has accepted it."""
    import msgspec

    from epreuves_kit.rubric.agreement import copy_named
    from epreuves_kit.rubric.appreciation import CountedLevels

    register.sync(id)
    if keys := frozenset(copy_named(register, id, str(number)).key for number in chosen):
        asked = msgspec.structs.replace(asked, calibration=keys)
    return register.allot(id, asked, doing.author, CountedLevels.SUSPENDED if doing.sure else CountedLevels.KEPT)


def _owners(register: Register, id: EpreuveId, made: Allotment) -> OutcomeTable:
    """The pieces that each grader has to judge."""
    from epreuves_kit.rubric.appreciation import code

    names = (
        {copy.key: str(copy.number) for copy in register.copies(id)}
        if made.by == "copies"
        else {criterion.grade_id: code(criterion.grade_id) for criterion in register.criteria(id)}
    )
    lines = []
    for grader in made.graders:
        own = [name for piece, name in names.items() if made.owners.get(piece) == grader]
        lines.append((grader, str(len(own)), ", ".join(own) or "—"))
    head = ("Correcteur·rice", *(("Copies", "Numéros") if made.by == "copies" else ("Critères", "Codes")))
    return OutcomeTable(head, tuple(lines), f"{called(id)} (tirage n° {made.seed})" if made.seed else called(id), (1,))


def _told(register: Register, id: EpreuveId, made: Allotment) -> Iterable[str]:
    """An allotment in sentences, with the copies that several judge and those that nobody has."""
    copies, duties = register.copies(id), register.duties(id)
    yield f"{called(id)} est répartie entre {listed(made.graders)}."
    if made.calibration:
        first = _numbers(copy for copy in copies if copy.key in made.calibration)
        waits = ""
        if duties.calibration_first:
            waits = f" ; les autres copies attendent que chacun l'ait jugé ({remedy('correcteurs lever', id)} lève cette règle)"
        yield f"À tous d'abord, pour l'étalonnage : {first}{waits}."
    plan = duties.plan
    drawn = plan.copies if plan is not None else frozenset()
    if plan is not None and (double := [copy for copy in copies if copy.key in drawn - made.calibration]):
        yield f"En double correction, à {listed(plan.graders)} : {_numbers(double)}."
    taken = {*made.owners, *made.calibration, *drawn}
    if made.by == "copies" and (left := [copy for copy in copies if copy.key not in taken]):
        yield f"Déjà jugées par d'autres, confiées à personne : {_numbers(left)}."


def _numbers(copies: Iterable[Copy]) -> str:
    numbers = [str(copy.number) for copy in copies]
    return f"{plural(len(numbers), 'copie')} n° {', '.join(numbers)}"


class FreeParameters(Parameters, frozen=True):
    """The épreuve, and the grader."""

    epreuve: Epreuve
    grader: Annotated[
        str,
        Parameter(
            "Seulement pour cette personne ; pour toutes par défaut.", "Pour qui", flag="--correcteur", metavar="NOM"
        ),
    ] = ""


@operation(
    "correcteurs lever",
    label="Lever l'étalonnage obligatoire",
    title="Levée de l'étalonnage",
    author="Qui décide ; le compte de la machine par défaut.",
)
def free(doing: Doing, asked: FreeParameters) -> Outcome:
    """Lever l'étalonnage obligatoire : les autres copies n'attendent plus qu'il soit jugé.

    Les copies d'étalonnage restent à juger par tous. Code de sortie : 0 si c'est fait, 2 sinon.
    """
    from epreuves_kit.rubric.register import Register

    doing.progress("Levée de l'étalonnage", 0, 0)
    with Register(doing.course.root) as register:
        register.free(asked.epreuve, doing.author, asked.grader)
    whose = f" pour {asked.grader}" if asked.grader else ""
    return Outcome(
        (
            f"{called(asked.epreuve)} : l'étalonnage n'est plus obligatoire{whose}.",
            "Ses copies restent à juger par tous ; les autres n'attendent plus.",
        )
    )


class ProgressParameters(Parameters, frozen=True):
    """The épreuves."""

    epreuves: Annotated[
        tuple[EpreuveId, ...],
        Parameter("Seulement ces épreuves ; toutes celles de la session par défaut.", metavar="[ID]…"),
    ] = ()


@operation("correcteurs voir", label="Voir où en est chacun", title="Avancement des correcteurs", lines="épreuve")
def progress(doing: Doing, asked: ProgressParameters) -> Outcome:
    """Dire où en est chacun, épreuve par épreuve, et ce qui n'est confié à personne.

    Code de sortie : 0 si chacun a fini, 1 sinon, 2 si le cours ne se lit pas.
    """
    from epreuves_kit.exam.status import status

    doing.progress("Lecture de ce qui est jugé", 0, 0)
    states = [state for state in status(doing.course, asked.epreuves).epreuves if state.graders or state.unclaimed]
    if not states:
        return Outcome(
            (
                f"Rien n'est réparti : {remedy('correcteurs repartir', 'ID', '--correcteur NOM')} confie les copies à chacun.",
            )
        )
    left = sum(grader.left for state in states for grader in state.graders)
    sentences = [f"Il reste {counted(left, 'niveau')} à donner." if left else "Chacun a donné tous ses niveaux."]
    sentences += [
        f"{called(state.epreuve)} : {counted(state.unclaimed, 'copie')} sans personne ; {remedy('correcteurs repartir', state.epreuve)} les confie."
        for state in states
        if state.unclaimed
    ]
    objects = tuple(
        {"epreuve": state.epreuve, "graders": state.graders, "unclaimed": state.unclaimed} for state in states
    )
    tables = tuple(_progress(called(state.epreuve), state.graders) for state in states if state.graders)
    return Outcome(tuple(sentences), tables=tables, objects=objects, code=int(bool(left or len(sentences) > 1)))


def _progress(title: str, graders: Sequence[GraderProgress]) -> OutcomeTable:
    lines = []
    for grader in graders:
        first = f"{grader.calibrated}/{grader.calibration}" if grader.calibration else "—"
        lines.append(
            (grader.grader, first, f"{grader.done}/{grader.copies}" if grader.copies else "—", str(grader.left))
        )
    head = ("Correcteur·rice", "Étalonnage", "Copies jugées", "Niveaux à donner")
    return OutcomeTable(head, tuple(lines), title, (1, 2, 3))


class DoubleParameters(Parameters, frozen=True):
    """The épreuve, the two graders, the part of the copies, and whether those near a threshold are taken rather than drawn."""

    epreuve: Epreuve
    graders: Annotated[
        tuple[str, str] | None,
        Parameter(
            "Les deux personnes, chacune sans voir l'autre ; avec --au-seuil, sans elles, les copies sont seulement montrées.",
            "Les deux personnes, séparées par une virgule",
            flag="--correcteurs",
            metavar="A B",
            needed=True,
        ),
    ] = None
    share: Annotated[
        float,
        Parameter(
            "Part des copies à corriger deux fois ; 1 pour toutes. Avec --au-seuil, la plus grande part de toutes les copies qui est confiée.",
            flag="--part",
            minimum=0,
            maximum=1,
            named="« Au plus, en % de toutes les copies »",
        ),
    ] = 0.2
    percent: Annotated[int | None, Parameter(label="Part des copies, en %", minimum=1, maximum=100, needed=True)] = None
    seed: Annotated[
        int | None,
        Parameter("Numéro du tirage : le même tire les mêmes copies ; au hasard sinon.", flag="--graine"),
    ] = None
    near: Annotated[
        bool,
        Parameter(
            "Au lieu de tirer au sort : les copies dont un seul niveau, d'un seul critère, changerait la décision d'une compétence.",
            flag="--au-seuil",
        ),
    ] = False
    pair: Annotated[
        tuple[str, ...],
        Parameter(
            label="À qui les confier : les deux personnes, séparées par une virgule (facultatif : sans elles, les copies sont seulement montrées)"
        ),
    ] = ()
    most: Annotated[
        int | None,
        Parameter(label="Au plus, en % de toutes les copies (facultatif : 20)", minimum=1, maximum=100),
    ] = None

    @property
    def part(self) -> float:
        """The part of the copies, from 0 to 1, whichever way it was asked for."""
        percent = self.percent if self.percent is not None else self.most
        return self.share if percent is None else percent / 100


@operation(
    "double",
    label="Confier des copies à deux correcteurs",
    title="Double correction",
    accept="Confier quand même",
    sure=SURE,
    author="Qui décide de la double correction ; le compte de la machine par défaut.",
    fields=("graders", "percent"),
    variations=(
        Variation(
            "--au-seuil",
            "Copies près du seuil",
            "Copies près du seuil",
            fields=("pair", "most"),
            values={"near": YES},
        ),
    ),
)
def double(doing: Doing, asked: DoubleParameters) -> Outcome:
    """Confier à deux personnes une part des copies, tirée au sort, jugées deux fois sans que l'une voie l'autre.

    Avec --au-seuil, les copies dont la décision tient à un niveau sont montrées, les plus incertaines d'abord, et confiées à ces deux
    personnes si elles sont nommées. Si des niveaux déjà donnés cessaient de compter, la commande demande d'abord. Code de sortie : 0 si
    c'est fait, 2 sinon.
    """
    from epreuves_kit.operations import threshold
    from epreuves_kit.rubric.appreciation import CountedLevels, LevelsApart
    from epreuves_kit.rubric.register import Register

    graders = _graders(asked.graders or ()) or asked.pair
    if asked.near:
        return threshold.near(doing, asked.epreuve, graders, asked.part, asked.seed)
    doing.progress("Tirage des copies", 0, 0)
    if len(graders) != 2:
        raise KitError(f"Donnez les noms de deux personnes : {parameter('double', '--correcteurs', 'A B')}.")
    id = asked.epreuve
    seed = asked.seed if asked.seed is not None else int(doing.brought.get("seed") or secrets.randbelow(_SEEDS))
    levels = CountedLevels.SUSPENDED if doing.sure else CountedLevels.KEPT
    with Register(doing.course.root) as register:
        before = register.plan(id)
        try:
            plan = register.plan_double(id, (graders[0], graders[1]), asked.part, seed, doing.author, levels)
        except LevelsApart as warning:
            # What is accepted is the draw that was asked about.
            raise Unconfirmed(warning.sentence, {"seed": str(seed)}) from None
        copies = register.copies(id)
    drawn = [copy for copy in copies if copy.key in plan.copies]
    is_given = "est confiée" if len(drawn) == 1 else "sont confiées"
    first, second = plan.graders
    sentences = [
        f"{called(id)} : {counted(len(drawn), 'copie')} sur {len(copies)} {is_given} à {first} et à {second}, "
        f"sans que l'un voie l'autre {plan.drawing}."
    ]
    for notebook in dict.fromkeys(copy.notebook for copy in drawn):
        sentences.append(f"{notebook} : {_numbers(copy for copy in drawn if copy.notebook == notebook)}.")
    if before is not None:
        sentences.append(f"Ce tirage remplace celui {listed(map(of, before.graders))} {before.drawing}.")
    sentences.append(
        f"Chacun juge dans le panneau ou dans sa grille ({remedy('grille export', id)}) ; un niveau ne compte que donné par les deux."
    )
    return Outcome(tuple(sentences))
