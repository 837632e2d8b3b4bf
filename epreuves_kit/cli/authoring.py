"""The authors' commands: `epreuves nouveau`, `new`, `import`, `check`, `couverture`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from typer import Argument, Option

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import read_letters
from epreuves.wording.french import counted, listed, percent
from epreuves.wording.remedies import remedy
from epreuves_kit.authoring import draw
from epreuves_kit.build import certification, importing, new_course, skeleton
from epreuves_kit.build.spreadsheet import assembling
from epreuves_kit.cli.console import asked, say
from epreuves_kit.course.files import write
from epreuves_kit.course.folders import choose, find_root
from epreuves_kit.exam import list_file
from epreuves_kit.proof import checking, coverage
from epreuves_kit.proof.findings import Finding
from epreuves_kit.proof.value_rules import QuestionValues, blind
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.variants.session import published, read

_REFERENTIEL = list_file.ListKind("un référentiel", "ses lignes", breaks=True, whole=True)
_IDS = Argument(help="Épreuves, par leur identifiant ou leur numéro (e17) ; toutes par défaut.", show_default=False)

#: Conditions of a draw that a check names.
_MOST = 5
_FRESH = Annotated[bool, Option("--neuf", help="Ne rien reprendre de ce qui est gardé des fois précédentes.")]


def new_course_command(
    folder: Annotated[Path, Argument(metavar="DOSSIER", help="Où faire le cours : un dossier neuf, ou vide.")],
    spreadsheet: Annotated[
        Path | None,
        Option(
            "--referentiel",
            metavar="FICHIER",
            help="Le référentiel de la certification dans un tableur (.xlsx, .ods, .csv), une ligne par critère : le cours en est fait.",
        ),
    ] = None,
    title: Annotated[
        str | None, Option("--titre", metavar="TEXTE", help="Le titre de la certification ; demandé sur un terminal.")
    ] = None,
    level: Annotated[
        int | None, Option("--niveau", min=1, max=8, help="Son niveau, de 1 à 8 ; demandé sur un terminal.")
    ] = None,
    certifier: Annotated[
        str | None, Option("--certificateur", metavar="NOM", help="Qui la délivre ; demandé sur un terminal.")
    ] = None,
) -> None:
    """Faire un cours neuf : le référentiel d'une certification, à écrire ou lu dans un tableur, la session, une première épreuve prête à remplir."""
    output = Console()
    draft = certification.example()
    if spreadsheet is not None:
        new_course.check_place(folder)  # before anything is asked
        draft, above = assembling.read(spreadsheet.name, list_file.sheets(spreadsheet, _REFERENTIEL))
        say(output, _summary(draft))
        own = certification.UNNAMED
        title = title or asked(output, "Titre de la certification ?", above or own.title)
        while level is None:
            answer = asked(output, "Niveau, de 1 à 8 ?", str(own.level))
            level = int(answer) if re.fullmatch("[1-8]", answer) else None
        certifier = certifier or asked(output, "Certificateur ?", own.certifier)
    draft = draft.named(title, level, certifier)
    files = new_course.create(folder, draft)
    for file in files:
        say(output, f"{file.relative_to(folder).as_posix()} — écrit")
    say(output, f"Le cours est dans « {folder} » ; les commandes qui suivent se lancent dans ce dossier.")
    if spreadsheet is None:
        say(output, f"Écrivez d'abord la certification, dans referentiel/, puis relisez-la : {remedy('referentiel')}")
    else:
        for remark in draft.remarks:
            say(output, remark)
        say(
            output,
            f"Relisez la certification, et dans referentiel/ ce qui reste « À ÉCRIRE » : {remedy('referentiel')}",
        )
        say(output, "Ses seuils et ses compensations sont d'usage : décidez-les dans referentiel/regles.yaml.")
    say(output, f"L'épreuve se construit déjà : {remedy('build')}")
    say(output, f"Ce qui reste à y écrire : {remedy('check', '--variantes', '-')}")
    following = draft.referentiel.epreuves[1:]
    if following:
        say(output, f"L'épreuve suivante : {remedy('new', following[0].id)}")
    else:
        say(output, f"Une épreuve de plus, une fois dans referentiel/epreuves.yaml : {remedy('new', 'e02')}")


def _summary(draft: certification.CertificationDraft) -> str:
    """The counts of what was read of a référentiel, and its épreuves by name."""
    official = draft.referentiel
    counts = (
        counted(len(draft.blocs), "bloc"),
        counted(len(official.activities), "activité"),
        counted(len(official.competences), "compétence"),
        counted(len(official.criteres), "critère"),
        counted(len(official.epreuves), "épreuve"),
    )
    return f"Lu : {listed(counts)} ({', '.join(epreuve.id for epreuve in official.epreuves)})."


def new(
    id: Annotated[
        str,
        Argument(
            help="Une épreuve du référentiel, par son identifiant ou son numéro (e03), ou un nom à vous : e, deux chiffres, un tiret bas et un mot."
        ),
    ],
    competences: Annotated[
        str | None,
        Option(
            metavar="CODES", help="Pour une épreuve à vous : ses compétences, leurs codes, séparés par des virgules."
        ),
    ] = None,
) -> None:
    """Créer le dossier d'une nouvelle épreuve, prêt à remplir, d'après le référentiel."""
    output = Console()
    root = find_root()
    codes = [code.strip() for code in (competences or "").split(",") if code.strip()]
    files = skeleton.create(root, id, codes)
    epreuve = files[0].parent.name
    for file in files:
        say(output, f"{file.relative_to(root).as_posix()} — écrit")
    say(output, f"Elle se construit déjà : {remedy('build', epreuve)}")
    say(output, f"Ce qui reste à écrire : {remedy('check', epreuve, '--variantes -')}")


