"""The words of a référentiel's cells: bullets, codes that stand before a label, labels cut to their length, names made of titles."""

from __future__ import annotations

import re

from epreuves.answers.keys import fold

#: Signs before each line of a list, a dash only where a blank follows it; between two on one line, a blank stands before too.
_BULLET = re.compile(r"^\s*(?:[•●▪◦‣➢✓·*]\s*|[-–—]\s+)")
_INNER = re.compile(r"\s[•●▪◦‣➢✓]\s*")
#: A code before a label: capitals and figures (« U5.1 », « CP 2 », « 1.2 »), then a sign, or a blank where it has none within.
_LETTERS = r"(?:[A-Z]{1,4}|Cr|k)"
_FIGURES = r"\d{1,2}(?:[.-]\d{1,2}){0,3}"
_BARE = rf"{_LETTERS}[.-]?{_FIGURES}|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}"
_BEFORE = re.compile(rf"(?:({_BARE}|{_LETTERS} {_FIGURES})\s*[.:)|–—-](?!\d)|({_BARE})\s)\s*(?=\S)(.+)", re.DOTALL)
_ALONE = re.compile(rf"{_BARE}|{_LETTERS} {_FIGURES}")
_BLOC = re.compile(
    r"(?:RNCP\s?\d+\s?)?(BC|BLOC(?: DE COMP[EÉ]TENCES?)?|CCP|B)\s?(?:N°|N)?\s?(\d{1,2})\b\s*[.:)–—-]?\s*", re.IGNORECASE
)
_ACTIVITY = re.compile(
    r"(?:activit[eé]s?(?:[ -]types?)?|domaine d.activit[eé]s?)\s*(?:n°)?\s*(\d{1,2})\b\s*[.:)–—-]?\s*", re.IGNORECASE
)
#: Words that name nothing.
_EMPTY = frozenset(
    [
        "a",
        "au",
        "aux",
        "avec",
        "dans",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "leur",
        "leurs",
        "ou",
        "par",
        "pour",
        "sa",
        "ses",
        "son",
        "sur",
        "un",
        "une",
        "d",
        "s",
    ]
)
_TAKEN = re.compile(r"e\d\d.*|oui|non|yes|no|on|off|y|n|null|true|false|nan|inf")
#: Signs of a label that stands for a compétence in a table; words of an épreuve's name.
SHORT, _WORDS = 60, 3


def items(cell: str) -> list[str]:
    """The items of a cell, a line or a bullet each; a line that no bullet begins goes on with the item above, where bullets begin others."""
    lines = [
        piece for line in cell.splitlines() for piece in _INNER.sub("\n• ", f" {line}").splitlines() if piece.strip()
    ]
    if not any(map(_BULLET.match, lines)):
        return [line.strip() for line in lines]
    together: list[str] = []
    for rank, line in enumerate(lines):
        begun = _BULLET.match(line) is not None
        text = _BULLET.sub("", line).strip()
        if begun or not together or lines[rank - 1].rstrip().endswith(":"):
            together.append(text)
        else:
            together[-1] = f"{together[-1]} {text}".strip()
    together = list(filter(None, together))
    # A line that announces the list is none of its items.
    return [text for text in together if not text.endswith(":")] or together


def coded(cell: str) -> tuple[str, str]:
    """The code before a label, empty where there is none, and the label: « U5.1 – Tenir les dossiers »."""
    text = " ".join(cell.split())
    if _ALONE.fullmatch(text):
        return text, ""
    match = _BEFORE.fullmatch(text)
    return (match[1] or match[2], _cleaned(match[3])) if match else ("", text)


def bloc(cell: str) -> tuple[str, str]:
    """A bloc's code and title: « RNCP00000BC01 – Titre » is BC01, « Bloc 2 : Titre » is B2; a code is empty where there is none."""
    text = " ".join(cell.split())
    match = _BLOC.match(text)
    if match is None:
        return "", text
    letters = match[1].upper() if match[1].upper() in ("BC", "CCP") else "B"
    return f"{letters}{match[2]}", _cleaned(text[match.end() :])


def activity(cell: str) -> tuple[str, str]:
    """An activity's code and label: « Activité 1 : Tenir les dossiers » is A1."""
    text = " ".join(cell.split())
    match = _ACTIVITY.match(text)
    return (f"A{match[1]}", _cleaned(text[match.end() :])) if match else coded(text)


def code(written: str, letter: str = "C") -> str:
    """A code as the kit writes one: « u 1-2 » is U1.2; what has no letter gets one, and what cannot be one is left as it is."""
    bare = re.sub(r"[\s_-]+", ".", fold(written).upper().strip(" .:"))
    bare = re.sub(r"^([A-Z]{1,4})\.(?=\d)", r"\1", bare)
    return f"{letter}{bare}" if bare[:1].isdigit() else bare


def cut(label: str, most: int) -> str:
    """A label of `most` signs at most, cut between two words, with a sign that says so."""
    if len(label) <= most:
        return label
    kept = label[: most - 1]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept).rstrip(" ,;:.–—-('«") + "…"


def short(label: str) -> str:
    """The name by which tables call a compétence, out of its label: its first clause where it is short enough."""
    clause = re.split(r" ?[,;:(] ?| – | — ", label)[0].strip()
    return cut(clause if 8 <= len(clause) <= SHORT else label, SHORT)


def titled(text: str) -> tuple[str, str, str]:
    """The title of a modality, what it asks for, and what else is said of it, the whole of it each time: « Étude de cas : à partir d'un
    dossier, … » asks; « Écrite, 3 h » says more.
    """
    whole = " ".join(text.split())
    clause = re.search(r"\n|\s*:\s+| – | — |\. |\s*\(|, ", text)
    if clause is None:
        title = cut(whole.strip(" .:"), SHORT)
        return title, whole if title.endswith("…") else "", ""
    title = cut(" ".join(text[: clause.start()].split()).strip(" .:"), SHORT)
    asks = clause[0].strip(" ") not in ("(", ",")
    return title, whole if asks else "", "" if asks else whole


def name(title: str, otherwise: str) -> str:
    """The name of an épreuve's folder, out of its title."""
    words = [word for word in re.findall(r"[a-z0-9]+", fold(title)) if word not in _EMPTY]
    kept = "_".join(words[:_WORDS])[:40].strip("_")
    return kept if re.match("[a-z]", kept) else otherwise


def identifier(title: str) -> str:
    """The identifier of a nature: « Étude de cas » is étude_de_cas; never a number, an épreuve's own, nor what YAML takes for a yes or a no."""
    made = "_".join(re.findall(r"[^\W_]{2,}|\d", title.casefold()))
    plain = re.match(r"[^\W\d_]", made) and not _TAKEN.fullmatch(made)
    return made if plain else f"nature_{made}".rstrip("_")


def _cleaned(label: str) -> str:
    return label.strip(" .:–—-").strip()
