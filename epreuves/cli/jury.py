"""`epreuves jury`: what each candidate has and lacks, decisions, absences, make-ups, the record of the session; and of a serious game,
`tirage-themes` and `essais`, the draw of its themes and the professionals' sheets.
"""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text
from typer import Argument, Option

from epreuves.cli.console import Candidates, agreed, json_lines, jury_record, plain, say, stop, unasked, warn
from epreuves.wording.french import counted

if TYPE_CHECKING:
    from epreuves.jury.decision import Decision, Verdict
    from epreuves.jury.record import JuryRecord
    from epreuves.rules.jury_rules import JuryRules

app = typer.Typer(
    help="Tenir la session du jury : ce que chacun a, ce qui manque, les décisions, les absences, le procès-verbal.",
    add_completion=False,
    rich_markup_mode="rich",
)

#: The sign of each status, which does not rely on colour.

Candidate = Annotated[str, Argument(help="Le candidat, par son identifiant.", metavar="CANDIDAT")]
Author = Annotated[str, Option("--auteur", metavar="NOM", help="Qui écrit.")]


@app.callback(invoke_without_command=True)
def session(
    context: typer.Context,
    candidate: Annotated[
        list[str] | None,
        Option("--candidat", metavar="ID", help="Seulement ce candidat, en détail (option répétable)."),
    ] = None,
    as_json: Annotated[bool, json_lines("candidat")] = False,
) -> None:
    """Tenir la session du jury : ce que chacun a, ce qui manque, les décisions proposées.

    Code de sortie : 2 si les règles, le carnet ou le registre ne se lisent pas.
    """
    if context.invoked_subcommand is not None:
        return
    with jury_record() as (record, rules):
        from epreuves.jury.sources import decisions

        found = decisions(record, rules, candidate or ())
    if as_json:
        for one in found:
            print(msgspec.json.encode(one, enc_hook=_encoded).decode(), flush=True)
        return
    from epreuves.jury.evidence import Status

    console = Console()
    if not found:
        nobody = "Aucun candidat : inscrivez-les d'après la liste de l'école (epreuves candidats import LISTE.xlsx)."
        say(console, nobody)
    elif candidate:
        for one in found:
            detail(console, one)
    else:
        console.print(table(found))
        say(console, " · ".join(f"{status.sign} {status.value}" for status in Status))
        say(console, "Certif : la certification entière. Manque : combien de choses manquent encore.")
        say(console, "Le détail de chacun : epreuves jury --candidat ID")


@app.command()
def decider(
    candidate: Candidate,
    about: Annotated[
        str,
        Argument(
            help="Une compétence (C15.1), une épreuve (e17), un bloc (B2), ou « certification ».",
            metavar="OBJET",
        ),
    ],
    decision: Annotated[
        str,
        Option(
            "--decision",
            help="« validé », « non validé », « rattrapage », ou « règles » pour revenir aux règles.",
        ),
    ],
    reason: Annotated[str, Option("--motif", help="Pourquoi le jury en décide ainsi ; figure au procès-verbal.")],
    author: Author,
) -> None:
    """Écrire une décision que le jury prend lui-même, avec son motif : rien n'est effacé, la dernière compte."""
    with jury_record() as (record, rules):
        from epreuves.jury import session as session_

        candidate = session_.decide(record, rules, author, candidate, about, decision, reason)
        _after(record, rules, candidate)


@app.command()
def absence(
    candidate: Candidate,
    epreuve: Annotated[str, Argument(help="L'épreuve, par son identifiant ou son numéro (e17).", metavar="EPREUVE")],
    author: Author,
    justified: Annotated[
        bool | None, Option("--justifiee/--non-justifiee", help="L'absence est justifiée, ou ne l'est pas.")
    ] = None,
    oral: Annotated[bool, Option("--oral", help="À l'oral seulement.")] = False,
    present: Annotated[bool, Option("--present", help="Revenir sur une absence écrite par erreur.")] = False,
    reason: Annotated[str, Option("--motif", help="Le motif donné, ou la pièce reçue.")] = "",
) -> None:
    """Écrire une absence à une épreuve ou à son oral, justifiée ou non."""
    with jury_record() as (record, rules):
        from epreuves.jury import session as session_

        candidate = session_.absent(record, rules, author, candidate, epreuve, justified, oral, present, reason)
        _after(record, rules, candidate)


