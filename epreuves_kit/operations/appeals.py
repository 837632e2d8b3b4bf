"""An appeal, from its receipt to its letter: received, given to two who had not judged, answered; or withdrawn."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, day, listed, of, short_day
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.exam.asking import Outcome, OutcomeTable
from epreuves_kit.operations.declared import SURE, Doing, Parameter, Parameters, among, operation
from epreuves_kit.operations.jury import jury_record, people, subjects
from epreuves_kit.referentiel.model import called

if TYPE_CHECKING:
    from epreuves_kit.course.folders import Course
    from epreuves_kit.gradebook.rows import People
    from epreuves_kit.jury.appeals import Appeal, SecondLook
    from epreuves_kit.jury.record import JuryRecord
    from epreuves_kit.rubric.register import Register
    from epreuves_kit.rules.jury_rules import JuryRules

#: Before a criterion's code, in the names of the fields that ask the levels that an answer keeps.
LEVEL = "level:"
_WRITER = "Qui écrit."
_NUMBER = Parameter("Le recours, par son numéro.", metavar="NUMERO", minimum=1)
_DAY = "Le jour {} ; aujourd'hui par défaut."


@contextlib.contextmanager
def _registers(course: Course) -> Iterator[tuple[JuryRecord, JuryRules, Register]]:
    """The jury's record and rules, and the graders' register."""
    from epreuves_kit.rubric.register import Register

    with jury_record(course) as (record, rules), Register(course.root) as register:
        yield record, rules, register


class AppealsParameters(Parameters, frozen=True):
    """The appeal to show in detail; all of them where none is."""

    number: Annotated[
        int | None, Parameter("Seulement ce recours, en détail.", flag="--numero", metavar="N", minimum=1)
    ] = None


@operation("recours", label="Montrer les recours", title="Recours")
def appeals(doing: Doing, asked: AppealsParameters) -> Outcome:
    """Montrer les recours : qui, sur quoi, dans le délai ou non, et où en est chacun.

    Code de sortie : 0 si aucun n'attend de réponse, 1 sinon, 2 si rien ne se lit.
    """
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.jury import appeals as found

    names = known_people(doing.course.db_url)
    with _registers(doing.course) as (record, rules, register):
        every = found.appeals(record)
        if asked.number is not None:
            appeal = found.appeal(record, asked.number)
            looks = found.compared(register, rules, appeal)
            sentences, tables = _detail(rules, appeal, looks, names)
            return Outcome(tuple(sentences), tables=tables, code=int(appeal.open))
    if not every:
        return Outcome(("Aucun recours n'est reçu.",))
    waiting = sum(appeal.open for appeal in every.values())
    state = (f"{counted(waiting, 'recours')} sans réponse.",) if waiting else ("Aucun n'attend de réponse.",)
    return Outcome(state, tables=(_table(rules, list(every.values()), names),), code=int(bool(waiting)))


def _table(rules: JuryRules, received: Sequence[Appeal], names: People) -> OutcomeTable:
    from epreuves_kit.jury.appeal_letter import about

    lines = []
    for appeal in received:
        time = "inconnu" if appeal.received.deadline is None else "dépassé" if appeal.late else "tenu"
        who = names.named(appeal.received.candidate)
        lines.append(
            (
                str(appeal.number),
                who,
                about(rules.referentiel, appeal),
                short_day(appeal.received.received),
                time,
                appeal.standing,
            )
        )
    head = ("N°", "Candidat·e", "Objet", "Reçu le", "Délai", "État")
    return OutcomeTable(head, tuple(lines), counted(len(received), "recours"), (0,))


def _detail(
    rules: JuryRules, appeal: Appeal, looks: Sequence[SecondLook], names: People
) -> tuple[Sequence[str], tuple[OutcomeTable, ...]]:
    from epreuves_kit.jury.appeal_letter import about

    sentences = [
        f"Recours n° {appeal.number} : {names.named(appeal.received.candidate)}, {about(rules.referentiel, appeal)}. {appeal.time or 'Délai inconnu.'}",
        f"Motif : {appeal.received.ground}",
    ]
    if appeal.withdrawn is None:
        sentences.append(f"État : {appeal.standing}.")
    else:
        sentences.append(
            f"État : retiré, le {short_day(appeal.withdrawn.day)}. Motif du retrait : {appeal.withdrawn.reason}"
        )
    if appeal.round is not None and not looks and appeal.open:
        sentences.append("Les deux tours se montrent côte à côte quand le second est fini.")
    if appeal.answer is not None:
        sentences.append(f"Réponse : {appeal.answer.outcome}. {appeal.answer.reason}")
    if not looks or appeal.round is None:
        return sentences, ()
    lines = tuple(
        (
            look.name,
            look.criterion.label,
            "—" if look.first is None else str(look.first),
            *map(str, look.second),
        )
        for look in looks
    )
    head = ("Critère", "Ce qui est jugé", "Compte", *appeal.round.graders)
    return sentences, (OutcomeTable(head, lines, numbers=(2, 3, 4)),)


class ReceiveAppealParameters(Parameters, frozen=True):
    """A candidate's appeal: its object, its ground, and the day it came."""

    candidate: Annotated[
        str,
        Parameter("Le candidat, par son identifiant.", "Candidat·e", metavar="CANDIDAT", kind="choice", options=people),
    ]
    about: Annotated[
        str,
        Parameter(
            "Ce qui est contesté : une compétence (son code), une épreuve (e17), un bloc (B2), ou « certification ».",
            "Ce qui est contesté",
            metavar="OBJET",
            kind="choice",
            options=subjects,
        ),
    ]
    reason: Annotated[
        str,
        Parameter("Le motif qu'en donne le candidat.", "Motif qu'en donne le candidat", flag="--motif", kind="long"),
    ]
    date: Annotated[datetime.date | None, Parameter(_DAY.format("où il est reçu"), "Reçu le", flag="--date")] = None