def import_(
    id: Annotated[str, Argument(help="L'épreuve dont le notebook de source/ a été modifié dans JupyterLab.")],
) -> None:
    """Reporter dans sujets/ les modifications faites dans JupyterLab au notebook de source/."""
    output = Console()
    root = find_root()
    (epreuve,) = choose(root, [id])
    reports = importing.importer(root, epreuve)
    for report in reports:
        say(output, *report.sentence().split("\n"))
    if any(report.change for report in reports):
        say(output, f"Reconstruisez ensuite l'épreuve : {remedy('build', epreuve)}")


def check(
    ids: Annotated[list[str] | None, _IDS] = None,
    variants: Annotated[
        str | None,
        Option(
            "--variantes",
            help="Variantes éprouvées : « A-F », « C », « A,D » ; toutes celles de la séance par défaut. « - » : aucune (règles du "
            "texte seules).",
        ),
    ] = None,
    values: Annotated[
        bool,
        Option(
            "--valeurs",
            help="Montrer aussi les réponses, question par question et variante par variante, et ce que l'on gagnerait sans lire les données.",
        ),
    ] = False,
    spaces: Annotated[
        bool,
        Option(
            "--espaces",
            help="Mettre d'abord dans les textes de sujets/ les espaces insécables qui y manquent.",
        ),
    ] = False,
    fresh: _FRESH = False,
) -> None:
    """Vérifier les sujets : le texte, la grille, la version distribuée, puis chaque variante de bout en
    bout.
    """
    output = Console()
    root = find_root()
    chosen = choose(root, ids or [])
    letters_of = {epreuve: _letters(root, epreuve, (variants or "").strip()) for epreuve in chosen}
    for epreuve in chosen if spaces else ():
        for file, count in checking.mend_spaces(root, epreuve).items():
            say(output, f"{file} : {counted(count, 'espace insécable')}")
    findings: list[Finding] = []
    for epreuve, letters in letters_of.items():
        with output.status(f"{epreuve}…") as waiting:
            proof = checking.prove(root, epreuve, letters, waiting.update, fresh)
        own, refusals = list(proof.findings), proof.refusals
        findings += own
        since = "" if proof.again else "rien n'a changé depuis la dernière vérification, "
        say(output, f"{epreuve} : {since}{_report(own)}")
        if refusals:
            total = counted(sum(refusals.values()), "tirage refusé")
            say(output, f"  {total} : {draw.told(refusals, _MOST)}")
        if again := sorted(session.attempts if (session := published(root, epreuve)) else ()):
            first_draw = f"  nouveau tirage, le premier ne tenait pas : {listed(again)}"
            say(output, f"{first_draw} ; ajoutez à donnees.py la condition qui l'aurait refusé")
        for finding in own:
            say(output, *f"  {finding.sentence()}".split("\n"))
        for notebook, table in proof.values.items() if values else ():
            _show_values(output, notebook, table)
    say(output, f"{counted(len(chosen), 'épreuve vérifiée')}, {_report(findings)}.")
    if any(finding.level == "erreur" for finding in findings):
        raise typer.Exit(1)


def coverage_command(
    output: Annotated[
        Path | None,
        Option(
            "--sortie",
            metavar="FICHIER",
            help="Écrire aussi la page, en Markdown ; elle remplace l'ancienne.",
        ),
    ] = None,
) -> None:
    """Dire ce que les épreuves du cours couvrent du référentiel : critère par critère, où le travail est demandé et
    sur quoi il est jugé ; compétence par compétence, ce que la machine demande.

    Code de sortie : 0 si chaque critère est demandé et jugé une fois, 1 sinon, ou si un fichier est illisible.
    """
    console = Console()
    cover = coverage.cover(find_root(), referentiel(find_root()))
    say(console, coverage.summary(cover), *(f"  {fault}" for fault in cover.faults))
    if output is not None:
        write(output, coverage.page(cover).encode())
        say(console, f"{output} — page écrite")
    if cover.faults:
        raise typer.Exit(1)


def _letters(root: Path, epreuve: EpreuveId, asked: str) -> tuple[str, ...]:
    """The variants asked for, of those that an épreuve's session has: all where none is named, none for « - »."""
    if asked == "-":
        return ()
    letters = (published(root, epreuve) or read(root)).letters
    return read_letters(asked, letters) if asked else tuple(letters)


def _show_values(output: Console, notebook: str, values: list[QuestionValues]) -> None:
    """Show the values of a notebook, a table a question: the answer on each variant, then how much of it could be guessed."""
    if not values:
        return
    say(output, "", f"{notebook} : les réponses par variante")
    for question in values:
        guess = (
            "ne se devine pas"
            if question.guess is None
            else f"{percent(question.guess)} au mieux en répondant partout de même"
        )
        answers = f"{counted(question.distinct, 'réponse différente')}, la plus fréquente {percent(question.commonest)}, {guess}"
        say(output, f"  {question.id}, {counted(question.points, 'point')} : {answers}")
        for letter, value in question.values.items() if question.guess is not None else ():
            say(output, f"    {letter}  {value}")
    say(output, f"  En tout, sans lire les données : {percent(blind(values), 1)} des points des questions.")


def _report(findings: list[Finding]) -> str:
    errors = sum(finding.level == "erreur" for finding in findings)
    warned = len(findings) - errors
    if not findings:
        return "rien à signaler"
    return f"{counted(errors, 'erreur')}, {counted(warned, 'avertissement')}"
