"""Figures that a writing quotes, held against the copy's own answers: those that are one of them, those that contradict one.

A hint to who judges: no level and no point hangs on it, and no candidate is shown it.
It is silent rather than wrong. A figure contradicts an answer where its unit is the answer's, the words of the answer's row and column (or of its
question) stand beside it, nothing near it speaks of another moment, wish, bound or comparison, and neither the statement, nor the data, nor
another answer, nor a plain sum, difference, share or tax gives its value.
"""

from __future__ import annotations

import bisect
import datetime
import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import msgspec

from epreuves_kit.rubric.quoted_facts import Fact, Words, stem, stems
from epreuves_kit.rubric.quoted_numbers import MAXIMUM, Quantity, bare, quantities, singular

Kind = Literal["answer", "contradiction", "other"]


class ReadPassage(msgspec.Struct, frozen=True):
    """A paragraph, a line of a list or a cell of a table, with the words that stand for its subject elsewhere.

    row, heading: texts of the head of its row and of its column, in a table. above: heading or line that announces it.
    """

    text: str
    row: str = ""
    heading: str = ""
    above: str = ""
    cell: bool = False


class Quoted(msgspec.Struct, frozen=True):
    """A figure of a passage: where it stands, and the answer that it is or contradicts."""

    passage: int
    start: int
    end: int
    text: str
    kind: Kind
    fact: Fact | None = None


class GivenFigures(msgspec.Struct, frozen=True):
    """Figures that a candidate was given. values: by unit, sorted; days: (month, day); data: of the tables, each with the stems of the rows and of the columns
    where it stands, of no more than _LINES of them."""

    values: dict[str, tuple[float, ...]] = {}
    days: frozenset[tuple[int, int]] = frozenset()
    data: dict[float, tuple[tuple[frozenset[str], frozenset[str]], ...]] = {}


#: Places of a figure in the tables that are kept.
_LINES = 24


def given(statements: Iterable[str], tables: Iterable[Sequence[Sequence[str]]] = ()) -> GivenFigures:
    """The figures of an épreuve's locked texts, and of its tables (a header, then rows of texts)."""
    values: dict[str, set[float]] = {}
    days: set[tuple[int, int]] = set()
    for statement in statements:
        for unit, value, day in _of_statement(statement):
            if day is not None:
                days.add(day)
            values.setdefault(unit, set()).add(value)
    data: dict[float, tuple[tuple[frozenset[str], frozenset[str]], ...]] = {}
    for table in tables:
        names = [stems(name.replace("_", " ")) for name in table[0]] if table else []
        for row in table[1:]:
            around = frozenset(stem(w) for cell in row for w in _WORD.findall(cell) if len(w) > 2 and not w.isdecimal())
            for name, cell in zip(names, row, strict=False):
                if _ISO.fullmatch(cell):
                    days.add((int(cell[5:7]), int(cell[8:10])))
                elif _PLAIN.fullmatch(cell):
                    value = abs(float(cell.replace(",", ".")))
                    lines = data.get(value, ())
                    data[value] = (*lines, (around, name)) if len(lines) < _LINES else lines
    return GivenFigures({unit: tuple(sorted(kept)) for unit, kept in values.items()}, frozenset(days), data)


_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].*)?")
_PLAIN = re.compile(r"-?\d{1,15}(?:[.,]\d{1,12})?")


@functools.lru_cache(1024)
def _of_statement(text: str) -> tuple[tuple[str, float, tuple[int, int] | None], ...]:
    read: list[tuple[str, float, tuple[int, int] | None]] = []
    for start in range(0, len(text), 2_000):
        for quantity in quantities(text[start : start + 2_040]):
            if quantity.day is not None:
                read.append(("date", 0.0, quantity.day[1:]))
            read += ((quantity.unit, value, None) for value in quantity.values)
    return tuple(read)


def quoted(passages: Sequence[ReadPassage], answers: Sequence[Fact], data: GivenFigures) -> tuple[Quoted, ...]:
    """The figures of one writing's passages, in order: at most MAXIMUM."""
    return Reader(answers, data).read(passages)