@operation(
    "recours recevoir",
    label="Recevoir un recours",
    title="Réception d'un recours",
    author=_WRITER,
    required=True,
    sealed=True,
)
def receive(doing: Doing, asked: ReceiveAppealParameters) -> Outcome:
    """Recevoir un recours ; dit s'il est dans le délai que donnent notification et delai, dans deliberation.yaml."""
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.jury import appeals as found
    from epreuves_kit.jury.appeal_letter import about
    from epreuves_kit.jury.evidence import Status
    from epreuves_kit.jury.sources import decisions

    doing.progress("Écriture du recours", 0, 0)
    with jury_record(doing.course) as (record, rules):
        at = asked.date or datetime.date.today()
        if at > datetime.date.today():
            raise KitError(f"Un recours ne se reçoit pas dans l'avenir : {day(at)}. Vérifiez la date.")
        appeal = found.receive(record, rules, doing.author, asked.candidate, asked.about, at, asked.reason)
        (decision,) = decisions(record, rules, [appeal.received.candidate])
        verdict = decision.find(appeal.received.code)
    held = [verdict.why] if verdict is not None and verdict.status is Status.VALIDATED else []
    look = tuple(f"Ce qui est contesté est déjà validé : vérifiez l'objet du recours. {why}" for why in held)
    whose = of(known_people(doing.course.db_url).named(appeal.received.candidate))
    sentence = f"Recours n° {appeal.number} reçu, {whose}, {about(rules.referentiel, appeal)}."
    then = f"Ensuite : {remedy('recours confier', str(appeal.number), '--correcteurs A B', '--auteur NOM')}."
    if not appeal.time:
        unknown = (
            "La séance du jury ne dit pas jusqu'à quand on peut contester : rien ne dit si ce recours vient à temps. "
            f"Le délai, ou le dernier jour, se donne avec elle ({remedy('jury seance')})."
        )
        return Outcome((sentence, then), (unknown, *look))
    return Outcome((sentence, appeal.time, then), look)


class WithdrawParameters(Parameters, frozen=True):
    """The appeal, and why it is withdrawn."""

    number: Annotated[int, _NUMBER]
    reason: Annotated[
        str,
        Parameter(
            "Pourquoi il est retiré ; le registre du jury le garde.",
            "Pourquoi il est retiré",
            flag="--motif",
            kind="long",
        ),
    ]