@app.command("rattrapage")
def make_up(
    candidate: Candidate,
    competence: Annotated[str, Argument(help="La compétence (C15.1).", metavar="COMPETENCE")],
    author: Author,
    note: Annotated[str | None, Option("--note", metavar="N/M", help="La note sur son maximum (« 12,5/20 »).")] = None,
    level: Annotated[int | None, Option("--niveau", min=0, max=3, help="Ou le niveau, de 0 à 3.")] = None,
    absent: Annotated[bool, Option("--absent", help="Le candidat n'est pas venu au rattrapage.")] = False,
    undo: Annotated[bool, Option("--annuler", help="Revenir sur un rattrapage écrit par erreur.")] = False,
    reason: Annotated[str, Option("--motif", help="La date, le sujet, ce qui est utile à savoir.")] = "",
) -> None:
    """Écrire le résultat d'un rattrapage ; jury.yaml dit s'il remplace la première note, ou si la meilleure compte."""
    with jury_record() as (record, rules):
        from epreuves.jury import session as session_

        candidate = session_.makeup(record, rules, author, candidate, competence, note, level, absent, undo, reason)
        _after(record, rules, candidate)


@app.command("regles")
def rules() -> None:
    """Montrer les règles par défaut, telles qu'un jury.yaml les écrit : epreuves jury regles > jury.yaml."""
    from epreuves.rules.jury_rules import text_of_defaults

    print(text_of_defaults(), end="")


@app.command("seance")
def sitting(
    number: Annotated[str | None, Option("--numero", help="Le numéro du procès-verbal.", show_default=False)] = None,
    date: Annotated[
        str | None, Option("--date", metavar="AAAA-MM-JJ", help="Le jour de la délibération.", show_default=False)
    ] = None,
    place: Annotated[str | None, Option("--lieu", help="Le lieu.", show_default=False)] = None,
    start: Annotated[str | None, Option("--debut", metavar="HH:MM", help="Le début.", show_default=False)] = None,
    end: Annotated[str | None, Option("--fin", metavar="HH:MM", help="La fin.", show_default=False)] = None,
    absent: Annotated[
        list[str] | None, Option("--absent", metavar="NOM", help="Un juré absent (option répétable).")
    ] = None,
    quorum: Annotated[
        int | None, Option("--quorum", min=1, max=100, help="Combien de jurés il faut.", show_default=False)
    ] = None,
    notified: Annotated[
        str | None,
        Option(
            "--notification", metavar="AAAA-MM-JJ", help="Le jour où les candidats sont prévenus.", show_default=False
        ),
    ] = None,
    delay: Annotated[
        str | None, Option("--delai", help="Combien de temps ils peuvent contester (« 2 mois »).", show_default=False)
    ] = None,
) -> None:
    """Écrire la séance du jury dans deliberation.yaml ; ce qui n'est pas donné reste, ce qui est donné vide s'en va.

    Code de sortie : 2 si quelque chose ne se lit pas ; rien n'est alors écrit.
    """
    from epreuves.course.folders import course_root
    from epreuves.jury import deliberation
    from epreuves.rules import jury_rules

    root = course_root(Path.cwd())
    said = {
        "numero": number,
        "date": date,
        "lieu": place,
        "debut": start,
        "fin": end,
        "absents": None if absent is None else ",".join(absent),
        "quorum": None if quorum is None else str(quorum),
        "notification": notified,
        "delai": delay,
    }
    told = {name: value for name, value in said.items() if value is not None}
    found = deliberation.write(root, jury_rules.read(root).composition, told)
    say(Console(), deliberation.told(found))


