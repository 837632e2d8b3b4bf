"""The lint's rules on what a text announces against what it is: numbering, points, writings and the grille that judges them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from epreuves.referentiel.spelling import CODE, EpreuveId
from epreuves.wording.french import counted, listed, number
from epreuves_kit.authoring.deliverables import files_asked
from epreuves_kit.authoring.grille import Grille
from epreuves_kit.authoring.statements import Line, headings, lines, lines_of, shown, statements, writings
from epreuves_kit.authoring.text import Sujet, TextCell
from epreuves_kit.course.stamps import split
from epreuves_kit.proof.findings import Finding

_DUE = re.compile(rf"(?:\*\*À rendre\*\*\s+\(|\*{CODE}\s+·\s+)(\d+(?:[.,]\d+)?)\s+points?\b")
_TOTAL = re.compile(
    r"\b(\d+)\s+points\b\**\s*:\s+(\d+)\s+pour\s+(\w+)\s+questions?\b[^,.;]*,\s+(\d+)\s+pour\s+(\w+)\s+écrits?\b"
)
_COMPETENCE_POINTS = re.compile(rf"\b({CODE})\s+·\s+(\d+(?:,\d+)?)\s+points?\b")
_SPAN = re.compile(r"(\d+|[A-Z])(?:\s(à|et)\s(\d+|[A-Z]))?\Z")
_WRITINGS_NAMED = re.compile(r"\b[ÉéEe]crits?\s+([A-Z](?:(?:,\s+|\s+et\s+|\s+à\s+)[A-Z])*)\b")
_QUESTIONS_NAMED = re.compile(r"\b[Qq]uestions?\s+(\d+(?:(?:,\s+|\s+et\s+|\s+à\s+)\d+)*)\b")
_NUMBERS = dict(
    zip(
        [
            "une",
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
            "treize",
            "quatorze",
            "quinze",
            "seize",
        ],
        range(1, 17),
        strict=True,
    )
) | {"un": 1}
#: Words of guidance that tell the jury something.
_GUIDANCE = 5
#: A thing expected or a descriptor of fewer words says nothing of what is seen.
_DESCRIPTOR = 4


def structure_rules(
    epreuve: EpreuveId, grille_file: str, grille: Grille, sujets: Mapping[str, Sujet], competences: list[str]
) -> Iterator[Finding]:
    """All the rules on what texts and grille announce of one another; `sujets` are the texts by notebook."""
    for sujet in sujets.values():
        yield from _numbering(epreuve, sujet)
        yield from _points_of_questions(epreuve, sujet)
        yield from _totals(epreuve, sujet, grille)
        yield from _guidance(epreuve, sujet)
    yield from _writings(epreuve, grille_file, grille, sujets, competences)
    yield from _descriptors(epreuve, grille_file, grille)


def _numbering(epreuve: EpreuveId, sujet: Sujet) -> Iterator[Finding]:
    """Questions go from 1 on, parts from a on under their own question, writings from A on."""

    def finding(line: Line, due: str) -> Finding:
        message = f"numérotation : « {due} » est attendu ici, « {_title(line)} » est écrit"
        return Finding("numerotation", epreuve, message, "erreur", sujet.file, line.cell.name, line.number)

    question, part = 0, ""
    for heading in headings(sujet):
        if heading.part:
            part = chr(ord(part) + 1) if part else "a"
            if (heading.number, heading.part) != (question, part):
                yield finding(heading.line, f"{question} {part}.")
            part = heading.part
        else:
            question, part = question + 1, ""
            if heading.number != question:
                yield finding(heading.line, f"Question {question}")
            question = heading.number
    letter = "A"
    for heading in writings(sujet):
        if heading.part != letter:
            yield finding(heading.line, f"Écrit {letter}")
        letter = chr(ord(heading.part) + 1)


def _title(line: Line) -> str:
    return line.text.lstrip("# ").partition(" — ")[0].strip()[:40]


def _points_of_questions(epreuve: EpreuveId, sujet: Sujet) -> Iterator[Finding]:
    """« **À rendre** (4 points) » says what the cell below is worth; where one question says it, all do."""
    announced = {statement.cell.id: _announced(statement.lines) for statement in statements(sujet)}
    for statement in statements(sujet):
        cell = statement.cell
        if (announcement := announced[cell.id]) is not None and announcement[1] != (cell.points or 0):
            line = announcement[0]
            message = f"l'énoncé annonce {counted(announcement[1], 'point')} et la question en vaut {number(cell.points or 0)}"
            yield Finding("points_annonces", epreuve, message, "erreur", sujet.file, cell.name, line.number)
        elif announcement is None and any(announced.values()):
            message = "l'énoncé ne dit pas les points, comme les autres questions : « **À rendre** (… points) »"
            yield Finding("points_annonces", epreuve, message, "avertissement", sujet.file, cell.name, cell.line)


def _announced(above: tuple[Line, ...]) -> tuple[Line, float] | None:
    for line in reversed(above):
        if due := _DUE.search(line.text):
            return line, float(due[1].replace(",", "."))
    return None


def _totals(epreuve: EpreuveId, sujet: Sujet, grille: Grille) -> Iterator[Finding]:
    """The rules on the points announced of all the questions, of a part, of a compétence."""

    def finding(cell: TextCell, line: int, message: str) -> Finding:
        return Finding("points_annonces", epreuve, message, "erreur", sujet.file, cell.name, line)

    asked = statements(sujet)
    machine = sum(statement.cell.points or 0 for statement in asked)
    judged: dict[str, float] = {code: c.points for code, c in grille.criteres.items() if c.notebook == sujet.notebook}
    questions, letters = len({h.number for h in headings(sujet)}), len(writings(sujet))
    for cell in sujet.cells:
        if cell.kind != "markdown" or cell.role == "grille":
            continue
        text = shown(cell)
        for match in _TOTAL.finditer(text):
            line = cell.line + 1 + text[: match.start()].count("\n")
            announced = [float(match[rank]) for rank in (1, 2, 4)]
            real = [machine + sum(judged.values()), machine, sum(judged.values())]
            if announced != real:
                sums = listed(map(number, real))
                yield finding(
                    cell,
                    line,
                    f"les points annoncés ({listed(map(number, announced))}) ne sont pas les vrais : {sums}",
                )
            for word, count, noun in ((match[3], questions, "question"), (match[5], letters, "écrit")):
                if _NUMBERS.get(word, count) != count:
                    yield finding(cell, line, f"« {word} » annonce autre chose que {counted(count, noun)}")
        writing = min((h.line.number - cell.line for h in writings(sujet) if h.line.cell == cell), default=0)
        below = len("\n".join(text.split("\n")[: writing - 1])) if writing else len(text)
        for match in _COMPETENCE_POINTS.finditer(text, below):
            real_points = sum(points for code, points in judged.items() if code.partition("-")[0] == match[1])
            if float(match[2].replace(",", ".")) != real_points:
                line = cell.line + 1 + text[: match.start()].count("\n")
                yield finding(
                    cell,
                    line,
                    f"{match[1]} annonce {match[2]} points, sa grille en donne {number(real_points)}",
                )
        for row, points in _parts_table(cell):
            worth = _points_of(row[0], {s.cell.id: (s.number, s.cell.points or 0) for s in asked}, judged)
            if worth is not None and worth != points:
                message = f"le tableau des parties donne {number(points)} points à « {row[0]} », qui en valent {number(worth)}"
                yield finding(cell, row[1], message)


def _parts_table(cell: TextCell) -> Iterator[tuple[tuple[str, int], float]]:
    """((« 1 à 4 », line), points) of each row of a table that has columns « Questions » and « Points »."""
    columns: list[str] = []
    for line in lines_of(cell):
        row = [piece.strip() for piece in line.text.strip().strip("|").split("|")]
        if not line.text.lstrip().startswith("|"):
            columns = []
        elif not columns:
            columns = row
        elif {"Questions", "Points"} <= set(columns) and len(row) == len(columns):
            span, points = (row[columns.index(name)] for name in ("Questions", "Points"))
            if _SPAN.match(span) and re.fullmatch(r"\d+(,\d+)?", points):
                yield (span, line.number), float(points.replace(",", "."))


def _points_of(span: str, asked: Mapping[str, tuple[int, float]], judged: Mapping[str, float]) -> float | None:
    """The points of questions « 1 à 4 », or of writings « A à D », which are all of them; None for anything else."""
    match = _SPAN.match(span)
    if match is None:
        return None
    first, word, last = match[1], match[2], match[3] or match[1]
    if first.isdigit() and last.isdigit():
        wanted = set(range(int(first), int(last) + 1)) if word != "et" else {int(first), int(last)}
        return sum(points for number, points in asked.values() if number in wanted)
    return sum(judged.values()) if first == "A" else None


def _guidance(epreuve: EpreuveId, sujet: Sujet) -> Iterator[Finding]:
    """The rule that a writing's solution tells the jury more than its title."""
    for cell in sujet.cells:
        if cell.role == "manual":
            text = re.sub(r"\*\*Repères[^*]*\*\*|Repères(?: pour le jury)?", "", "\n".join(split(cell.source)[1]))
            if len(re.findall(r"\w{2,}", text)) < _GUIDANCE:
                message = "les repères pour le jury sont vides : dites ce qu'un bon écrit contient dans ce cas"
                yield Finding("reperes", epreuve, message, "erreur", sujet.file, cell.name, cell.line)