@operation(
    "recours retirer",
    label="Retirer",
    title="Retrait d'un recours",
    accept="Retirer ce recours",
    sure=SURE,
    author=_WRITER,
    required=True,
    sealed=True,
)
def withdraw(doing: Doing, asked: WithdrawParameters) -> Outcome:
    """Retirer un recours auquel le jury n'a pas répondu : le candidat y renonce, ou il est mal écrit.

    Il reste dans la liste, « retiré ». La commande demande d'abord. Pour le corriger, retirez-le, puis recevez-le de nouveau. Code de sortie : 0 s'il est retiré, 2 s'il a déjà
    sa réponse, ou si personne n'a confirmé.
    """
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.jury import appeals as found
    from epreuves_kit.jury.appeal_letter import about

    doing.progress("Écriture du retrait", 0, 0)
    whose = known_people(doing.course.db_url)
    with jury_record(doing.course) as (record, rules):

        def named(appeal: Appeal) -> str:
            return (
                f"n° {appeal.number} {of(whose.named(appeal.received.candidate))}, {about(rules.referentiel, appeal)}"
            )

        def confirm(appeal: Appeal) -> None:
            round_ = " Les niveaux du second tour ne serviront pas." if appeal.given else ""
            doing.confirm(
                f"Retirer le recours {named(appeal)}, reçu le {day(appeal.received.received)} ? Le jury n'y répondra pas ; il reste dans la "
                f"liste, « retiré ».{round_}"
            )

        appeal = found.withdraw(record, asked.number, asked.reason, doing.author, datetime.date.today(), confirm)
        again = f"S'il était seulement mal écrit, recevez-le de nouveau : {remedy('recours recevoir')}."
        return Outcome((f"Le recours {named(appeal)}, est retiré.", again))


class EntrustParameters(Parameters, frozen=True):
    """The appeal, and the two who are given it."""

    number: Annotated[int, _NUMBER]
    graders: Annotated[
        tuple[str, str],
        Parameter(
            "Deux personnes qui n'ont pas jugé ces copies.",
            "Les deux personnes",
            flag="--correcteurs",
            metavar="A B",
            kind="pair",
            note="Des noms sont proposés ; tout autre convient, si cette personne n'a pas jugé ces copies.",
        ),
    ]


@operation(
    "recours confier",
    label="Confier",
    title="Second tour",
    author=_WRITER,
    required=True,
    sealed=True,
)
def entrust(doing: Doing, asked: EntrustParameters) -> Outcome:
    """Confier le second tour à deux personnes qui n'ont pas jugé : chacune a la copie sans nom, et une grille vide.

    Rien de ce qu'elles donnent ne compte avant la réponse du jury. Code de sortie : 2 si l'une d'elles a déjà jugé.
    """
    from epreuves_kit.jury import appeals as found
    from epreuves_kit.jury import second_round

    doing.progress("Préparation du second tour", 0, 0)
    if len(asked.graders) != 2:
        raise KitError("Donnez les noms de deux personnes.")
    root, number = doing.course.root, asked.number
    with _registers(doing.course) as (record, rules, register):
        appeal = found.entrust(record, register, rules, number, asked.graders, doing.author)
        written = second_round.hand_out(record, register, rules, appeal)
    own = [
        f"À remettre à {grader} : {path.name} (la copie sans nom, et la grille à remplir)."
        for grader, path in zip(asked.graders, written, strict=True)
    ]
    back = (
        f"Au retour : {remedy('recours lire', str(number), 'FICHIER.xlsx', '--correcteur NOM')}, ou bien leurs niveaux "
        f"sans leur grille ({remedy('recours niveaux', str(number), '--correcteur NOM', '--niveau CRITERE=N')})."
    )
    files = tuple(path.relative_to(root).as_posix() for path in written)
    return Outcome((f"Le recours n° {number} est confié à {listed(asked.graders)}.", *own, back), files=files)