@app.command()
def pv(
    file: Annotated[
        Path | None,
        Argument(
            help="Où écrire le PDF ; proces-verbal.pdf, avec son numéro s'il en a un.",
            metavar="[FICHIER]",
            show_default=False,
        ),
    ] = None,
    date: Annotated[
        str,
        Option(
            "--date",
            metavar="AAAA-MM-JJ",
            show_default=False,
            help="La date de la délibération ; celle de deliberation.yaml par défaut, ou aujourd'hui pour un projet.",
        ),
    ] = "",
    place: Annotated[
        str,
        Option(
            "--lieu", show_default=False, help="Le lieu de la délibération ; celui de deliberation.yaml par défaut."
        ),
    ] = "",
    candidate: Candidates = None,
    force: Annotated[
        bool, Option("--force", "-f", help="Remplacer le fichier s'il existe ; un projet seulement.")
    ] = False,
    corrects: Annotated[
        bool, Option("--rectificatif", help="Rectifier le procès-verbal déjà écrit, qu'il nomme.")
    ] = False,
    partial: Annotated[
        bool,
        Option(
            "--partielle",
            help="Dire que le jury n'a siégé que pour une partie de la session : le numéro est donné bien qu'aucun juré ne soit nommé ou qu'un candidat soit à compléter.",
        ),
    ] = False,
    yes: Annotated[
        bool, Option("--oui", "-o", help="Écrire un procès-verbal numéroté sans poser de question.")
    ] = False,
    author: Annotated[
        str, Option("--auteur", metavar="NOM", help="Qui l'écrit ; qui préside, par défaut.", show_default=False)
    ] = "",
) -> None:
    """Écrire le procès-verbal de la session : un PDF accessible (PDF/UA-1), à signer.

    Sans numéro dans deliberation.yaml, c'est un projet. Avec un numéro, la commande demande d'abord : il s'écrit une fois, le registre du
    jury le garde, et seul un rectificatif peut le suivre. Sans juré présent, ou si un candidat est à compléter, il faut --partielle. Code de
    sortie : 1 si personne n'a confirmé, 2 si rien ne peut être écrit.
    """
    from epreuves.exports.certified import holders

    errors = Console(stderr=True)
    with jury_record() as (record, rules):
        from epreuves.jury import minutes

        root = record.places.root
        births = {who: holders.born(line) for who, line in holders.read(root).items()}
        told = minutes.gather(record, rules, candidate or (), date, place, births, corrects)
        number = told.sitting.number
        file = file or Path(minutes.file_name(number))
        if number and force and file.exists():
            stop(
                errors,
                f"« {plain(str(file))} » existe, et un procès-verbal numéroté n'en remplace aucun : donnez un autre nom.",
                2,
            )
        unasked(errors, [file], force)
        if not partial:
            minutes.refuse_partial(told)
        if (
            number
            and not yes
            and not agreed(
                Console(),
                f"Écrire le procès-verbal n° {number}, {counted(len(told.decisions), 'candidat')} ? Il ne se remplacera pas.",
            )
        ):
            stop(
                errors,
                "Rien n'est écrit. Relancez avec --oui pour l'écrire sans question ; sans numéro dans deliberation.yaml, c'est un projet.",
                1,
            )
        minutes.issue(record, rules, told, file, author, partial)
    what = f"procès-verbal n° {number} écrit" if number else "procès-verbal écrit"
    say(Console(), f"{file} — {what} : {counted(len(told.decisions), 'candidat')}.")
    if not number:
        say(Console(), "C'est un projet : numero, dans deliberation.yaml, en fait le procès-verbal.")
    if not told.appeal:
        warn(
            errors,
            "seance.yaml ne dit pas comment contester un résultat (recours: …) : la place est laissée vide.",
        )
    if waiting := told.waiting:
        warn(errors, f"{counted(waiting, 'candidat')} à compléter : le procès-verbal le dit.")


def _after(record: JuryRecord, rules: JuryRules, candidate: str) -> None:
    """Say that it is kept, and what the rules now decide of the candidate."""
    from epreuves.jury.sources import decisions

    console = Console()
    say(console, "Enregistré.")
    for one in decisions(record, rules, [candidate]):
        for verdict in (*one.blocs, *([one.certification] if one.certification else [])):
            say(console, *_lines(f"{verdict.status.sign} {verdict.why}"))


def table(found: list[Decision]) -> Table:
    """The candidates, a line each: the épreuves of which somebody has something, every bloc, the certification, how much lacks."""
    from epreuves.jury.sources import held as held_epreuves

    built = Table(title=counted(len(found), "candidat"), title_justify="left", padding=0)
    held = held_epreuves(found)
    blocs = list(dict.fromkeys(verdict.code for one in found for verdict in one.blocs))
    built.add_column("Candidat·e", no_wrap=True)
    for name in (*(id.partition("_")[0] for id in held), *blocs):
        built.add_column(name, overflow="fold")
    for name in ("Certif", "Manque"):
        built.add_column(name, no_wrap=True)
    for one in found:
        by = {verdict.code: verdict for verdict in (*one.epreuves, *one.blocs)}
        lacks = sum(len(verdict.lacking) for verdict in one.competences)
        cells = [status(by.get(code)) for code in (*held, *blocs)] + [status(one.certification)]
        built.add_row(Text(plain(one.name)), *cells, str(lacks or ""))
    return built


def detail(console: Console, one: Decision) -> None:
    """All that is decided of a candidate, with the sentence of each decision."""
    from epreuves.jury.sentences import lacking
    from epreuves.jury.sources import held as held_epreuves

    console.rule(
        escape(plain(f"{one.name} ({one.candidate})" if one.name != one.candidate else one.name)),
        align="left",
    )
    held = held_epreuves([one])
    for title, verdicts in (
        ("Compétences", [v for v in one.competences if v.status.value != "à compléter" or v.share is not None]),
        ("Épreuves", [v for v in one.epreuves if v.code in held]),
        ("Blocs", one.blocs),
        ("", [one.certification] if one.certification else []),
    ):
        if title and verdicts:
            say(console, title)
        for verdict in verdicts:
            say(console, *_lines(f"  {verdict.status.sign} {verdict.why}"))
    for said in lacking(one.competences):
        say(console, *_lines(f"… {said}"))
    for said in one.remarks:
        say(console, *_lines(f"⚠ {said}"))


