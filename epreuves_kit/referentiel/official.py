"""The official document's text: a plain file read, what it says of each code, and its wording beside each label of the référentiel."""

import contextlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted
from epreuves_kit.referentiel.model import Activity, Competence, Epreuve, Referentiel, modality

#: Largest file read, in bytes: a hundred times the official document's text.
LARGEST = 5_000_000

_SIGNATURES = {
    b"%PDF": "un PDF",
    b"PK\x03\x04": "un fichier de traitement de texte (docx, odt) ou une archive",
    b"\xd0\xcf\x11\xe0": "un ancien fichier Word (doc)",
    b"{\\rtf": "un fichier RTF",
}
_ADVICE = "convertissez-le en texte (UTF-8, une rangée du tableau par ligne, cellules séparées par des tabulations)"


def read_text(path: Path) -> str:
    """Read a text file: UTF-8 (with or without BOM), UTF-16 with BOM, or Windows-1252.

    Raises KitError where it is not there, is empty, is no text, or is too large.
    """
    data_bytes = _bytes(path)
    for start, kind in _SIGNATURES.items():
        if data_bytes.startswith(start):
            raise KitError(f"{path} est {kind}, non du texte ; {_ADVICE}.")
    utf_16 = data_bytes.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = None
    # The last that can read it stands.
    for encoding in ("utf-16",) if utf_16 else ("cp1252", "utf-8-sig"):
        with contextlib.suppress(UnicodeDecodeError):
            text = data_bytes.decode(encoding)
    if text is None or any(ord(sign) < 32 and sign not in "\t\n\r\f\v" for sign in text):
        raise KitError(f"{path} n'est pas un fichier de texte ; {_ADVICE}.")
    if not text.strip():
        raise KitError(f"{path} est vide ; attendu le texte du référentiel officiel.")
    return text


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise KitError(f"{path} est un dossier ; donnez le fichier du référentiel officiel.")
        if not path.is_file() and path.exists():
            raise KitError(f"{path} n'est pas un fichier ordinaire ; donnez le référentiel officiel.")
        with path.open("rb") as file:
            data_bytes = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise KitError(f"{path} n'existe pas ; vérifiez le chemin du référentiel officiel.") from None
    except (OSError, ValueError):  # ValueError: a null character in the path
        raise KitError(f"{path} ne peut pas être lu ; vérifiez le chemin et vos droits.") from None
    if len(data_bytes) > LARGEST:
        raise KitError(f"{path} dépasse {LARGEST // 1_000_000} Mo ; le texte du référentiel pèse moins d'un.")
    return data_bytes


Kind = Literal["activite", "competence", "groupe", "critere", "epreuve"]
_A = TypeVar("_A")
_B = TypeVar("_B")

COLUMNS = 4

