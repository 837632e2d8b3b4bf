"""The lint's rules on the text of a sujet: identifiers, points, calls, solution regions, its two notebooks, what is still to be written."""

from __future__ import annotations

import ast
import contextlib
import re
from collections.abc import Iterator, Mapping

from epreuves.authoring import grille as grilles
from epreuves.authoring.calls import Call, Name, calls, set_to_none, without_solution
from epreuves.authoring.findings import Finding, Level
from epreuves.authoring.grille import Grille
from epreuves.authoring.notebook import BEGIN_SOLUTION, END_SOLUTION, STAMPS
from epreuves.authoring.text import Sujet, TextCell
from epreuves.course.folders import Layout
from epreuves.wording.french import listed

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")
JUDGED_WITHOUT_MISTAKE = ("graphique",)
"""Forms judged fault by fault: no wrong way has to be named for them."""


def text_rules(epreuve: str, sujet: Sujet, competences: list[str]) -> Iterator[Finding]:
    """All the rules that a text alone can break; `competences` are the épreuve's, in order."""
    finding = _TextChecker(epreuve, sujet)
    calls_by_cell = dict(_code(sujet, finding))
    yield from finding.syntax
    yield from _identifiers(sujet, competences, finding)
    yield from _regions(sujet, finding)
    yield from _questions(sujet, calls_by_cell, finding)
    yield from _errors(sujet, calls_by_cell, finding)
    yield from _frame_calls(epreuve, sujet, calls_by_cell, competences, finding)


class _TextChecker:
    """Makes findings that name the file, the cell and the line of this text."""

    def __init__(self, epreuve: str, sujet: Sujet) -> None:
        self.epreuve = epreuve
        self.file = sujet.file
        self.syntax: list[Finding] = []

    def __call__(
        self, rule: str, message: str, cell: TextCell | None = None, line: int = 0, level: Level = "erreur"
    ) -> Finding:
        where = (cell.line + line) if cell else 0  # a call's first line is 1, just below the header
        return Finding(rule, self.epreuve, message, level, self.file, cell.name if cell else "", where)


def _code(sujet: Sujet, finding: _TextChecker) -> Iterator[tuple[str, list[Call]]]:
    """Calls of each code cell that parses, by id; a finding for each that does not."""
    for cell in sujet.cells:
        if cell.kind != "code":
            continue
        try:
            yield cell.id, calls(cell.source)
        except SyntaxError as error:
            message = f"le code ne se lit pas ({error.msg}) ; une magie (%…) ne va pas dans un sujet"
            finding.syntax.append(finding("code", message, cell, error.lineno or 0))


def _identifiers(sujet: Sujet, competences: list[str], finding: _TextChecker) -> Iterator[Finding]:
    prefixes = tuple(f"{competence.replace('.', '_')}-" for competence in competences)
    for cell in sujet.cells:
        if cell.role in ("tests", "manual", "task") and not cell.id.startswith(prefixes):
            expected = ", ".join(f"{prefix}…" for prefix in prefixes)
            yield finding("id", f"l'id d'une cellule notée commence par sa compétence : {expected}", cell)
        if cell.role in ("tests", "task") and not cell.points:
            yield finding("points", "une cellule notée vaut plus de 0 point", cell)