def _writings(
    epreuve: EpreuveId, file: str, grille: Grille, sujets: Mapping[str, Sujet], competences: list[str]
) -> Iterator[Finding]:
    """A compétence has a writing or a file, and what a grille says it is judged on is there."""
    texts = {sujet.notebook: sujet for sujet in sujets.values()}
    written = {
        cell.id.partition("-")[0]
        for sujet in texts.values()
        for cell in sujet.cells
        if cell.role == "manual" or (cell.kind == "code" and files_asked(cell.source))
    }
    # One that another épreuve assesses too may have questions alone here; elsewhere a grille without its criteria says so itself.
    for competence in (code for code in competences if code in grille.competences()):
        if competence.replace(".", "_") not in written:
            message = f"{competence} n'a aucun écrit : ajoutez une cellule manual dont l'id commence par {competence.replace('.', '_')}-"
            yield Finding("ecrit", epreuve, message, file=texts["sujet"].file)
    for code, critere in grille.criteres.items():
        sujet = texts.get(critere.notebook)
        if sujet is None:
            continue
        letters = {heading.part for heading in writings(sujet)}
        questions = {heading.number for heading in headings(sujet)}
        for letter in writings_named(critere.instruction):
            if letter not in letters:
                message = f"champ consigne : l'écrit {letter} n'existe pas dans {critere.notebook}.py"
                yield Finding("consigne", epreuve, message, file=file, cell=code)
        for asked in _named(_QUESTIONS_NAMED, critere.instruction):
            if questions and int(asked) not in questions:
                message = f"champ consigne : la question {asked} n'existe pas dans {critere.notebook}.py"
                yield Finding("consigne", epreuve, message, file=file, cell=code)