_DASH = r"\s*[-–—]\s*"
_ACTIVITY = re.compile(rf"A\s?(\d+){_DASH}(?=\S)")
_COMPETENCE = re.compile(rf"(?:^|(?<=\s))C\s?(\d+)\s?\.\s?(\d+){_DASH}(?=[^\W\d])")
_CODE = r"C\s?(\d+)\s?\.\s?(\d+)"
_RANGE = re.compile(rf"(.{{3,120}}?)\s*\(\s*(?:[Dd]e\s+)?{_CODE}(?:\s*(?:à|-|–)\s*{_CODE})?\s*\)\s*")
_LIST_TAG = re.compile(r"(<ul\b[^>]*>|</ul>|<p\b[^>]*>|</p>)", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"</?(?:p|ul|li|div|br)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
# A dash opens an item only before a capital (« de conserver - ou non - une donnée » is one item), and a long
# dash never does (« Doing – Thinking – Feeling »).
_ITEM = re.compile(r"(?:^|\s)[-•]\s+(?=[A-ZÀ-ÖØ-ÞŒ«\"])")
_SECTIONS = re.compile(
    r"(?P<travail>Travail (?:individuel|collectif|écrit))"
    r"|(?P<rex>Livr?ables? attendus? dans le REX)"
    r"|(?P<ecrit>Livr?ables? (?:attendus? )?à l['’]écrit)"
    r"|(?P<oral>Livr?ables? (?:attendus? )?(?:lors d|oral))"
    r"|(?P<consigne>[AÀ] partir d|Chaque membre du groupe)"
)


class UnrecognisedLine(msgspec.Struct, frozen=True, rename={"line": "ligne", "text": "texte", "reason": "raison"}):
    """A piece of the document that found no place; `ligne` counts from 1, 0 when it has none of its own."""

    line: int
    text: str
    reason: str


class CodeText(msgspec.Struct):
    """The official wording of an activity or of a compétence."""

    code: str
    text: str
    line: int


class GroupText(msgspec.Struct):
    """A criteria group: its title, its criteria in order, and the activity of the row it began in."""

    activity: str
    title: str
    criteres: tuple[str, ...]
    line: int


class EpreuveText(msgspec.Struct):
    """The modality of an épreuve."""

    title: str
    first_line: str
    last_line: str
    text: str
    line: int

    @property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """The modality cut at the phrases that open its headings (titre, travail, consigne, ecrit, oral, rex); what stands before
        the first is « autre ».
        """
        headings = list(_SECTIONS.finditer(self.text))
        bounds = [heading.start() for heading in headings] + [len(self.text)]
        pieces = [("titre", self.title)]
        if before := self.text[: bounds[0]].strip():
            pieces.append(("autre", before))
        for heading, start, end in zip(headings, bounds[:-1], bounds[1:], strict=True):
            pieces.append((heading.lastgroup or "autre", self.text[start:end].strip()))
        return tuple(pieces)


class OfficialDocument(msgspec.Struct, frozen=True):
    """All that was read in the official document."""

    activities: tuple[CodeText, ...]
    competences: tuple[CodeText, ...]
    groups: tuple[GroupText, ...]
    epreuves: tuple[EpreuveText, ...]
    unrecognised: tuple[UnrecognisedLine, ...]


def read_document(path: Path) -> OfficialDocument:
    """Read the official document's text conversion; raises KitError, with a French sentence."""
    return parse(read_text(path), str(path))


def parse(text: str, name: str = "le document") -> OfficialDocument:
    """Read the document's text, named `name` in messages; raises KitError without its table."""
    lines = re.split(r"\r\n|\r|\n|\f", text)
    start = _start_of_table(lines)
    if start is None:
        raise KitError(
            f"{name} n'est pas le référentiel : la ligne d'en-tête « Référentiel d'activités », « Référentiel "
            "de compétences », « Référentiel d'évaluation », séparés par des tabulations, est introuvable ; "
            "reprenez la conversion en texte du document du certificateur."
        )
    reader = _OfficialReader()
    for number, line in enumerate(lines[start:], start=start + 1):
        reader.row(number, line)
    document = reader.document()
    if not document.activities or not document.competences or not document.groups:
        raise KitError(
            f"{name} a l'en-tête du référentiel, mais son tableau ne se lit pas : "
            f"{counted(len(document.activities), 'activité')}, {counted(len(document.competences), 'compétence')}, "
            f"{counted(len(document.groups), 'groupe')} de critères ; attendu une rangée du tableau par ligne "
            f"et {COLUMNS} cellules séparées par des tabulations."
        )
    return document


def _start_of_table(lines: list[str]) -> int | None:
    """The index of the first row after the table's header, or None."""
    for rank, line in enumerate(lines):
        bare = _bare(line).lower().replace("’", "'")
        if "\t" in line and "référentiel d'activités" in bare and "référentiel d'évaluation" in bare:
            following_line = _bare(lines[rank + 1]).lower() if rank + 1 < len(lines) else ""
            return rank + 2 if "modalités" in following_line and "critères" in following_line else rank + 1
    return None


def _bare(text: str) -> str:
    """A text without tags, its blanks reduced to one space."""
    return " ".join(_TAG.sub("", _BLOCK_TAG.sub(" ", text)).split())


class _OfficialReader:
    """A passage down the four columns at once; the last text of each is what the next row may continue."""

    def __init__(self) -> None:
        self._activities: list[CodeText] = []
        self._competences: list[CodeText] = []
        self._groups: list[GroupText] = []
        self._epreuves: list[EpreuveText] = []
        self._unrecognised_lines: list[UnrecognisedLine] = []

    def row(self, number: int, line: str) -> None:
        """Read one row; a blank line is a page break."""
        if not line.strip():
            return
        cells = line.split("\t")
        while len(cells) > COLUMNS and not cells[-1].strip():
            cells.pop()
        if len(cells) != COLUMNS:
            self._unrecognised(number, line, f"{counted(len(cells), 'cellule')} au lieu de {COLUMNS}")
            return
        activity, competence, modality, criteres = cells
        self._read_activity(number, _bare(activity))
        self._read_competences(number, _bare(competence))
        self._read_modality(number, modality)
        self._read_criteres(number, criteres)

    def document(self) -> OfficialDocument:
        for group in self._groups:
            group.title = group.title.rstrip(" :")
        return OfficialDocument(
            activities=tuple(self._activities),
            competences=tuple(self._competences),
            groups=tuple(self._groups),
            epreuves=tuple(self._epreuves),
            unrecognised=tuple(self._unrecognised_lines),
        )

    def _unrecognised(self, number: int, text: str, reason: str) -> None:
        self._unrecognised_lines.append(UnrecognisedLine(number, _bare(text), reason))

    def _read_activity(self, number: int, text: str) -> None:
        match = _ACTIVITY.match(text)
        if match is not None:
            self._add_code(self._activities, f"A{int(match[1])}", text[match.end() :], number)
        elif text and self._activities:
            self._activities[-1].text += f" {text}"
        elif text:
            self._unrecognised(number, text, "texte avant la première activité")

    def _read_competences(self, number: int, text: str) -> None:
        # The pattern has two groups: [before, n, m, text, n, m, text…].
        before, *following = _COMPETENCE.split(text)
        if before.strip() and self._competences:
            self._competences[-1].text += f" {before.strip()}"
        elif before.strip():
            self._unrecognised(number, before, "texte avant la première compétence")
        for n, m, label in zip(following[::3], following[1::3], following[2::3], strict=True):
            self._add_code(self._competences, f"C{int(n)}.{int(m)}", label.strip(), number)

    def _add_code(self, texts: list[CodeText], code: str, text: str, number: int) -> None:
        if any(code == already.code for already in texts):
            self._unrecognised(number, f"{code} - {text}", f"{code} déjà lu plus haut")
        else:
            texts.append(CodeText(code, text, number))

    def _read_modality(self, number: int, cell: str) -> None:
        for piece in filter(None, map(_bare, re.split(r"</?p\b[^>]*>", cell, flags=re.IGNORECASE))):
            match = _RANGE.match(piece)
            if match is not None:
                title, n, m, n2, m2 = match.groups()
                first = f"C{int(n)}.{int(m)}"
                last = f"C{int(n2)}.{int(m2)}" if n2 else first
                self._epreuves.append(EpreuveText(title, first, last, piece[match.end() :], number))
            elif self._epreuves:
                self._epreuves[-1].text += f" {piece}"
            else:
                self._unrecognised(number, piece, "modalité avant la première épreuve")

    def _read_criteres(self, number: int, cell: str) -> None:
        in_list = False
        for piece in _LIST_TAG.split(cell):
            if _LIST_TAG.fullmatch(piece):
                in_list = piece.lower().startswith("<ul")
                continue
            # Tags go first: an item may open with `<i>`, which would hide its capital.
            head, *items = (item.strip() for item in _ITEM.split(f" {_bare(piece)}"))
            if head:
                self._read_head(number, head, in_list)
            for item in items:
                self._add_critere(number, item)

    def _read_head(self, number: int, text: str, in_list: bool) -> None:
        """Place a text that no dash opens: a title, the end of a text cut by a page, an item without dash."""
        group = self._groups[-1] if self._groups else None
        if group is not None and text[0].islower():
            if group.criteres:
                *before, cut = group.criteres
                group.criteres = (*before, f"{cut} {text}")
            else:
                group.title += f" {text}"
        elif in_list:
            self._add_critere(number, text)
        else:
            activity = self._activities[-1].code if self._activities else ""
            self._groups.append(GroupText(activity, text, (), number))

    def _add_critere(self, number: int, text: str) -> None:
        if not self._groups:
            self._unrecognised(number, text, "critère avant le premier titre de groupe")
        elif text:
            self._groups[-1].criteres += (text,)


class ComparisonLine(msgspec.Struct, frozen=True):
    """One code: the project's label and the official wording, None when the document does not give it.

    The code of a group is its compétence's followed by « -groupe ».
    """

    kind: Kind
    code: str
    label: str
    official: str | None
    lost: bool = False


class OfficialComparison(msgspec.Struct, frozen=True):
    """The comparison of the référentiel with one official document, in the référentiel's order."""

    lines: tuple[ComparisonLine, ...]
    unrecognised: tuple[UnrecognisedLine, ...]

    @property
    def found(self) -> tuple[ComparisonLine, ...]:
        return tuple(line for line in self.lines if line.official is not None)

    @property
    def not_found(self) -> tuple[str, ...]:
        """Codes whose official wording should be in the document and is not."""
        return tuple(line.code for line in self.lines if line.official is None and not line.lost)

    @property
    def lost_codes(self) -> tuple[str, ...]:
        """Compétences known to have lost their wording, and without one in this document either."""
        return tuple(line.code for line in self.lines if line.official is None and line.lost)


def compare(referentiel: Referentiel, document: OfficialDocument) -> OfficialComparison:
    """The official wording beside each label.

    Activities and compétences are found by their code, épreuves by the range of their compétences, groups by
    their rank in their activity, criteria by their rank in their group. Where the document has fewer or more
    of them than the référentiel, order and resemblance decide, so that one loss does not shift the rest.
    """
    beside = _Beside(document)
    for activity in referentiel.activities:
        beside.activity(activity)
    beside.left_over({activity.code for activity in referentiel.activities})
    beside.epreuves(referentiel.epreuves)
    rest = sorted([*beside.leftovers, *document.unrecognised], key=lambda leftover: leftover.line)
    return OfficialComparison(tuple(beside.lines), tuple(rest))


class _Beside:
    """The comparison under way, line by line; what the document says besides is left over."""

    def __init__(self, document: OfficialDocument) -> None:
        self.document = document
        self.texts = {text.code: text for text in (*document.activities, *document.competences)}
        self.lines: list[ComparisonLine] = []
        self.leftovers: list[UnrecognisedLine] = []

    def add(self, kind: Kind, code: str, label: str, official: str | None, lost: bool = False) -> None:
        self.lines.append(ComparisonLine(kind, code, label, official, lost and official is None))

    def leave(self, line: int, text: str, reason: str) -> None:
        self.leftovers.append(UnrecognisedLine(line, text, reason))

    def text_of(self, code: str) -> str | None:
        text = self.texts.pop(code, None)
        return text.text if text is not None else None

    def activity(self, activity: Activity) -> None:
        self.add("activite", activity.code, activity.label, self.text_of(activity.code))
        theirs = [group for group in self.document.groups if group.activity == activity.code]
        pairs, extra = pair_up(activity.competences, theirs, _group_likeness)
        for group in extra:
            self.leave(group.line, group.title, "groupe de critères en trop")
        for competence, own in zip(activity.competences, pairs, strict=True):
            code = competence.code
            self.add("competence", code, competence.label, self.text_of(code), competence.lost_label)
            self.group(competence, own)

    def group(self, competence: Competence, group: GroupText | None) -> None:
        code, title = competence.code, competence.group.title
        self.add("groupe", f"{code}-groupe", title, group.title if group is not None else None)
        theirs = group.criteres if group is not None else ()
        pairs, extra = pair_up(competence.criteres, theirs, lambda ours, text: likeness(ours.label, text))
        for critere, text in zip(competence.criteres, pairs, strict=True):
            self.add("critere", critere.id, critere.label, text)
        for text in extra:
            self.leave(group.line if group else 0, text, f"critère en trop dans le groupe de {code}")

    def epreuves(self, ours: Sequence[Epreuve]) -> None:
        by_range: dict[tuple[str, str], EpreuveText] = {}
        for text in self.document.epreuves:
            first, last = ends = text.first_line, text.last_line
            if ends in by_range:
                self.leave(text.line, text.title, f"épreuve de {first} à {last} déjà lue plus haut")
            else:
                by_range[ends] = text
        for epreuve in ours:
            theirs = by_range.pop((epreuve.competences[0], epreuve.competences[-1]), None)
            official = "\n".join(piece for _, piece in theirs.sections) if theirs is not None else None
            self.add("epreuve", epreuve.id, modality(epreuve), official)
        for (first, last), text in by_range.items():
            self.leave(text.line, text.title, f"épreuve de {first} à {last}, absente du projet")

    def left_over(self, activities: set[str]) -> None:
        """Leave aside what no code of the référentiel has taken."""
        for group in self.document.groups:
            if group.activity not in activities:
                self.leave(group.line, group.title, "groupe de critères hors de toute activité connue")
        for text in self.texts.values():
            self.leave(text.line, f"{text.code} - {text.text}", "code absent du projet")


def pair_up(
    ours: Sequence[_A], theirs: Sequence[_B], note: Callable[[_A, _B], float]
) -> tuple[list[_B | None], list[_B]]:
    """Pair two ordered lists without crossing: one of theirs or None for each of ours, and theirs left over.

    As many on both sides: rank decides. Otherwise the pairing whose `note` (0..1) adds up to the most, found
    by dynamic programming (Needleman and Wunsch, 1970, without a penalty for gaps).
    """
    n, m = len(ours), len(theirs)
    if n == m:
        return list(theirs), []
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    notes = [[note(a, b) for b in theirs] for a in ours]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            taken = notes[i][j] + best[i + 1][j + 1] if notes[i][j] > 0 else 0.0
            best[i][j] = max(taken, best[i + 1][j], best[i][j + 1])
    pairs: list[_B | None] = []
    extra: list[_B] = []
    i = j = 0
    while i < n and j < m:
        if notes[i][j] > 0 and best[i][j] == notes[i][j] + best[i + 1][j + 1]:
            pairs.append(theirs[j])
            i, j = i + 1, j + 1
        elif best[i][j] == best[i][j + 1]:
            extra.append(theirs[j])
            j += 1
        else:
            pairs.append(None)
            i += 1
    pairs.extend([None] * (n - i))
    extra.extend(theirs[j:])
    return pairs, extra


def _group_likeness(competence: Competence, group: GroupText) -> float:
    our = " ".join((competence.group.title, *(critere.label for critere in competence.criteres)))
    return likeness(our, " ".join((group.title, *group.criteres)))


def likeness(a: str, b: str) -> float:
    """Share of word stems that two texts have in common (Dice's coefficient, 0..1)."""
    stems_a, stems_b = _stems(a), _stems(b)
    if not stems_a or not stems_b:
        return 0.0
    return 2 * len(stems_a & stems_b) / (len(stems_a) + len(stems_b))


def _stems(text: str) -> set[str]:
    """Words of four letters at least, without accents, cut to six: enough to see through inflexions."""
    flat = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return {word[:6] for word in re.findall(r"[a-z0-9]{4,}", flat)}