class TakeAppealParameters(Parameters, frozen=True):
    """The appeal, and the grid of one of the two."""

    number: Annotated[int, _NUMBER]
    file: Annotated[
        Path,
        Parameter(
            "La grille remplie, au format xlsx.",
            "La grille remplie (.xlsx)",
            metavar="FICHIER",
            kind="file",
            accept=(".xlsx",),
            refusal="n'est pas une grille : choisissez un classeur .xlsx.",
        ),
    ]
    grader: Annotated[
        str, Parameter("Qui l'a remplie.", "Remplie par", flag="--correcteur", metavar="NOM", named="« Remplie par »")
    ]


@operation("recours lire", label="Reprendre une grille", title="Grille du second tour")
def take(doing: Doing, asked: TakeAppealParameters) -> Outcome:
    """Prendre la grille d'une des deux personnes ; elle doit être entière, et ses fautes sont toutes dites."""
    from epreuves_kit.jury import second_round

    doing.progress("Lecture de la grille", 0, 0)
    with _registers(doing.course) as (record, rules, register):
        epreuve, appeal = second_round.take(
            record, register, rules, asked.number, asked.grader, doing.here / asked.file
        )
    taken = f"Recours n° {asked.number}, {called(epreuve)} : les niveaux de {asked.grader} sont enregistrés."
    return Outcome((taken, _still_due(appeal)))


class SecondLevelsParameters(Parameters, frozen=True):
    """The appeal, one of the two, and the levels that they give."""

    number: Annotated[int, _NUMBER]
    grader: Annotated[
        str,
        Parameter("Qui donne ces niveaux.", "Niveaux de", flag="--correcteur", metavar="NOM", named="« Niveaux de »"),
    ]
    level: Annotated[
        tuple[str, ...],
        Parameter(
            "Le niveau d'un critère (CRITERE=2), une fois pour chacun.",
            flag="--niveau",
            named="le niveau",
            metavar="CRITERE=N",
        ),
    ] = ()


@operation("recours niveaux", label="Saisir les niveaux", title="Niveaux du second tour", sealed=True)
def judge_again(doing: Doing, asked: SecondLevelsParameters) -> Outcome:
    """Saisir les niveaux qu'une des deux personnes donne, sans passer par sa grille ; ils doivent y être tous.

    Ceux de l'autre ne se voient pas. Les saisir de nouveau les remplace, tant que le jury n'a pas répondu.
    """
    from epreuves_kit.jury import appeals as found

    doing.progress("Écriture des niveaux", 0, 0)
    with _registers(doing.course) as (record, rules, register):
        chosen = _chosen(doing, asked.level, "recours niveaux")
        appeal = found.given_by_name(record, register, rules, asked.number, asked.grader, chosen)
    return Outcome(
        (f"Recours n° {asked.number} : les niveaux de {asked.grader.strip()} sont enregistrés.", _still_due(appeal))
    )


def _still_due(appeal: Appeal) -> str:
    left = listed(f"{who} ({called(what)})" for what, who in appeal.waiting)
    return f"Attendus encore : {left}." if left else "Le second tour est fini : le jury peut répondre."


class AnswerParameters(Parameters, frozen=True):
    """The answer to an appeal: the outcome, the ground, the day, and the levels kept."""

    number: Annotated[int, _NUMBER]
    decision: Annotated[
        str,
        Parameter(
            "« admis », « admis en partie » ou « rejeté ».",
            "Réponse du jury",
            flag="--decision",
            kind="choice",
            options=among(("admis", "Admis"), ("admis en partie", "Admis en partie"), ("rejeté", "Rejeté")),
        ),
    ]
    reason: Annotated[
        str, Parameter("Pourquoi ; le candidat le lira.", "Motif, que le candidat lira", flag="--motif", kind="long")
    ]
    date: Annotated[
        datetime.date | None, Parameter(_DAY.format("de la réponse"), "Date de la réponse", flag="--date")
    ] = None
    level: Annotated[
        tuple[str, ...],
        Parameter(
            "Le niveau que retient le jury pour un critère (CRITERE=2) ; option répétable.",
            flag="--niveau",
            named="le niveau retenu",
            metavar="CRITERE=N",
        ),
    ] = ()


