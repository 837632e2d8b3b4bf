"""`epreuves double`, `epreuves accord`, `epreuves regler`: two graders on the same copies, how far they agree, what is decided."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from epreuves.cli.console import agreed, plain, stop
from epreuves.cli.course import here
from epreuves.gradebook.marks import out_of
from epreuves.wording.french import listed, of

if TYPE_CHECKING:
    from epreuves.rubric.agreement import Agreement
    from epreuves.rubric.register import Register

_ID = typer.Argument(metavar="ID", help="Épreuve, par son identifiant ou son numéro (e17).")


def double(
    epreuve: Annotated[str, _ID],
    graders: Annotated[
        tuple[str, str], typer.Option("--correcteurs", metavar="A B", help="Les deux personnes, chacune sans voir l'autre.")
    ],
    share: Annotated[
        float, typer.Option("--part", min=0, max=1, help="Part des copies à corriger deux fois ; 1 pour toutes.")
    ] = 0.2,
    seed: Annotated[
        int | None, typer.Option("--graine", help="Graine du tirage : la même tire les mêmes copies ; au hasard sinon.")
    ] = None,
    author: Annotated[
        str, typer.Option("--auteur", help="Qui décide de la double correction ; le compte de la machine par défaut.")
    ] = "",
    yes: Annotated[
        bool, typer.Option("--oui", help="Tirer sans demander, même si des niveaux déjà donnés cessent de compter.")
    ] = False,
) -> None:  # fmt: skip
    """Confier à deux personnes une part des copies, tirée au sort, jugées deux fois sans que l'une voie l'autre.

    Code de sortie : 0 si le tirage est fait, 2 sinon.
    """
    import secrets

    from epreuves.rubric.appreciation import NiveauxEcartes
    from epreuves.rubric.register import Register

    console, errors = Console(), Console(stderr=True)
    root, assignment = here(epreuve)
    seed = secrets.randbelow(1_000_000) if seed is None else seed
    with Register(root) as register:
        before = register.plan(assignment)
        drawing = (assignment, graders, share, seed, author or _account())
        try:
            plan = register.plan_double(*drawing, keep=not yes)
        except NiveauxEcartes as warning:
            errors.print(f"⚠ {warning}", style="yellow", highlight=False, markup=False, soft_wrap=True)
            if not agreed(errors, "Tirer quand même ?"):
                stop(errors, "Rien n'est tiré. Pour tirer quand même : la même commande, avec --oui.", 2)
            plan = register.plan_double(*drawing)
        copies = register.copies(assignment)
    drawn = [copy for copy in copies if copy.key in plan.copies]
    first, second = map(plain, plan.graders)
    _say(console, f"{assignment} : {len(drawn)} des {len(copies)} copies sont confiées à {first} et à {second} (graine {plan.seed}).")  # fmt: skip
    for notebook in dict.fromkeys(copy.notebook for copy in drawn):
        numbers = ", ".join(str(copy.number) for copy in drawn if copy.notebook == notebook)
        _say(console, f"{notebook}, copies n° {numbers}")
    if before is not None:
        _say(console, f"Ce tirage remplace celui {listed(of(plain(g)) for g in before.graders)} (graine {before.seed}).")  # fmt: skip
    _say(console, "Chacun juge dans le panneau ou dans sa grille (epreuves grille export) ; un niveau ne compte que donné par les deux.")  # fmt: skip


def accord(
    epreuve: Annotated[str, _ID],
    as_json: Annotated[bool, typer.Option("--json", help="Un objet JSON sur la sortie standard.")] = False,
) -> None:
    """Dire si les deux correcteurs s'accordent : kappa pondéré, sévérité, dérive, critère par critère, et ce qui reste à régler.

    Code de sortie : 0 si rien ne reste à régler, 1 sinon, 2 si l'épreuve n'a pas de double correction.
    """
    import msgspec

    from epreuves.cli.accord_tables import said

    errors = Console(stderr=True)
    root, assignment = here(epreuve)
    found = _agreement(errors, root, assignment)
    if as_json:
        print(msgspec.json.encode(found).decode())
    else:
        Console().print(said(found))
    if found.to_settle:
        raise typer.Exit(1)


def regler(
    epreuve: Annotated[str, _ID],
    copy: Annotated[str | None, typer.Argument(metavar="COPIE", help="Numéro de la copie, ou sa clé.")] = None,
    criterion: Annotated[
        str | None, typer.Argument(metavar="CRITERE", help="Critère, par exemple C15.1-k1.")
    ] = None,
    level: Annotated[int | None, typer.Option("--niveau", min=0, max=3, help="Niveau retenu, de 0 à 3.")] = None,
    reason: Annotated[str, typer.Option("--motif", help="Pourquoi ce niveau ; conservé, non montré au candidat.")] = "",
    author: Annotated[str, typer.Option("--auteur", help="Qui décide.")] = "",
    comment: Annotated[
        str | None, typer.Option("--commentaire", help="Ce que lira le candidat ; par défaut, le commentaire de qui avait donné ce niveau, ou les deux.")
    ] = None,
) -> None:  # fmt: skip
    """Régler un désaccord : donner le niveau qui compte, avec son motif ; sans copie ni critère, montrer ce qui reste à régler.

    Code de sortie : 0 si c'est fait, 2 sinon.
    """
    from epreuves.cli.accord_tables import list_to_settle
    from epreuves.rubric.agreement import proposed_comment
    from epreuves.rubric.register import Register
    from epreuves.rubric.settle_one import find

    console, errors = Console(), Console(stderr=True)
    root, assignment = here(epreuve)
    if copy is None:
        console.print(list_to_settle(_agreement(errors, root, assignment)))
        return
    missing = [
        name
        for name, given in (("CRITERE", criterion), ("--niveau", level is not None), ("--motif", reason.strip()), ("--auteur", author.strip()))
        if not given
    ]  # fmt: skip
    if missing:
        stop(errors, f"Il manque {', '.join(missing)} : une décision dit le critère, le niveau, son motif et son auteur.", 2)  # fmt: skip
    assert level is not None  # else it is missing
    with Register(root) as register:
        place = find(register, assignment, copy, criterion or "")
        if comment is None:
            comment = proposed_comment(place.pair, level) if place.pair is not None else ""
        done = register.settle(assignment, place.copy.key, place.criterion.grade_id, level, comment, author, reason)  # fmt: skip
    assert done.points is not None  # a level that counts has its points
    _say(console, f"Copie n° {place.copy.number}, {place.code} : niveau {done.level} ({out_of(done.points, place.criterion.points)}), décidé par {plain(done.author)}.")  # fmt: skip
    if place.settled is not None and place.settled.points is not None:
        before = f"niveau {place.settled.level}, {plain(place.settled.author)}"
        _say(console, f"Ce niveau remplace le précédent ({before}).")


def _agreement(errors: Console, root: Path, assignment: str) -> Agreement:
    from epreuves.rubric.register import Register

    with Register(root) as register:
        return _compared(errors, register, assignment)


def _compared(errors: Console, register: Register, assignment: str) -> Agreement:
    from epreuves.rubric.agreement import agreement

    register.sync(assignment)
    plan = register.plan(assignment)
    if plan is None:
        stop(
            errors,
            f"« {assignment} » n'a pas de double correction : « epreuves double {assignment} --correcteurs A B » en tire une.",
            2,
        )
    return agreement(
        assignment, plan, register.copies(assignment), register.criteria(assignment), register.judgements(assignment),
        register.settled(assignment),
    )  # fmt: skip


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return "compte inconnu"


def _say(console: Console, sentence: str) -> None:
    console.print(sentence, highlight=False, markup=False, soft_wrap=True)
