"""The lint's rules on the text of a sujet: identifiers, points, calls, solution regions, its two notebooks, what is still to be written."""

from __future__ import annotations

import ast
import contextlib
import re
from collections.abc import Iterator, Mapping

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import listed
from epreuves_kit.authoring.calls import Call, Name, calls, set_to_none, without_solution
from epreuves_kit.authoring.grille import Grille
from epreuves_kit.authoring.text import DATA, Sujet, TextCell
from epreuves_kit.course.folders import Layout
from epreuves_kit.course.stamps import BEGIN_SOLUTION, END_SOLUTION, STAMPS
from epreuves_kit.proof.deliverable_rules import deliverable_faults
from epreuves_kit.proof.findings import Finding
from epreuves_kit.proof.scheme_rules import JUDGED_WITHOUT_MISTAKE
from epreuves_kit.referentiel.model import Epreuve
from epreuves_kit.wording import TO_WRITE

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")

#: A rule's slug, what is wrong, the cell and the line in it (a call's first line is 1, just below the header; 0 for the cell).
_Fault = tuple[str, str, TextCell | None, int]


def text_rules(epreuve: EpreuveId, sujet: Sujet, competences: list[str]) -> Iterator[Finding]:
    """All the rules that a text alone can break; `competences` are the épreuve's, in order."""
    for rule, message, cell, line in _text_faults(epreuve, sujet, competences):
        name, at = (cell.name, cell.line + line) if cell else ("", 0)
        yield Finding(rule, epreuve, message, "erreur", sujet.file, name, at)


def _text_faults(epreuve: EpreuveId, sujet: Sujet, competences: list[str]) -> Iterator[_Fault]:
    calls_by_cell: dict[str, list[Call]] = {}
    for cell in sujet.cells:
        if cell.kind == "code":
            try:
                calls_by_cell[cell.id] = calls(cell.source)
            except SyntaxError as error:
                message = f"le code ne se lit pas ({error.msg}) ; une magie (%…) ne va pas dans un sujet"
                yield "code", message, cell, error.lineno or 0
    yield from _identifiers(sujet, competences)
    yield from _regions(sujet)
    yield from _questions(sujet, calls_by_cell)
    yield from _errors(sujet, calls_by_cell)
    yield from _frame_calls(epreuve, sujet, calls_by_cell, competences)
    for message, at, line in deliverable_faults(sujet, competences):
        yield "livrable", message, at, line


def _identifiers(sujet: Sujet, competences: list[str]) -> Iterator[_Fault]:
    prefixes = tuple(f"{competence.replace('.', '_')}-" for competence in competences)
    for cell in sujet.cells:
        if cell.role in ("tests", "manual", "task") and not cell.id.startswith(prefixes):
            expected = ", ".join(f"{prefix}…" for prefix in prefixes)
            yield "id", f"l'id d'une cellule notée commence par sa compétence : {expected}", cell, 0
        if cell.role in ("tests", "task") and not cell.points:
            yield "points", "une cellule notée vaut plus de 0 point", cell, 0