@operation(
    "recours repondre",
    label="Répondre",
    title="Réponse au recours",
    accept="Répondre ainsi",
    sure=SURE,
    author=_WRITER,
    required=True,
    sealed=True,
)
def answer(doing: Doing, asked: AnswerParameters) -> Outcome:
    """Répondre à un recours : la réponse et son motif sont gardés, les niveaux admis comptent, la lettre est écrite.

    Un recours ne fait baisser aucun niveau. Code de sortie : 2 si le second tour n'est pas fini, ou qu'un niveau reste à dire.
    """
    from epreuves_kit.jury import appeal_letter
    from epreuves_kit.jury import appeals as found

    doing.progress("Écriture de la réponse", 0, 0)
    chosen = _chosen(doing, asked.level, "recours repondre")
    at = asked.date or datetime.date.today()

    def confirm(raised: Sequence[tuple[SecondLook, int]]) -> None:
        levels = [f"{look.words} : niveau {level}" for look, level in raised]
        what = f"Le jury relève {counted(len(raised), 'niveau')}." if raised else "Aucun niveau ne change."
        doing.confirm(
            f"Recours n° {asked.number} : {asked.decision}, le {day(at)}. {what} La réponse est définitive, et la lettre au candidat s'écrit.",
            levels,
        )

    with _registers(doing.course) as (record, rules, register):
        appeal, raised = found.answer(
            record, register, rules, asked.number, asked.decision, asked.reason, doing.author, at, chosen, confirm
        )
        path = appeal_letter.write(record, rules, appeal)
    assert appeal.answer is not None
    sentences = [f"Recours n° {appeal.number} : {appeal.answer.outcome}. La lettre est écrite : faites-la signer."]
    for look in raised:
        many = len(look.copy.students)
        members = f" (copie de groupe : {counted(many, 'membre')})" if many > 1 else ""
        sentences.append(f"{look.words} : le niveau monte{members}.")
    look_ = []
    if appeal.answer.outcome != "rejeté":
        if not raised:
            sentences.append(
                f"Aucun niveau ne change ; si le jury décide autrement que les règles : {remedy('jury decider')}."
            )
        corrected = remedy("jury pv", "--rectificatif")
        look_.append(f"Si la décision change quelque chose à un résultat, un rectificatif est à écrire : {corrected}.")
    return Outcome(tuple(sentences), tuple(look_), (path.relative_to(doing.course.root).as_posix(),))


def _chosen(doing: Doing, written: Sequence[str], asking: str) -> dict[str, int]:
    """The levels that a command's options « U5.1-k1=2 » and a form's fields give, by criterion. asking: the operation. Raises KitError."""
    chosen = {}
    for text in written:
        name, sign, value = text.partition("=")
        if not (sign and name.strip() and value.strip() in ("0", "1", "2", "3")):
            raise KitError(
                f"« {text} » n'est pas un niveau : écrivez {parameter(asking, '--niveau', 'CRITERE=2')}, le code du critère et un niveau de 0 à 3."
            )
        chosen[name.strip()] = int(value)
    for name, value in doing.brought.items():
        if name.startswith(LEVEL) and value in ("0", "1", "2", "3"):
            chosen[name.removeprefix(LEVEL)] = int(value)
    return chosen


class LetterParameters(Parameters, frozen=True):
    """The appeal."""

    number: Annotated[int, _NUMBER]


@operation("recours lettre", label="Lettre", title="Lettre")
def letter(doing: Doing, asked: LetterParameters) -> Outcome:
    """Écrire de nouveau la lettre d'un recours qui a sa réponse, d'après ce que les décisions sont à présent."""
    from epreuves_kit.jury import appeal_letter
    from epreuves_kit.jury.appeals import appeal

    doing.progress("Écriture de la lettre", 0, 0)
    with jury_record(doing.course) as (record, rules):
        path = appeal_letter.write(record, rules, appeal(record, asked.number))
    files = (path.relative_to(doing.course.root).as_posix(),)
    return Outcome(("La lettre est écrite de nouveau : faites-la signer.",), files=files)
