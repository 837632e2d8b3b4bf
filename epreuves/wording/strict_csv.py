"""CSV as a French spreadsheet writes it (`;`, UTF-8), read strictly: what is wrong is said with its line, its field and what to do."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import counted

#: What a spreadsheet would not leave as the text that it is: what begins like a formula (in East Asia too), and the numbers of
#: students that it would shorten (007), round (seventeen digits), or take for powers (1E5) or dates (3/4). An apostrophe that
#: stands before one of them is doubled, so that taking one off always gives the text back.
_READ_AS = (
    "'*(?:[=+\\-@\t\n\r＝＋－＠]"
    r"|(?:0[0-9]+|[0-9]{16,}|[0-9]+[eE][0-9]+|[0-9]{1,4}(?:[-/.:][0-9]{1,4}){1,2})\Z)"
)
_CHANGED = re.compile(_READ_AS)
_NEUTRAL = re.compile(f"'{_READ_AS}")

#: A line that holds something: its number in the file, and its values without what is around them.
Row = tuple[int, list[str]]


class CsvRefused(KitError):
    """A text is no CSV; line: from 1, 0 where none is to blame. The sentence has no final stop."""

    def __init__(self, reason: str, line: int = 0) -> None:
        self.line = line
        super().__init__(reason)


def neutral(text: str) -> str:
    """A text that no spreadsheet computes, nor takes for something else."""
    return f"'{text}" if _CHANGED.match(text) else text


def read_text(cell: str) -> str:
    """The text that a cell of the file stands for."""
    return cell[1:] if _NEUTRAL.match(cell) else cell


def cells(data_bytes: bytes) -> list[Row]:
    """Every line as it is written, empty ones too, by the number of its last line. Raises CsvRefused."""
    try:
        text = data_bytes.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CsvRefused("le fichier n'est pas en UTF-8 ; dans le tableur, enregistrez-le en « CSV UTF-8 »") from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error:
        sentence = "ce n'est pas un CSV lisible ; vérifiez les guillemets"
        raise CsvRefused(sentence, reader.line_num) from None


def table(
    data_bytes: bytes, name: str, columns: Sequence[str], optional: Sequence[str] = (), more: str = ""
) -> tuple[list[str], list[Row]]:
    """The titles of a table and the lines under them that hold something; raises Faults where the file is no such table.

    name: of the file, in sentences. columns: the titles, in lower case. optional: those that may follow. more: where others follow,
    what they are, for people; they are given as they are written.
    """
    try:
        written = cells(data_bytes)
    except CsvRefused as refused:
        raise Faults(f"{name}{f', ligne {refused.line}' if refused.line else ''} : {refused}.") from None
    rows = [(line, [read_text(value.strip()) for value in row]) for line, row in written]
    rows = [(line, row) for line, row in rows if any(row)]
    line, titles = rows[0] if rows else (1, [])
    folded = [" ".join(title.split()).casefold() for title in titles]
    if folded[: len(columns)] == list(columns) and (
        more or folded[len(columns) :] == [title for title in optional if title in folded]
    ):
        return [*columns, *(titles if more else folded)[len(columns) :]], rows[1:]
    due = f"« {';'.join([*columns, *optional])}{';…' * bool(more)} »"
    if optional:
        due += f" ({'la dernière colonne est facultative' if len(optional) == 1 else 'les dernières colonnes sont facultatives'})"
    got = f"« {';'.join(titles)} »" if titles else "un fichier vide"
    raise Faults(f"{name}, ligne {line} : en-tête attendu {due}{f', {more}' if more else ''}, reçu {got}.")


def at(name: str, line: int, field: str, sentence: str) -> str:
    """The fault of one value, with its place."""
    return f"{name}, ligne {line}, champ « {field} » : {sentence}"


def uneven(name: str, line: int, titles: Sequence[str], got: int) -> str:
    """A line has a value too many, or too few."""
    return (
        f"{name}, ligne {line} : {len(titles)} valeurs attendues, {counted(got, 'reçue')} ; "
        f"séparez-les par des points-virgules, une par colonne de l'en-tête ({';'.join(titles)})."
    )


def missing(name: str, line: int, field: str) -> str:
    """A value is not there."""
    return at(name, line, field, "la valeur manque ; écrivez-la, ou ôtez la ligne.")


def doubled(name: str, line: int, field: str, value: str, first: int) -> str:
    """A value that stands once stands twice; first: the line where it is already."""
    return at(name, line, field, f"« {value} » est déjà ligne {first} ; gardez une seule ligne.")
