"""The fictional candidates, twelve or all twenty-four: what they do with a notebook (right answers, mistakes, accidents, fraud), and who works with whom."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import nbformat

from epreuves.answers.forms import ChartForm, WorkbookForm
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import GROUPS_FILE
from epreuves_kit.demo import copies
from epreuves_kit.demo.copies import LATE, FictionalCopy
from epreuves_kit.marking import Question
from epreuves_kit.variants.groups import Size, read
from epreuves_kit.variants.groups import size as size_for


def _typed(question: Question) -> bool:
    return not isinstance(question.form, ChartForm | WorkbookForm)


def perfect(submission: FictionalCopy) -> None:
    for cell in submission.cells("solution"):
        submission.solve(cell)
    submission.hand_in_workbooks()
    submission.write_texts(1)


def blank(submission: FictionalCopy) -> None:
    """Nothing is touched."""


def mistakes(rank: int) -> Callable[[FictionalCopy], None]:
    """Every question that has so many mistakes is answered by that one, the others rightly."""

    def write(submission: FictionalCopy) -> None:
        perfect(submission)
        for question in submission.scheme.questions:
            if _typed(question) and len(question.mistakes) > rank:
                submission.type_in(question, copies.python(question.form, question.mistakes[rank].value))
        submission.write_texts(0.6)

    return write


def followed(submission: FictionalCopy) -> None:
    """One mistake, in the answer that most others build on; all the rest worked out from it."""
    perfect(submission)
    questions = [q for q in submission.scheme.questions if _typed(q) and q.mistakes]
    if not questions:
        submission.write_texts(0.8)
        return
    first = max(questions, key=lambda q: sum(q.id in other.depends for other in submission.scheme.questions))
    submission.type_in(first, copies.python(first.form, first.mistakes[0].value))
    # A REX says what went wrong: its best prose would tell of the very mistake that its figures make.
    submission.write_texts(0.6 if submission.name == "rex" else 0.8, {first.id: first.mistakes[0].value})


def by_form(submission: FictionalCopy, values: Mapping[str, Any] | None = None) -> None:
    """Every answer typed in its form and not a line of code, the right ones but for these values by question."""
    for question in submission.scheme.questions:
        submission.fill(question, (values or {}).get(question.id, question.expected))
    submission.hand_in_workbooks()
    submission.write_texts(1)


def mistakes_by_form(rank: int) -> Callable[[FictionalCopy], None]:
    """As `mistakes`, typed in forms."""

    def write(submission: FictionalCopy) -> None:
        wrong = {
            q.id: q.mistakes[rank].value for q in submission.scheme.questions if _typed(q) and len(q.mistakes) > rank
        }
        by_form(submission, wrong)
        submission.write_texts(0.6)

    return write


def spreadsheet(submission: FictionalCopy) -> None:
    """Every figure worked out in a spreadsheet and pasted in its form; a chart as well."""
    by_form(submission)
    submission.write_texts(0.8)


def neighbour(submission: FictionalCopy) -> None:
    """The figures of another variant, typed in their forms."""
    other = another(submission.exam_session.letters, submission.letter)
    for question in submission.references.get(other).questions:
        if _typed(question):
            submission.fill(question, question.expected)
    submission.write_texts(0.5)


def another(letters: str, letter: str) -> str:
    """Another letter of the session's, whichever one it is and however many there are."""
    return letters[(letters.index(letter) + max(1, len(letters) // 2 - 1)) % len(letters)]


def bad_forms(submission: FictionalCopy) -> None:
    """Right on the first third, then answers that are not of the form asked for."""
    perfect(submission)
    questions = [q for q in submission.scheme.questions if _typed(q)]
    wrong = ('"environ 3"', "float('nan')", "print", "[1, 2, 3]", '"1.234"')
    for i, question in enumerate(questions[len(questions) // 3 :]):
        submission.type_in(question, wrong[i % len(wrong)])
    submission.write_texts(0.4)


def unfinished(submission: FictionalCopy) -> None:
    """Out of time half-way."""
    cells = list(submission.cells("solution"))
    for cell in cells[: len(cells) // 2]:
        submission.solve(cell)
    submission.write_texts(0.3)


def truncated(submission: FictionalCopy) -> None:
    perfect(submission)
    submission.raw = lambda raw: raw[: len(raw) // 3]


def damaged(submission: FictionalCopy) -> None:
    """Cells pasted twice, erased, turned into text: the doctor's daily work."""
    perfect(submission)
    cells = submission.notebook.cells
    tests = list(submission.cells("tests"))
    if len(tests) < 3:
        return
    pasted = copy.deepcopy(tests[0])
    pasted["id"] = "colle"  # JupyterLab gives a pasted cell an id of its own, and keeps its metadata
    cells.insert(cells.index(tests[0]), pasted)
    cells.remove(tests[-1])
    tests[1].cell_type = "raw"
    for key in ("outputs", "execution_count"):
        tests[1].pop(key, None)


def hostile(submission: FictionalCopy) -> None:
    """Tries what stock nbgrader lets through; then writes HTML for whoever opens the copy."""
    attack = nbformat.v4.new_code_cell(
        "import ast, builtins, epreuves\n"
        "class Toujours:\n    def __eq__(self, autre): return True\n    def __float__(self): return 1.0\n"
        "class SansAssert(ast.NodeTransformer):\n    def visit_Assert(self, n): return None\n"
        "get_ipython().ast_transformers.append(SansAssert())\n"
        "verifier = epreuves.verifier = builtins.verifier = lambda *a, **k: 100.0\n"
        "try:\n    open('../../../source/secret').read()\nexcept OSError: pass\n",
        id="fraude",  # one at random would make each demonstration's page another
    )
    attack.metadata["tags"] = ["skip-execution"]
    submission.notebook.cells.insert(2, attack)
    for cell in submission.cells("tests"):
        cell.metadata["tags"] = ["skip-execution"]
        cell.metadata.nbgrader["points"] = 1000
        cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "1000.0"})]
    for question in submission.scheme.questions:
        submission.answer_cell(question).source += f"\n{question.variable} = Toujours()"
    for cell in submission.cells("manual"):
        cell.source = "<script>alert('copie')</script> [corrigé](javascript:alert(1)) ![](piege.svg)"


def endless(submission: FictionalCopy) -> None:
    """Right until a loop that never ends, in the middle."""
    perfect(submission)
    if cells := list(submission.cells("solution")):
        cells[len(cells) // 2].source += "\nwhile True:\n    pass"
    submission.write_texts(0.7)


def late(write: Callable[[FictionalCopy], None]) -> Callable[[FictionalCopy], None]:
    """The same, handed in after the hour."""

    def written(submission: FictionalCopy) -> None:
        write(submission)
        submission.files["timestamp.txt"] = LATE

    return written


def some_mistakes(every: int) -> Callable[[FictionalCopy], None]:
    """One question out of so many is answered by its most frequent mistake, worked out elsewhere and typed in."""

    def write(submission: FictionalCopy) -> None:
        spreadsheet(submission)
        questions = [q for q in submission.scheme.questions if _typed(q) and q.mistakes]
        for question in questions[::every]:
            submission.type_in(question, copies.python(question.form, question.mistakes[0].value))
        # Prose that quotes no figure: the right ones would contradict the answers above it.
        submission.write_texts(0.6)

    return write


def without_charts(submission: FictionalCopy) -> None:
    """A spreadsheet's figures, and no chart: it was drawn there, and never here."""
    spreadsheet(submission)
    for question in submission.scheme.questions:
        if not _typed(question):
            submission.typed.pop(question.id, None)


def begun(submission: FictionalCopy) -> None:
    """The first answers only."""
    for cell in list(submission.cells("solution"))[:2]:
        submission.solve(cell)


def short_texts(submission: FictionalCopy) -> None:
    """Every figure right, hardly a word."""
    perfect(submission)
    submission.write_texts(0.2)


def pruned(submission: FictionalCopy) -> None:
    """Right, but for tests cells deleted along the way, which the doctor puts back."""
    perfect(submission)
    for cell in list(submission.cells("tests"))[::3]:
        submission.notebook.cells.remove(cell)
    submission.write_texts(0.7)


#: What stands before every fictional candidate's name, so that none is taken for a real one.
PREFIX = "fictif-"


class FictionalCandidate(msgspec.Struct, frozen=True):
    """A fictional candidate: identifier, what they do, the levels (0 to 3) that the fictional jury gives around."""

    id: str
    profile: str
    level: int
    self_level: int | None
    write: Callable[[FictionalCopy], None]


_WHO: tuple[tuple[str, str, int, int | None, Callable[[FictionalCopy], None]], ...] = (
    ("ines-marchand", "tout juste", 3, 2, perfect),
    ("hugo-lefort", "copie vierge", 0, None, blank),
    ("lea-fontaine", "erreurs fréquentes", 1, 2, mistakes(0)),
    ("karim-benali", "autres erreurs fréquentes, au formulaire", 2, 1, mistakes_by_form(1)),
    ("chloe-garnier", "une erreur, puis juste à partir d'elle", 2, 2, followed),
    ("thomas-roussel", "travail au tableur, collé dans les formulaires", 3, 3, spreadsheet),
    ("manon-leclerc", "chiffres d'une voisine", 1, 3, neighbour),
    ("yanis-moreau", "réponses non valables", 1, 1, bad_forms),
    ("sarah-petit", "inachevée", 1, 0, unfinished),
    ("paul-girard", "fichier tronqué", 0, None, truncated),
    ("amina-diallo", "notebook abîmé par mégarde", 2, 2, damaged),
    ("zoe-vidal", "tentatives de fraude", 0, 3, hostile),
    ("camille-roche", "tout juste au formulaire, en retard", 3, 2, late(by_form)),
    ("nadia-cherif", "tableur, une erreur sur trois", 2, 2, some_mistakes(3)),
    ("lucas-perrin", "tableur, sans graphique", 1, 2, without_charts),
    ("jade-morel", "chiffres justes, écrits courts", 1, 2, short_texts),
    ("nolan-faure", "tableur, une erreur sur deux", 1, 1, some_mistakes(2)),
    ("eva-rey", "inachevée, en retard", 1, 1, late(unfinished)),
    ("mehdi-haddad", "tableur, en retard", 2, 2, late(spreadsheet)),
    ("alice-blanc", "tableur, une erreur sur quatre", 2, 3, some_mistakes(4)),
    ("tom-guerin", "boucle sans fin", 2, 1, endless),
    ("rose-lambert", "à peine commencée", 0, 0, begun),
    ("adam-colin", "cellules effacées", 2, 2, pruned),
    ("lina-masson", "tout juste, sans auto-évaluation", 3, None, perfect),
)
COHORT = tuple(FictionalCandidate(PREFIX + row[0], *row[1:]) for row in _WHO)
_INSTEAD = next(candidate for candidate in COHORT if candidate.write is pruned)


def _ending(candidate: FictionalCandidate) -> FictionalCandidate:
    """A candidate whose copy ends: what never does is done as somebody else does it."""
    instead = msgspec.structs.replace(_INSTEAD, id=candidate.id)
    return instead if candidate.write is endless else candidate


#: Those whom the demonstration plays unless all are asked for: one of each thing that befalls a copy, but for the loop, which makes
#: everybody wait. The first is always right, and writes for their group.
_FEW = frozenset(
    PREFIX + name
    for name in (
        "ines-marchand",
        "hugo-lefort",
        "lea-fontaine",
        "karim-benali",
        "chloe-garnier",
        "thomas-roussel",
        "manon-leclerc",
        "paul-girard",
        "amina-diallo",
        "zoe-vidal",
        "camille-roche",
        "tom-guerin",
    )
)
FEW = tuple(_ending(candidate) for candidate in COHORT if candidate.id in _FEW)
#: Those whose figures are right from end to end, whatever befalls the copy.
_RIGHT = frozenset(
    PREFIX + name
    for name in ("ines-marchand", "thomas-roussel", "amina-diallo", "camille-roche", "mehdi-haddad", "lina-masson")
)
#: One épreuve in so many has a copy that never ends; what is handed in there in the others.
LOOPS = 6

_HEADER = "epreuve;groupe;candidat;etat;depot"
#: What is to be said of a member of a group, where it is not simply « présent »: the state, and the mark of whose copy counts.
_STATES = {
    PREFIX + "lucas-perrin": ("absent", ""),
    PREFIX + "nolan-faure": ("présent", "x"),
    PREFIX + "tom-guerin": ("parti", ""),
}

#: Who hands in a collective copy: two who differ may be of one group, and a group may have none.
WRITERS = frozenset(
    PREFIX + name
    for name in (
        "ines-marchand",
        "chloe-garnier",
        "yanis-moreau",
        "paul-girard",
        "camille-roche",
        "jade-morel",
        "nolan-faure",
        "mehdi-haddad",
        "lina-masson",
    )
)


def cohort(epreuve: EpreuveId, among: Sequence[FictionalCandidate] = COHORT) -> tuple[FictionalCandidate, ...]:
    """The candidates, with what each does in an épreuve: by its number, they trade places, so that nobody always does the same.

    Those who know their trade trade among themselves: some of them are certified in the end.
    """
    number = int(epreuve[1:3]) if epreuve[1:3].isdecimal() else None
    shift = 0 if number is None else (6 - number) % 11
    doing: dict[str, FictionalCandidate] = {}
    for right in (True, False):
        ring = [candidate for candidate in among if (candidate.id in _RIGHT) is right]
        first = shift % max(len(ring), 1)
        doing |= {c.id: d for c, d in zip(ring, [*ring[first:], *ring[:first]], strict=True)}
    if number is not None and number % LOOPS != LOOPS - 1:
        # A loop waits until the course's limit for a cell: seeing it in a few épreuves is enough.
        doing = {id: _ending(d) for id, d in doing.items()}
    return tuple(msgspec.structs.replace(doing[c.id], id=c.id) for c in among)


def groups(size: Size, among: Sequence[FictionalCandidate] = COHORT) -> dict[str, tuple[str, ...]]:
    """Candidates in groups as large as may be; the last is in none where that leaves the last group large enough."""
    names = [c.id for c in among]
    cut = [names[i : i + size.maximum] for i in range(0, len(names), size.maximum)]
    if len(cut[-1]) > size.minimum:
        cut[-1].pop()
    kept = [members for members in cut if len(members) >= size.minimum]
    return {f"G{number}": tuple(members) for number, members in enumerate(kept, 1)}


def lay_groups(root: Path, epreuves: Sequence[EpreuveId], among: Sequence[FictionalCandidate] = COHORT) -> bool:
    """Write the fictional groups of those épreuves that are done in groups to `groupes.csv`; True if something was written.

    A file that names anybody real is left as it is. In the demonstration's own, groups of the same candidates are left, those of others
    replaced.
    """
    path = root / GROUPS_FILE
    existing = read(root)
    before = [_HEADER] if existing is None else path.read_text("utf-8-sig").splitlines()
    members = [m.candidate for group in existing or () for m in group.members]
    if existing is not None and not (before[0].startswith(_HEADER) and members):
        return False
    if not all(member.startswith(PREFIX) for member in members):
        return False
    lines: list[str] = []
    for epreuve in epreuves:
        size = size_for(root, epreuve)
        if size is None:
            continue
        due = groups(size, among)
        present = {m.candidate for g in existing or () if g.epreuve == epreuve for m in g.members}
        if present == {name for named in due.values() for name in named}:
            continue
        before = [line for line in before if not line.startswith(f"{epreuve};")]
        for group, named in due.items():
            for name in named:
                state, mark = _STATES.get(name, ("présent", ""))
                # Who has left no longer counts: nobody leaves a group that would be too small without them.
                if state == "parti" and len(named) <= size.minimum:
                    state = "présent"
                lines.append(f"{epreuve};{group};{name};{state};{mark}")
    if lines:
        path.write_text("\n".join([*before, *lines, ""]), encoding="utf-8", newline="\n")
    return bool(lines)


def states(root: Path, epreuve: EpreuveId) -> dict[str, str] | None:
    """Members of groups: présent, absent or parti; None for an épreuve without groups."""
    every = read(root, epreuve)
    return None if every is None else {m.candidate: m.state for g in every for m in g.members}


def there(root: Path, epreuve: EpreuveId, candidates: Sequence[FictionalCandidate]) -> bool:
    """True if an épreuve was played to its end: whoever was not absent has their feedback."""
    by_candidate = states(root, epreuve) or {}
    due = (c.id for c in candidates if by_candidate.get(c.id) != "absent")
    return all((root / "feedback" / id / epreuve).is_dir() for id in due)