def _regions(sujet: Sujet) -> Iterator[_Fault]:
    for cell in sujet.cells:
        lines = enumerate(cell.source.splitlines(), start=1)
        stamps = [(number, stamp) for number, line in lines for stamp in STAMPS if stamp in line]
        first = stamps[0][0] if stamps else 0
        following = [stamp for _, stamp in stamps]
        if cell.role not in ("solution", "manual"):
            if stamps and cell.role != "task":
                message = f"« {following[0]} » n'a pas sa place dans une cellule {cell.role}"
                yield "region", message, cell, first
        elif not stamps and cell.role == "solution":
            message = f"une cellule solution a une partie entre « ### {BEGIN_SOLUTION} » et « ### {END_SOLUTION} »"
            yield "region", message, cell, 0
        elif following != [BEGIN_SOLUTION, END_SOLUTION] * (len(following) // 2):
            yield "region", f"« {BEGIN_SOLUTION} » et « {END_SOLUTION} » ne vont pas par paires", cell, first


def _questions(sujet: Sujet, calls_by_cell: dict[str, list[Call]]) -> Iterator[_Fault]:
    """Each tests cell is one call of `verifier`, on a plain name that a released cell above sets to None."""
    a_none: set[str] = set()
    for cell in sujet.cells:
        verifications = [call for call in calls_by_cell.get(cell.id, []) if call.function == "verifier"]
        if cell.role == "solution" and cell.id in calls_by_cell:
            try:
                a_none |= set_to_none(without_solution(cell.source))
            except SyntaxError as error:
                yield "code", f"sans sa solution, la cellule ne se lit plus ({error.msg})", cell, 0
        if cell.role != "tests":
            for call in verifications:
                yield "verifier", "verifier() va dans une cellule tests", cell, call.line
            continue
        if cell.id not in calls_by_cell:
            continue
        if len(verifications) != 1 or len(ast.parse(cell.source).body) != 1:
            yield (
                "verifier",
                "une cellule tests est un appel de verifier(), un seul, et rien d'autre",
                cell,
                0,
            )
            continue
        (call,) = verifications
        question, variable = call.argument(0, "question"), call.argument(1, "value")
        if question != cell.id:
            message = f"verifier() nomme la question « {question} », la cellule « {cell.id} »"
            yield "verifier", message, cell, call.line
        if not isinstance(variable, Name):
            message = "le 2e argument de verifier() est un simple nom de variable"
            yield "variable", message, cell, call.line
        elif variable.id not in a_none:
            message = f"« {variable.id} » n'est mise à None dans aucune cellule solution au-dessus, hors de la solution"
            yield "variable", message, cell, call.line


def _errors(sujet: Sujet, calls_by_cell: dict[str, list[Call]]) -> Iterator[_Fault]:
    """`erreur_type` stays in solutions, names a later question, and each question has one at least."""
    questions = {cell.id: rank for rank, cell in enumerate(sujet.cells) if cell.role == "tests"}
    seen: set[tuple[str, str]] = set()
    unknown = False
    for rank, cell in enumerate(sujet.cells):
        for call in calls_by_cell.get(cell.id, []):
            if call.function != "erreur_type":
                continue
            messages = []
            if cell.role != "solution" or _names_mistakes_outside(cell):
                messages.append("erreur_type() ne s'écrit qu'entre BEGIN SOLUTION et END SOLUTION")
            question, code = call.argument(0, "question"), call.argument(1, "code")
            if not isinstance(question, str) or not isinstance(code, str):
                unknown = True  # worked out in a loop: the dynamic rules will see it
            else:
                if question not in questions:
                    messages.append(f"aucune cellule tests n'a l'id « {question} »")
                elif questions[question] < rank:
                    messages.append(f"la question « {question} » est vérifiée avant que l'erreur soit nommée")
                if not _SLUG.match(code):
                    messages.append(f"le code « {code} » s'écrit en minuscules sans accent, chiffres et _")
                if (question, code) in seen:
                    messages.append(f"l'erreur « {code} » de « {question} » est nommée deux fois")
                seen.add((question, code))
            for message in messages:
                yield "erreur_type", message, cell, call.line
    diagnosed = {question for question, _ in seen}
    for cell in sujet.cells:
        forms = [call.form for call in calls_by_cell.get(cell.id, []) if call.function == "verifier"]
        exempt = unknown or any(form in JUDGED_WITHOUT_MISTAKE for form in forms)
        if cell.role == "tests" and cell.id not in diagnosed and not exempt:
            message = "aucune erreur_type() pour cette question : nommez au moins une erreur qu'on y fait"
            yield "sans_erreur", message, cell, 0


def _names_mistakes_outside(cell: TextCell) -> bool:
    """True if the cell as released still calls `erreur_type`; False where it no longer parses."""
    try:
        return any(call.function == "erreur_type" for call in calls(without_solution(cell.source)))
    except SyntaxError:
        return False


def _frame_calls(
    epreuve: EpreuveId, sujet: Sujet, calls_by_cell: dict[str, list[Call]], competences: list[str]
) -> Iterator[_Fault]:
    """The notebook prepares its own data, and its self-assessment names its own compétences."""
    by_id = {cell.id: cell for cell in sujet.cells}
    pairs = [(by_id[id], call) for id, own in calls_by_cell.items() for call in own]
    preparations = [(cell, call) for cell, call in pairs if call.function == "preparer"]
    if not preparations and any(cell.role == "tests" for cell in sujet.cells):
        yield "preparer", f'aucune cellule n\'appelle preparer("{epreuve}")', None, 0
    for cell, call in preparations:
        if call.argument(0, "epreuve") != epreuve:
            yield "preparer", f'l\'appel attendu est preparer("{epreuve}")', cell, call.line
    for cell, call in pairs:
        if call.function == "auto_evaluation" and list(call.arguments) != competences:
            message = f"l'auto-évaluation nomme les compétences {', '.join(competences)}, dans cet ordre"
            yield "auto_evaluation", message, cell, call.line


def notebook_rules(
    official: Epreuve | None,
    epreuve: EpreuveId,
    file: str,
    grille: Grille,
    sujets: Mapping[str, Sujet],
    competences: list[str],
) -> Iterator[Finding]:
    """All the rules on the notebooks together; official: what the référentiel says of the épreuve; `file` is the rubric's, `sujets` the texts by notebook."""
    texts = {sujet.notebook: sujet for sujet in sujets.values()}
    yield from _own_notebook(official, epreuve, grille, texts)
    yield from _auto_evaluation(epreuve, texts, competences)
    for code, critere in grille.criteres.items():
        if critere.notebook not in texts:
            message = f"champ carnet : « {critere.notebook} », et sujets/{epreuve}/{critere.notebook}.py manque"
            yield Finding("placement", epreuve, message, file=file, cell=code)
    for sujet in texts.values():
        yield from _placement(epreuve, grille, sujet, competences)
    yield from _ids(epreuve, list(texts.values()))


#: The notebook that each member of a group fills alone, as it is asked for.
_OWN = {"rex": "un REX", "production": "un notebook de production"}


def _own_notebook(
    official: Epreuve | None, epreuve: EpreuveId, grille: Grille, texts: Mapping[str, Sujet]
) -> Iterator[Finding]:
    """The référentiel says of its own épreuves whether each member of a group fills a notebook alone, and which."""
    for name, asked in _OWN.items():
        expected = official and name == official.own_notebook
        if expected and name not in texts:
            message = f"le référentiel demande {asked} : écrivez sujets/{epreuve}/{name}.py"
            yield Finding("carnet", epreuve, message)
        if official and not expected and name in texts:
            message = f"le référentiel ne demande pas {asked} à cette épreuve"
            yield Finding("carnet", epreuve, message, file=texts[name].file)
        if name in texts and all(critere.notebook != name for critere in grille.criteres.values()):
            message = f"aucun critère n'y est jugé : donnez « carnet: {name} » à ceux de grille.yaml qui le sont"
            yield Finding("carnet", epreuve, message, "avertissement", texts[name].file)


def _auto_evaluation(epreuve: EpreuveId, texts: Mapping[str, Sujet], competences: list[str]) -> Iterator[Finding]:
    """One of the notebooks asks for it: of a group, rather the one that each member fills alone."""
    for cell in (cell for sujet in texts.values() for cell in sujet.cells if cell.kind == "code"):
        with contextlib.suppress(SyntaxError):  # another rule's finding
            if any(call.function == "auto_evaluation" for call in calls(cell.source)):
                return
    request = ", ".join(f'"{competence}"' for competence in competences)
    message = f"aucune cellule n'appelle auto_evaluation({request})"
    file = texts[next((name for name in _OWN if name in texts), "sujet")].file
    yield Finding("auto_evaluation", epreuve, message, "avertissement", file)


def _placement(epreuve: EpreuveId, grille: Grille, sujet: Sujet, competences: list[str]) -> Iterator[Finding]:
    placed = [cell.competence for cell in sujet.cells if cell.role == "grille"]
    judged = {code.partition("-")[0] for code, c in grille.criteres.items() if c.notebook == sujet.notebook}
    expected = [competence for competence in competences if competence in judged]
    if placed != expected:
        message = (
            f"les cellules grille attendues sont {', '.join(expected) or 'aucune'}, une fois et dans cet "
            f"ordre ; reçu : {', '.join(placed) or 'aucune'}"
        )
        yield Finding("placement", epreuve, message, file=sujet.file)


def _ids(epreuve: EpreuveId, sujets: list[Sujet]) -> Iterator[Finding]:
    """An id in both notebooks would be two cells of one name in marks and reports."""
    taken: dict[str, str] = {}
    for sujet in sujets:
        for cell in sujet.cells:
            if cell.id in taken:
                message = f"l'id est déjà celui d'une cellule de {taken[cell.id]}"
                yield Finding("id", epreuve, message, file=sujet.file, cell=cell.id, line=cell.line)
        taken |= {cell.id: sujet.file for cell in sujet.cells if cell.id}


_EDGES = " #|:,*\"'."


def writing_rules(layout: Layout, sujets: Mapping[str, Sujet]) -> Iterator[Finding]:
    """Findings on the marked lines of the written files, texts first."""
    for sujet in sujets.values():
        cells = {cell.line: cell.name for cell in sujet.cells}
        yield from _stamps(layout.epreuve, sujet.file, sujet.text(), cells)
    for name in DATA:
        path = layout.sujet / name
        if path.exists():
            yield from _stamps(layout.epreuve, layout.short(path), path.read_text("utf-8-sig", "replace"), {})


def _stamps(epreuve: EpreuveId, file: str, text: str, cells: Mapping[int, str]) -> Iterator[Finding]:
    """One finding a cell, or a file that has none."""
    by_cell: dict[str, dict[int, str]] = {}
    cell = ""
    for number, line in enumerate(text.splitlines(), start=1):
        cell = cells.get(number, cell)
        if TO_WRITE in line:
            by_cell.setdefault(cell, {})[number] = line.partition(TO_WRITE)[2].strip(_EDGES)
    for cell, passages in by_cell.items():
        first, *others = passages
        if others:
            message = f"{len(passages)} passages restent à écrire, lignes {listed(map(str, passages))}"
        else:
            message = f"il reste à écrire : {passages[first] or 'ce qui est marqué'}"
        yield Finding("a_ecrire", epreuve, message, file=file, cell=cell, line=first)