def _regions(sujet: Sujet, finding: _TextChecker) -> Iterator[Finding]:
    for cell in sujet.cells:
        stamps = [
            (number, stamp)
            for number, line in enumerate(cell.source.splitlines(), start=1)
            for stamp in STAMPS
            if stamp in line
        ]
        if cell.role not in ("solution", "manual"):
            if stamps and cell.role != "task":
                yield finding(
                    "region",
                    f"« {stamps[0][1]} » n'a pas sa place dans une cellule {cell.role}",
                    cell,
                    stamps[0][0],
                )
            continue
        following = [stamp for _, stamp in stamps]
        expected = [BEGIN_SOLUTION, END_SOLUTION] * (len(following) // 2)
        if not following and cell.role == "solution":
            yield finding(
                "region",
                f"une cellule solution a une partie entre « ### {BEGIN_SOLUTION} » et « ### {END_SOLUTION} »",
                cell,
            )
        elif following != expected:
            yield finding(
                "region",
                f"« {BEGIN_SOLUTION} » et « {END_SOLUTION} » ne vont pas par paires",
                cell,
                stamps[0][0],
            )


def _questions(
    sujet: Sujet, calls_by_cell: dict[str, list[Call]], finding: _TextChecker
) -> Iterator[Finding]:
    """Each tests cell is one call of `verifier`, on a plain name that a released cell above sets to None."""
    a_none: set[str] = set()
    for cell in sujet.cells:
        verifications = [call for call in calls_by_cell.get(cell.id, []) if call.function == "verifier"]
        if cell.role == "solution" and cell.id in calls_by_cell:
            try:
                a_none |= set_to_none(without_solution(cell.source))
            except SyntaxError as error:
                yield finding("code", f"sans sa solution, la cellule ne se lit plus ({error.msg})", cell)
        if cell.role != "tests":
            for call in verifications:
                yield finding("verifier", "verifier() va dans une cellule tests", cell, call.line)
            continue
        if cell.id not in calls_by_cell:
            continue
        if len(verifications) != 1 or len(ast.parse(cell.source).body) != 1:
            yield finding(
                "verifier", "une cellule tests est un appel de verifier(), un seul, et rien d'autre", cell
            )
            continue
        (call,) = verifications
        if call.argument(0, "question") != cell.id:
            yield finding(
                "verifier",
                f"verifier() nomme la question « {call.argument(0, 'question')} », la cellule « {cell.id} »",
                cell,
                call.line,
            )
        variable = call.argument(1, "value")
        if not isinstance(variable, Name):
            yield finding(
                "variable", "le 2e argument de verifier() est un simple nom de variable", cell, call.line
            )
        elif variable.id not in a_none:
            yield finding(
                "variable",
                f"« {variable.id} » n'est mise à None dans aucune cellule solution au-dessus, hors de la "
                "solution",
                cell,
                call.line,
            )


def _errors(sujet: Sujet, calls_by_cell: dict[str, list[Call]], finding: _TextChecker) -> Iterator[Finding]:
    """`erreur_type` stays in solutions, names a question that comes later, and each question has one at
    least.
    """
    questions = {cell.id: rank for rank, cell in enumerate(sujet.cells) if cell.role == "tests"}
    seen: set[tuple[str, str]] = set()
    unknown = False
    for rank, cell in enumerate(sujet.cells):
        for call in calls_by_cell.get(cell.id, []):
            if call.function != "erreur_type":
                continue
            if cell.role != "solution" or any(
                other.function == "erreur_type" for other in calls_outside_solutions(cell)
            ):
                yield finding(
                    "erreur_type",
                    "erreur_type() ne s'écrit qu'entre BEGIN SOLUTION et END SOLUTION",
                    cell,
                    call.line,
                )
            question, code = call.argument(0, "question"), call.argument(1, "code")
            if not isinstance(question, str) or not isinstance(code, str):
                unknown = True  # worked out in a loop: the dynamic rules will see it
                continue
            if question not in questions:
                yield finding("erreur_type", f"aucune cellule tests n'a l'id « {question} »", cell, call.line)
            elif questions[question] < rank:
                yield finding(
                    "erreur_type",
                    f"la question « {question} » est vérifiée avant que l'erreur soit nommée",
                    cell,
                    call.line,
                )
            if not _SLUG.match(code):
                yield finding(
                    "erreur_type",
                    f"le code « {code} » s'écrit en minuscules sans accent, chiffres et _",
                    cell,
                    call.line,
                )
            if (question, code) in seen:
                yield finding(
                    "erreur_type",
                    f"l'erreur « {code} » de « {question} » est nommée deux fois",
                    cell,
                    call.line,
                )
            seen.add((question, code))
    diagnosed = {question for question, _ in seen}
    for cell in sujet.cells:
        forms = [call.form for call in calls_by_cell.get(cell.id, []) if call.function == "verifier"]
        if (
            cell.role != "tests"
            or cell.id in diagnosed
            or unknown
            or any(f in JUDGED_WITHOUT_MISTAKE for f in forms)
        ):
            continue
        yield finding(
            "sans_erreur",
            "aucune erreur_type() pour cette question : nommez au moins une erreur qu'on y fait",
            cell,
        )


def calls_outside_solutions(cell: TextCell) -> list[Call]:
    """The calls that the released cell keeps; none where it no longer parses."""
    try:
        return calls(without_solution(cell.source))
    except SyntaxError:
        return []


def _frame_calls(
    epreuve: str,
    sujet: Sujet,
    calls_by_cell: dict[str, list[Call]],
    competences: list[str],
    finding: _TextChecker,
) -> Iterator[Finding]:
    """The notebook prepares its own data, and its self-assessment names its own compétences."""
    by_id = {cell.id: cell for cell in sujet.cells}
    pairs = [(by_id[id], call) for id, liste in calls_by_cell.items() for call in liste]
    preparations = [(cell, call) for cell, call in pairs if call.function == "preparer"]
    if not preparations and any(cell.role == "tests" for cell in sujet.cells):
        yield finding("preparer", f'aucune cellule n\'appelle preparer("{epreuve}")')
    for cell, call in preparations:
        if call.argument(0, "epreuve") != epreuve:
            yield finding("preparer", f'l\'appel attendu est preparer("{epreuve}")', cell, call.line)
    evaluations = [(cell, call) for cell, call in pairs if call.function == "auto_evaluation"]
    for cell, call in evaluations:
        if list(call.arguments) != competences:
            yield finding(
                "auto_evaluation",
                f"l'auto-évaluation nomme les compétences {', '.join(competences)}, dans cet ordre",
                cell,
                call.line,
            )


def notebook_rules(
    epreuve: str, file: str, grille: Grille, sujets: Mapping[str, Sujet], competences: list[str]
) -> Iterator[Finding]:
    """All the rules on the notebooks together; `file` is the rubric's, `sujets` the texts by notebook."""
    texts = {sujet.notebook: sujet for sujet in sujets.values()}
    yield from _rex(epreuve, grille, texts)
    yield from _auto_evaluation(epreuve, texts, competences)
    for code, critere in grille.criteres.items():
        if critere.notebook not in texts:
            message = (
                f"champ carnet : « {critere.notebook} », et sujets/{epreuve}/{critere.notebook}.py manque"
            )
            yield Finding("placement", epreuve, message, file=file, cell=code)
    for sujet in texts.values():
        yield from _placement(epreuve, grille, sujet, competences)
    yield from _ids(epreuve, list(texts.values()))


def _rex(epreuve: str, grille: Grille, texts: Mapping[str, Sujet]) -> Iterator[Finding]:
    """The référentiel says of its own épreuves whether each member of a group writes a REX."""
    expected = grilles.has_rex(epreuve)
    if expected and "rex" not in texts:
        yield Finding("rex", epreuve, f"le référentiel demande un REX : écrivez sujets/{epreuve}/rex.py")
    if expected is False and "rex" in texts:
        message = "le référentiel ne demande pas de REX à cette épreuve"
        yield Finding("rex", epreuve, message, file=texts["rex"].file)
    if "rex" in texts and all(critere.notebook != "rex" for critere in grille.criteres.values()):
        message = "aucun critère n'y est jugé : donnez « carnet: rex » à ceux de grille.yaml qui le sont"
        yield Finding("rex", epreuve, message, "avertissement", texts["rex"].file)


def _auto_evaluation(epreuve: str, texts: Mapping[str, Sujet], competences: list[str]) -> Iterator[Finding]:
    """One of the notebooks asks for it: of a group, rather the one that each member fills alone."""
    for cell in (cell for sujet in texts.values() for cell in sujet.cells if cell.kind == "code"):
        with contextlib.suppress(SyntaxError):  # another rule's finding
            if any(call.function == "auto_evaluation" for call in calls(cell.source)):
                return
    request = ", ".join(f'"{competence}"' for competence in competences)
    message = f"aucune cellule n'appelle auto_evaluation({request})"
    file = texts["rex" if "rex" in texts else "sujet"].file
    yield Finding("auto_evaluation", epreuve, message, "avertissement", file)


def _placement(epreuve: str, grille: Grille, sujet: Sujet, competences: list[str]) -> Iterator[Finding]:
    placed = [cell.competence for cell in sujet.cells if cell.role == "grille"]
    judged = {code.partition("-")[0] for code, c in grille.criteres.items() if c.notebook == sujet.notebook}
    expected = [competence for competence in competences if competence in judged]
    if placed != expected:
        message = (
            f"les cellules grille attendues sont {', '.join(expected) or 'aucune'}, une fois et dans cet "
            f"ordre ; reçu : {', '.join(placed) or 'aucune'}"
        )
        yield Finding("placement", epreuve, message, file=sujet.file)


def _ids(epreuve: str, sujets: list[Sujet]) -> Iterator[Finding]:
    """An id in both notebooks would be two cells of one name in marks and reports."""
    taken: dict[str, str] = {}
    for sujet in sujets:
        for cell in sujet.cells:
            if cell.id in taken:
                message = f"l'id est déjà celui d'une cellule de {taken[cell.id]}"
                yield Finding("id", epreuve, message, file=sujet.file, cell=cell.id, line=cell.line)
        taken |= {cell.id: sujet.file for cell in sujet.cells if cell.id}


STAMP = "À ÉCRIRE"
"""What `epreuves new` leaves wherever the author alone knows."""
_EDGES = " #|:,*\"'."
DATA = ("dictionnaire.yaml", "donnees.py", "grille.yaml", "oral.yaml", "demo.yaml", "demo.py")


def writing_rules(layout: Layout, sujets: Mapping[str, Sujet]) -> Iterator[Finding]:
    """Findings on the marked lines of the written files, texts first."""
    for sujet in sujets.values():
        cells = {cell.line: cell.name for cell in sujet.cells}
        yield from _stamps(layout.epreuve, sujet.file, sujet.text(), cells)
    for name in DATA:
        path = layout.sujet / name
        if path.exists():
            yield from _stamps(layout.epreuve, layout.short(path), path.read_text("utf-8-sig", "replace"), {})


def _stamps(epreuve: str, file: str, text: str, cells: Mapping[int, str]) -> Iterator[Finding]:
    """One finding a cell, or a file that has none."""
    found: dict[str, dict[int, str]] = {}
    cell = ""
    for number, line in enumerate(text.splitlines(), start=1):
        cell = cells.get(number, cell)
        if STAMP in line:
            found.setdefault(cell, {})[number] = line.partition(STAMP)[2].strip(_EDGES)
    for cell, passages in found.items():
        first, *others = passages
        if others:
            message = f"{len(passages)} passages restent à écrire, lignes {listed(map(str, passages))}"
        else:
            message = f"il reste à écrire : {passages[first] or 'ce qui est marqué'}"
        yield Finding("a_ecrire", epreuve, message, file=file, cell=cell, line=first)