def writings_named(instruction: str) -> list[str]:
    """The letters of the writings that a rubric cell says it is judged on, in its order."""
    return _named(_WRITINGS_NAMED, instruction)


def _named(pattern: re.Pattern[str], text: str) -> list[str]:
    """The letters or numbers that a text names after a word: « écrits A et C », « questions 5 à 7 »."""
    names: list[str] = []
    for match in pattern.finditer(text):
        pieces = re.split(r",\s+|\s+et\s+", match[1])
        for piece in pieces:
            first, _, last = (part.strip() for part in piece.partition(" à "))
            if last and first.isdigit():
                names += map(str, range(int(first), int(last) + 1))
            elif last:
                names += map(chr, range(ord(first), ord(last) + 1))
            else:
                names.append(first)
    return names


def _descriptors(epreuve: EpreuveId, file: str, grille: Grille) -> Iterator[Finding]:
    """A thing expected, or a descriptor, says what is seen, in words of this case."""
    for code, critere in grille.criteres.items():
        short = [text for text in critere.expected if text.strip() and len(re.findall(r"\w+", text)) < _DESCRIPTOR]
        if short:
            message = f"champ attendus : « {' '.join(short[0].split())} » ne dit pas ce que l'on voit ; dites ce qui se lit dans l'écrit"
            yield Finding("descripteurs", epreuve, message, file=file, cell=code)
        hollow = [
            level
            for level, text in sorted(critere.scale.items())
            if text.strip() and len(re.findall(r"\w+", text)) < _DESCRIPTOR
        ]
        if hollow:
            shortest = " ".join(critere.scale[hollow[0]].split())
            message = (
                f"champ descripteurs, niveau {listed(map(str, hollow))} : « {shortest} » ne dit pas ce que l'on voit ; "
                "décrivez l'écrit qui mérite ce niveau"
            )
            yield Finding("descripteurs", epreuve, message, file=file, cell=code)


def outline(sujet: Sujet) -> tuple[int, int]:
    """The numbers of answers and of writings that a text asks for."""
    return len(statements(sujet)), sum(cell.role == "manual" for cell in sujet.cells)


def words(sujet: Sujet) -> int:
    """The number of words that a text has candidates read."""
    return sum(len(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", line.text)) for line in lines(sujet))