def status(verdict: Verdict | None) -> str:
    """A status as a table shows it: its sign, and whether the jury changed it."""
    if verdict is None:
        return ""
    return f"{verdict.status.sign}{' (jury)' if verdict.changed else ''}"


def _lines(said: str) -> list[str]:
    return re.split(r"\r?\n", said)


def _encoded(value: Any) -> Any:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise NotImplementedError(type(value).__name__)


_EPREUVE = Argument(metavar="EPREUVE", help="L'épreuve, par son identifiant ou son numéro.")


def draw_themes(
    epreuve: Annotated[str, _EPREUVE] = "e11",
    written_by: Annotated[
        str,
        Option(
            "--auteur",
            metavar="NOM",
            help="Qui tire ; garde le tirage au registre. Sans lui, rien n'est écrit.",
            show_default=False,
        ),
    ] = "",
    again: Annotated[
        bool, Option("--refaire", help="Garder un tirage qui diffère de celui du registre, à sa suite.")
    ] = False,
    as_json: Annotated[bool, json_lines("groupe")] = False,
) -> None:
    """Tirer au sort les thèmes de chaque groupe, d'après la clé de la séance : refait, le tirage est le même.

    Sans --auteur, la commande vérifie : elle refait le tirage et le compare au registre. Code de sortie : 1 s'il en diffère, 2 s'il ne
    peut pas être fait.
    """
    from epreuves.course.folders import course_root
    from epreuves.jury import challenge
    from epreuves.jury.record import JuryRecord
    from epreuves.jury.session import epreuve_id

    console = Console()
    root = course_root(Path.cwd())
    drawn = challenge.draws(root, epreuve_id(epreuve))
    with JuryRecord(root) as record:
        if written_by:
            challenge.keep(record, written_by, drawn, again)
        kept = challenge.kept(record, drawn[0].epreuve)
    differs = False
    for one in drawn:
        act, author, at = kept.get(one.group, (None, "", ""))
        same = act is not None and act.fingerprint == one.fingerprint
        differs |= act is not None and not same
        if as_json:
            state = {"au_registre": act is not None, "conforme": same, "auteur": author, "date": at}
            row = {name: value for name, value in msgspec.to_builtins(one).items() if name != "type"}
            print(msgspec.json.encode(row | state).decode(), flush=True)
            continue
        said = f"tiré par {author} le {at}" if act else "pas encore au registre (--auteur NOM)"
        other = "" if same or not act else " · ✗ DIFFÈRE du registre"
        say(console, f"{one.group} · empreinte {one.fingerprint} · {said}{other}")
        for member, theme in zip(one.members, one.themes, strict=True):
            say(console, f"  {member} : {theme}")
    if differs:
        raise typer.Exit(1)


def trials(
    epreuve: Annotated[str, _EPREUVE] = "e11",
    folder: Annotated[
        Path | None,
        Option("--fiches", metavar="DOSSIER", help="Écrire la fiche de chaque groupe dans ce dossier."),
    ] = None,
    sheet: Annotated[
        list[Path] | None,
        Option("--lire", metavar="FICHIER", help="Prendre les notes d'une fiche remplie (option répétable)."),
    ] = None,
    written_by: Annotated[
        str,
        Option("--auteur", metavar="NOM", help="Qui remet les fiches ; demandé avec --lire.", show_default=False),
    ] = "",
) -> None:
    """Écrire les fiches d'essai des professionnels, reprendre celles qui sont remplies, montrer ce qu'elles disent.

    Une fiche fautive n'est pas prise : toutes ses fautes sont dites, ligne et champ. Code de sortie : 2 si rien n'a pu être fait.
    """
    from epreuves.course.folders import course_root
    from epreuves.jury import challenge
    from epreuves.jury.record import JuryRecord
    from epreuves.jury.session import epreuve_id

    console = Console()
    with JuryRecord(course_root(Path.cwd())) as record:
        id = epreuve_id(epreuve)
        for path in challenge.write(record, id, folder) if folder else ():
            say(console, f"{path} — fiche écrite.")
        for path in sheet or ():
            noted = challenge.take(record, id, written_by, path)
            say(console, f"{path} — {noted} productions notées, enregistrées.")
        told = challenge.told(record, id)
    for line in told:
        say(console, line)