#: What makes another figure of a clause's than the answer itself.
_ASIDE = re.compile(
    r"\b(?:au lieu d|si (?:on|nous|l|le|la|les|je|elle|il|un|une|cette|ce)\b|s['’]il|objecti\w*|cible[rs]?\b|vise[rsz]?\b|visé\w*|visions|visait|viser\w*|plafond\w*|enveloppe|limite\w*|seuil"
    r"|l['’]an(?:née)? (?:dernier|dernière|passé|passée|prochain|prochaine|précédente?)|précédent\w*|dernier exercice|autrefois|initial\w*|au départ|à l['’]origine|auparavant|prévu\w*|prévision\w*|prévoy\w*"
    r"|pass(?:e|er|era|ait|ant|é|ée|és|ées) (?:à|de)\b|par (?:jour|mois|semaine|an|heure|personne|client|abonné|tête|commande|magasin|visite|clic|unité|étape|action|boîte)\b|chacune?\b|l['’]une?\b"
    r"|hausse|baisse|augment\w*|rédui\w*|diminu\w*|recul\w*|gagn\w*|perd\w*|économi\w*|de (?:plus|moins)\b|en (?:plus|moins)\b|supplémentaire\w*|autres?\b|écarts?\b|différence|manqu\w*|il (?:\w+ )?reste\w*|reste(?:nt|ra)? à|restant\w*"
    r"|aurai\w*|serai\w*|pourrai\w*|devrai\w*|faudrait|coûterai\w*|\w{3,}er(?:ait|aient|ions)\b|suppos\w*|hypothè\w*|scénario|imagin\w*|simul\w*|propos\w*|ajout\w*|transf\w*|retir\w*|retranch\w*|vers[eéo]\w*|déplac\w*"
    r"|total\w*|ensemble|en tout|somme|cumul\w*|tous (?:les )?\w+ confondus|contre|face à|comparé\w*|par rapport|que (?:celui|celle|ceux|celles)|fois\b|moitié|tiers|quart|dont\b|sur les\b|hors (?!taxes?\b)|sans (?:intervention|cel|ce|le|la|l['’])"
    r"|marché|secteur|concurren\w*|national\w*|habituel\w*|norm\w*|repère|idéal\w*|standard|erreur|faux|fausse|corrig\w*|non pas|et non|plutôt|presque|minimum|maximum|pire|au mieux|au pire|chaque (?:jour|mois|semaine|année)"
    r"|avant\b|(?<!['’])après\b|ancien\w*|nouve\w+|demand\w*|souhait\w*|voul\w*|voudr\w*|espér\w*|attendu\w*|promi\w*|négoci\w*|devis|maximal\w*|minimal\w*|tol[ée]r\w*|autoris\w*|environ \d+ fois|à partir d"
    r"|il y a\b|en 20\d\d|début \w+|fin \w+|au (?:premier|second|troisième|quatrième) (?:trimestre|semestre)|en (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b|derni\w*|moyen\w*|\w{2,}aient\b|(?!fait|parfait|souhait|trait|sait|attrait|retrait|extrait|lait)\w{2,}ait\b|trimestre|semestre|mensuel\w*|hebdomadaire\w*|quotidien\w*|annuel\w*|ttc|tva)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-Ý«\d*])|\n+|;\s")
_CLAUSE = re.compile(
    r",(?=\s)|\)|\bet\b|\bmais\b|\bpuis\b|\btandis que\b|\balors que\b|\bpendant que\b|\s[—–]\s|\bpour\b(?= un| une| des| \d)|\bavec\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
#: Relative difference under which two figures are one, written otherwise.
_NEAR = 0.012
_ROUGHLY = {"about": 0.04, "bound": 0.10, "range": 0.10, "": 0.0}
_TAXES = (1.2, 1.1, 1.055, 1.021)


_UNIT_WORDS = frozenset({"jour", "semaine", "mois", "an", "ans", "heure", "euro", "litre", "visite", "point"})


class _Word(NamedTuple):
    start: int
    end: int
    bare: str
    stem: str


@functools.lru_cache(8192)
def _forms(word: str) -> tuple[str, str]:
    return bare(word), stem(word)


#: Characters of one sentence of which the words are read.
_SENTENCE_LENGTH = 2_000
#: Characters of a word that is read.
_WORD_LENGTH = 40


def _words(text: str) -> list[_Word]:
    words = []
    for match in _WORD.finditer(text[:_SENTENCE_LENGTH]):
        start, end = match.span()
        if end - start <= _WORD_LENGTH:
            words.append(_Word(start, end, *_forms(match[0])))
    return words


class _Mention(msgspec.Struct, frozen=True):
    """A row of an answer named in a text."""

    row: Words
    question: str
    start: int
    end: int
    whole: bool


class Reader:
    """The answers of a copy and what was given, ready to hold the copy's writings against."""

    def __init__(self, answers: Sequence[Fact], data: GivenFigures) -> None:
        self._facts, self._given = answers, data
        self._by_unit: dict[str, list[Fact]] = {}
        self._units: dict[tuple[str, bool], list[Fact]] = {}
        self._of_row: dict[tuple[str, Words], list[Fact]] = {}
        self._columns: dict[tuple[str, frozenset[str], str], list[Fact]] = {}
        self._rows: dict[str, list[tuple[Words, str, bool]]] = {}
        rows: dict[tuple[str, Words], None] = {}
        for fact in answers:
            self._by_unit.setdefault(fact.unit, []).append(fact)
            self._columns.setdefault((*fact.column, fact.unit), []).append(fact)
            self._of_row.setdefault((fact.question, fact.row), []).append(fact)
            if len(fact.row) > 1:
                self._of_row.setdefault((fact.question, fact.row[:1]), []).append(fact)
            if fact.row:
                rows.setdefault((fact.question, fact.row))
        self._loose = [fact for fact in answers if not fact.row]
        #: How many questions have a row of that name.
        self._owners = Counter(row for _, row in rows)
        firsts = Counter((question, row[0]) for question, row in rows)
        for question, row in rows:
            if len(row) == 1 and row[0] in _UNIT_WORDS:
                continue  # « jours », of a series of figures in several units
            self._rows.setdefault(row[0], []).append((row, question, len(row) == 1))
            if len(row) > 1 and firsts[question, row[0]] == 1 and len(row[0]) >= 5:
                self._rows[row[0]].append((row[:1], question, False))
        spread = Counter(topic for _, topics in {(f.question, f.topics) for f in answers} for topic in topics)
        self._wide = frozenset(topic for topic, count in spread.items() if count > 2)

    def read(self, passages: Sequence[ReadPassage]) -> tuple[Quoted, ...]:
        """The figures of one writing's passages, in order: at most MAXIMUM."""
        read: list[Quoted] = []
        for at, passage in enumerate(passages):
            if len(read) >= MAXIMUM:
                break
            read += self._of_passage(at, passage)
        return tuple(read[:MAXIMUM])

    def _of_passage(self, at: int, passage: ReadPassage) -> list[Quoted]:
        text = passage.text
        figures = quantities(text)
        if not figures:
            return []
        around = _words(f"{passage.row} | {passage.heading}")
        above = frozenset(w.stem for w in _words(passage.above))
        mentioned = [msgspec.structs.replace(m, start=-1, end=-1) for m in self._named(around)]
        sentences = _spans(text, _SENTENCE)
        read: list[Quoted] = []
        for (start, end), inside in itertools.groupby(figures, lambda figure: _within(sentences, figure.start)):
            sentence = text[start:end]
            words = _words(sentence)
            apart = above.union(w.stem for w in around)
            stems = apart.union(w.stem for w in words)
            mentions = self._named(words) + mentioned
            together = list(inside)
            whole = [(figure.start - start, figure.end - start) for figure in together]
            clauses = _spans(sentence, _CLAUSE, [*whole, *((m.start, m.end) for m in mentions)])
            for figure in together:
                scene = _Scene(sentence, start, figure, together, passage, stems, mentions, words, apart, clauses)
                kind, fact = self._judged(scene)
                read.append(Quoted(at, figure.start, figure.end, figure.text, kind, fact))
        return read

    def _judged(self, scene: _Scene) -> tuple[Kind, Fact | None]:
        figure = scene.figure
        same = self._alike(scene)
        if same:
            best = max(same, key=lambda fact: self._near(fact, scene))
            if self._near(best, scene) > 0 and (_exact(figure, best) or not self._is_given(scene)):
                return "answer", best
        if self._is_given(scene):
            return "other", None
        if figure.digits >= 3 and figure.day is None and figure.manner != "range":
            elsewhere = {m.question for m in scene.mentions}
            if likely := [f for f in same if not f.row or f.question not in elsewhere]:
                return "answer", likely[0]
        fact = self._bound(scene)
        if fact is not None and fact not in same and _comparable(figure, fact) and not self._explained(figure, fact):
            return "contradiction", fact
        return "other", None

    def _of_unit(self, scene: _Scene) -> Sequence[Fact]:
        """The answers whose unit a figure may have, the nearer to zero first."""
        key = (scene.unit, scene.passage.cell)
        if key not in self._units:
            self._units[key] = sorted(self._having(*key), key=lambda fact: abs(fact.exact))
        return self._units[key]

    def _having(self, unit: str, cell: bool) -> list[Fact]:
        facts = self._by_unit.get(unit, [])
        if unit == "date":
            return facts
        if unit in ("€", "%"):
            return facts + self._by_unit.get("?", [])
        if unit == "":
            # In a column whose heading has no unit, or after « un ROAS de ».
            return [fact for fact in self._facts if fact.unit != "date" and (cell or fact.unit in ("", "?"))]
        return facts + self._by_unit.get("", [])

    def _alike(self, scene: _Scene) -> list[Fact]:
        """The answers that a figure may be."""
        figure, facts = scene.figure, self._of_unit(scene)
        if figure.day is not None:
            return [fact for fact in facts if _same(figure, fact)]
        alike = []
        for value in figure.values:
            # Ten in a hundred is as far as anybody rounds.
            low, high = (
                bisect.bisect_left(facts, at, key=lambda fact: abs(fact.exact))
                for at in (value * 0.9 - figure.step, value * 1.12 + figure.step)
            )
            alike += [fact for fact in facts[low:high] if _same(figure, fact)]
        return alike

    def _near(self, fact: Fact, scene: _Scene) -> int:
        """The weight of the part of an answer's name that stands beside a figure: 0 for nothing, or where another row of its question is named instead."""
        rows = {m.row for m in scene.mentions if m.question == fact.question}
        named = bool(fact.row) and (fact.row in rows or fact.row[:1] in rows)
        if fact.row and not named and scene.mentions:
            return 0
        column = bool(fact.columns & scene.stems)
        topic = bool((fact.topics - self._wide) & scene.stems)
        if fact.row and not named and not (column and scene.figure.digits >= 2):
            return 0
        return 2 * named + column + topic

    def _named(self, words: Sequence[_Word]) -> list[_Mention]:
        mentions: list[_Mention] = []
        bare = [w.bare for w in words]
        for at, word in enumerate(words):
            for row, question, whole in self._rows.get(word.bare, ()):
                if tuple(bare[at : at + len(row)]) == row:
                    mentions.append(
                        _Mention(row, question, word.start, words[at + len(row) - 1].end, whole or len(row) > 1)
                    )
        # « RSE » within « hors RSE » is not named by itself, nor « Réseaux » beside « Réseaux sociaux ».
        return [
            m
            for m in mentions
            if not any(
                o is not m and o.start <= m.start and m.end <= o.end and len(o.row) > len(m.row) for o in mentions
            )
        ]

    def _is_given(self, scene: _Scene) -> bool:
        figure = scene.figure
        if figure.day is not None:
            return figure.day[1:] in self._given.days
        for unit in {scene.unit, ""}:
            if unit == "" != scene.unit and figure.digits < 3:
                continue  # « 16 » in a statement is no « 16 % »
            kept = self._given.values.get(unit, ())
            for value in figure.values:
                at = bisect.bisect_left(kept, value - figure.step * 0.5001)
                if at < len(kept) and kept[at] <= value + figure.step * 0.5001 and (unit or value >= 10):
                    return True
        for value in figure.values:
            lines = self._given.data.get(value)
            if lines is None:
                continue
            if figure.digits >= 3 or any(row & scene.stems and name & scene.stems for row, name in lines):
                return True
        return False

    def _bound(self, scene: _Scene) -> Fact | None:
        """The one answer that a figure claims to be, None where several could be meant, or none surely."""
        figure = scene.figure
        if figure.manner in ("bound", "range") or (figure.signed and figure.unit != "%") or scene.crowded:
            return None
        close = scene.close()
        scored: list[tuple[int, Fact]] = []
        for fact in self._loose:
            column, topics = self._named_by(fact, scene.beside)
            if _same_unit(scene, fact) and ((column and topics) or (topics >= 2 and not fact.columns)):
                scored.append((column + topics, fact))
        for question in {mention.question for mention in close}:
            mine = [m for m in close if m.question == question]
            if len({m.row[0] for m in mine}) != 1:
                continue
            for fact in self._of_row[question, mine[0].row]:
                if not _same_unit(scene, fact):
                    continue
                column, topics = self._named_by(fact, scene.beside)
                direct = mine[0].whole and self._owners[fact.row] == 1 and scene.directly(mine[-1])
                if column or ((topics or direct) and self._only_column(fact)):
                    scored.append((column + 2 * direct + min(topics, 3), fact))
        if not scored:
            return None
        best = max(score for score, _ in scored)
        kept = [fact for score, fact in scored if score == best]
        if len(kept) != 1 or self._aside(scene, kept[0]):
            return None
        return kept[0]

    def _named_by(self, fact: Fact, words: frozenset[str]) -> tuple[int, int]:
        """The weight of an answer's column among words: 4 where all of its name is there; and the number of words of its title that are."""
        column = 0 if not fact.columns & words else 4 if fact.name <= words else 2
        return column, len((fact.topics - fact.columns) & words)

    def _only_column(self, fact: Fact) -> bool:
        """True if no other column of its answer has its unit."""
        return len({key[1] for key in self._columns if key[0] == fact.question and key[2] == fact.unit}) == 1

    def _aside(self, scene: _Scene, fact: Fact) -> bool:
        own = fact.columns | fact.topics | {stem(word) for word in fact.row}
        for text in (scene.whole, scene.passage.row, scene.passage.heading):
            for match in _ASIDE.finditer(text):
                if not all(stem(w) in own or len(w) < 3 for w in _WORD.findall(match[0])):
                    return True
        return False

    def _explained(self, figure: Quantity, fact: Fact) -> bool:
        """True if an answer beside another gives the figure, or the figure is the answer or nearly."""
        if figure.day is not None:
            days = {f.day[1:] for f in self._by_unit["date"] if f.day is not None and f.row in (fact.row, ())}
            return figure.day[1:] in days or _near_day(figure, fact)
        if any(_nearly(figure, value, fact.exact) for value in figure.values):
            return True
        column = [f.exact for f in self._columns[*fact.column, fact.unit]]
        own, whole = fact.exact, sum(column)
        made = [whole, whole / len(column), whole - own] if figure.digits >= 2 else []
        made += [own * tax for tax in _TAXES] + [own / tax for tax in _TAXES] if fact.unit == "€" else []
        made += [100 - own] if fact.unit == "%" else []
        beside = [f.exact for f in self._by_unit[fact.unit] if f.question == fact.question]
        same_row = [f.exact for f in self._by_unit[fact.unit] if f.question == fact.question and f.row == fact.row]
        if figure.digits >= 3:
            # Fewer digits are met by chance.
            made += [value - own for value in self._given.values.get(fact.unit, ())]
            same_row = beside[:120]
        for other in same_row:
            made += (own + other, own - other, other - own) if other is not own else ()
        return any(_written(figure, value) for value in made)


def _same_unit(scene: _Scene, fact: Fact) -> bool:
    """A contradiction asks for the answer's own unit, or for none at all on both sides."""
    unit = scene.unit
    if fact.unit == "?":
        return False
    if unit == fact.unit:
        return unit != "" or bool(fact.columns & scene.beside) or not fact.columns
    if unit == "":
        return scene.passage.cell and bool(fact.columns & scene.beside) and scene.bare
    return fact.unit == "" and stem(unit) in fact.columns | {stem(w) for w in fact.row}


class _Scene:
    """A figure with all that stands around it: its sentence, the stems of its words and of what announces it, the rows that are named."""

    def __init__(
        self,
        sentence: str,
        offset: int,
        figure: Quantity,
        figures: Sequence[Quantity],
        passage: ReadPassage,
        stems: frozenset[str],
        mentions: Sequence[_Mention],
        words: Sequence[_Word],
        apart: frozenset[str],
        clauses: Sequence[tuple[int, int]],
    ) -> None:
        self.sentence, self.figure, self.passage, self.stems, self.mentions = sentence, figure, passage, stems, mentions
        self.unit, self.bare = figure.unit, False
        if not figure.unit and passage.cell:
            unit = _unit_of(passage.heading) or _unit_of(passage.row)
            self.unit, self.bare = unit.lstrip("kM"), not unit
            self.figure = _scaled(figure, unit)
        self.start, self.spans = max(0, figure.start - offset), clauses
        self.clause = _within(clauses, self.start)
        self._others = [f.start - offset for f in figures if f is not figure and f.unit == figure.unit]
        self._words, self._apart = words, apart
        #: Its sentence with what semicolons set apart.
        self.whole = _around(passage.text, offset, offset + len(sentence))
        #: A day stands in its sentence: what is measured then is no total.
        self.dated = figure.day is None and not passage.cell and any(f.day is not None for f in figures)
        #: Another figure of the same unit stands in the same clause.
        self.crowded = any(self.clause[0] <= at < self.clause[1] for at in self._others)

    @functools.cached_property
    def beside(self) -> frozenset[str]:
        """The stems of its own clause, of what comes before every figure of its unit, and of what announces it."""
        first = min((self.start, *self._others))
        start, end = self.clause
        return self._apart.union(w.stem for w in self._words if start <= w.start < end or w.start < first)

    def close(self) -> list[_Mention]:
        """The rows named in a figure's clause or by its place in a table; else in the last clause before it that names any, if no other
        figure of its unit stands there.
        """
        by_table = [m for m in self.mentions if m.start < 0]
        at = self.spans.index(self.clause)
        for start, end in reversed(self.spans[: at + 1]):
            if start < self.clause[0] and any(start <= place < end for place in self._others):
                break
            inside = [m for m in self.mentions if start <= m.start and m.end <= end]
            if inside or by_table:
                return inside + by_table
        return []

    def directly(self, mention: _Mention) -> bool:
        """True if a figure is what a sentence says of a row: « le tarif est de 1,70 € », « tarif : 1,70 € »."""
        if mention.start < 0:
            return True
        return _SAYS.fullmatch(self.sentence[mention.end : self.start]) is not None


#: What stands before a piece of a sentence, back to a full stop.
_STOP = re.compile(r"[.!?…]\s|\n")


def _around(text: str, start: int, end: int) -> str:
    head = text[max(0, start - 400) : start]
    stops = [match.end() for match in _STOP.finditer(head)]
    return head[stops[-1] if stops and stops[-1] < len(head) - 1 else len(head) if stops else 0 :] + text[start:end]


_SAYS = re.compile(
    r"[\w\s'’«»]{0,25}?(?:\b(?:est|sont|atteint|atteignent|s['’]élève|s['’]élèvent|vaut|représente|coûte|coûtent)\b"
    r"(?:\s(?:bien|donc|égale?|fixée?|estimée?))?(?:\s(?:de|à|au|le))?|\s?[:=])\s*",
    re.IGNORECASE,
)


def _scaled(figure: Quantity, unit: str) -> Quantity:
    """A figure of a column in thousands or millions."""
    by = {"k€": 1e3, "M€": 1e6}.get(unit, 1.0)
    values = tuple(value * by for value in figure.values)
    return msgspec.structs.replace(figure, values=values, step=figure.step * by, coarse=figure.coarse * by)


_HEADING_UNIT = re.compile(
    r"(?:\(|\ben |^)\s*(k€|M€|€|euros?|%|jours?|semaines?|GRP|points?)\s*(?:HT|TTC)?\s*(?:\)|$)", re.IGNORECASE
)


@functools.lru_cache(512)
def _unit_of(heading: str) -> str:
    """The unit that the head of a column or row gives; empty where it gives none."""
    match = _HEADING_UNIT.search(heading[-80:])
    if match is None:
        return ""
    unit = match[1] if match[1] in ("k€", "M€") else singular(match[1])
    return "€" if unit == "euro" else unit


def _spans(text: str, separator: re.Pattern[str], kept: Iterable[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """The pieces of a text between separators; those that stand within a kept span separate nothing."""
    whole = list(kept)
    starts = [0]
    spans = []
    for match in separator.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in whole):
            continue
        spans.append((starts[-1], match.start() if separator is not _SENTENCE else match.start() + 1))
        starts.append(match.end())
    return [*spans, (starts[-1], len(text))]


def _within(spans: Sequence[tuple[int, int]], place: int) -> tuple[int, int]:
    at = bisect.bisect_right([start for start, _ in spans], place) - 1
    return spans[max(0, at)]


def _same(figure: Quantity, fact: Fact) -> bool:
    """True if a figure is the answer, as people round it."""
    if fact.day is not None or figure.day is not None:
        if fact.day is None or figure.day is None or figure.day[1:] != fact.day[1:]:
            return False
        return figure.day[0] in (0, fact.day[0])
    exact = abs(fact.exact)
    for value in figure.values:
        if _written(figure, exact):
            return True
        if (
            figure.coarse > 1
            and figure.digits >= 2
            and abs(value - exact) <= figure.coarse / 2
            and abs(value - exact) <= 0.03 * exact
        ):
            return True
        if figure.manner in ("about", "bound") and exact and abs(value - exact) <= _ROUGHLY[figure.manner] * exact:
            return True
    return False


def _exact(figure: Quantity, fact: Fact) -> bool:
    return figure.day is not None or _written(figure, fact.exact)


#: How far one digit may lie from what it rounds, in proportion.
_ONE_DIGIT = 0.1


def _written(figure: Quantity, exact: float) -> bool:
    """True if a value, rounded or cut to the figure's last digit, is the figure."""
    exact = abs(exact)
    margin = figure.step * 0.5 * (1 + 1e-6) + 1e-9 * exact
    if figure.digits < 2:
        # « deux jours » is nobody's 2,5: of one digit, rounding alone would explain nearly anything.
        margin = min(margin, _ONE_DIGIT * exact)
    return any(
        abs(value - exact) <= margin or (value <= exact < value + figure.step * (1 - 1e-9) and figure.step < 1)
        for value in figure.values
    )


def _nearly(figure: Quantity, value: float, exact: float) -> bool:
    gap = abs(value - abs(exact))
    coarse = min(figure.coarse, 0.1 * value) if figure.digits >= 2 else min(figure.coarse, 0.2 * value)
    return gap <= max(_NEAR * abs(exact), coarse, figure.step) or (bool(figure.manner) and gap <= 0.15 * abs(exact))


def _comparable(figure: Quantity, fact: Fact) -> bool:
    """True if a figure is of its answer's size, or of its digits at another place: « 39 € » says nothing of a budget of 51 666 €."""
    exact = abs(fact.exact)
    if figure.day is not None or not exact:
        return True
    ratios = [value / exact for value in figure.values if value]
    slipped = any(abs(ratio * by - 1) <= 0.02 for ratio in ratios for by in (10, 0.1, 100, 0.01, 1e3, 1e-3))
    return bool(ratios) and (all(0.2 <= ratio <= 5 for ratio in ratios) or slipped)


def _near_day(figure: Quantity, fact: Fact) -> bool:
    """True for a day that another year's date could be."""
    assert figure.day is not None
    try:
        datetime.date(figure.day[0] or 2000, *figure.day[1:])
    except ValueError:
        return True
    return fact.day is None or figure.day[0] not in (0, fact.day[0])
