"""What the session's application calls each thing that can be done, and what it says where the kit's sentences name a command.

Who runs a session by buttons is told of buttons: each command has the one that does the same, or who is to be asked for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from epreuves.operations import every
from epreuves.page import drawn
from epreuves.referentiel.model import called

#: What opens a notebook, or leads somewhere in the page.
LIST, PANEL, SETTLE, ORAL, PEOPLE = (
    "Choisir la liste de l'école",
    "Ouvrir le panneau des correcteurs",
    "Régler les désaccords",
    "Ouvrir les fiches d'oral",
    "Candidat par candidat",
)
#: Said of what has no button here.
_ASKED = "par qui s'occupe de la machine"
#: Commands, the longer before the shorter of the same beginning, and what does the same here.
_COMMANDS = {
    **{f"epreuves {name}": drawn.label(name) for name in every.NAMES},
    **{f"epreuves {name}": drawn.label(name) for name in every.BUTTONS},
    "epreuves candidats": PEOPLE,
    "epreuves candidats import": LIST,
    "epreuves correcteurs": drawn.label("correcteurs repartir"),
    "nbgrader generate_assignment": drawn.label("distribuer"),
    "nbgrader collect": drawn.label("ramasser"),
    "nbgrader autograde": drawn.label("autograde"),
}
_OTHERS = {
    "nbgrader db upgrade": "Mettre le carnet de notes à jour",
    "nbgrader db student": "Ôter une personne du carnet de notes",
    "epreuves check": "Vérifier l'épreuve",
    "epreuves referentiel": "Poser le texte officiel",
    "epreuves cluster": "Corriger sur plusieurs machines",
    "epreuves demo": "Faire la démonstration",
}
#: Options that a sentence names by themselves, and the field that is the same here.
_OPTIONS = {
    "--niveau": "le niveau retenu",
    "--date": "la date de la délibération",
    "--retour": f"« {drawn.label('export cdc --retour')} »",
    "--sans": "« À laisser de côté »",
    "--auteur": "votre nom",
    "--numero": "le numéro",
    "--lieu": "le lieu",
    "--correcteurs": "les deux correcteurs",
    "--correcteur": "le correcteur",
    "--part": "la part des copies",
    "--force": "la confirmation",
    "--remplacer": "« Remplacer les copies déjà là »",
    "--oui": "la confirmation",
    "--prendre": "le groupe",
    "--partielle": "la confirmation",
    "--oral": "l'oral",
    "--au": "le jour jusqu'auquel elles se gardent",
    "--tout": "« Effacer aussi les fichiers du cours qui nomment quelqu'un et ne sont pas du kit »",
    "--provisoire": "« Remettre aussi ce qui reste en partie à juger »",
}
_KNOWN = _COMMANDS | _OTHERS
#: What a command is given in a sentence: options, names in capitals, numbers, épreuves, files.
_WORD = r"(?:--?[a-zé][\w-]*|[A-ZÉ](?:[\w.-]*\w)?|\d(?:[\w.:-]*\w)?|e\d\d\w*|\S+\.(?:xlsx|csv|yaml|zip)|…|ID…?)"
_COMMAND = re.compile(
    rf"(\(?)(?:«\s?((?:epreuves|nbgrader)\s[^»\s][^»]*?)\s?»|\b((?:{'|'.join(sorted(map(re.escape, _KNOWN), key=len, reverse=True))})\b(?: {_WORD}(?![\w»]))*))"
)
_OPTION = re.compile(
    r"( \()?(?<![\w-])(--[a-z][a-z-]*)(?:[ =](?:[A-ZÉ](?:[\w.=-]*\w)?|\d(?:[\w./-]*\w)?)(?!\w))?(?(1)(\)))"
)


#: An épreuve's identifier in a sentence; in a path or a file's name it stays.
_ID = re.compile(r"(?<![\w/.-])e\d\d_[a-z0-9_]+(?![\w/-]|\.\w)")


def shown(sentence: str) -> str:
    """A sentence of the kit as the application says it: the button, and not the command; « E17 », and not its folder."""
    sentence = drawn.with_buttons(sentence)
    said = _COMMAND.sub(lambda found: found[1] + _button(found[2] or found[3], bool(found[1])), sentence)
    return _ID.sub(lambda found: called(found[0]), _OPTION.sub(_field, said))


def all_shown(sentences: Iterable[str]) -> list[str]:
    """Sentences, each as the application says it."""
    return [shown(sentence) for sentence in sentences]


def _button(command: str, within: bool) -> str:
    """The button that a command is, or who is to be asked for it; within: whether it stands in parentheses."""
    name = _named(command.split())
    label = f"« {_KNOWN.get(name, 'une autre opération')} »"
    if name in _COMMANDS:
        return label
    return f"{label}, {_ASKED}" if within else f"{label} ({_ASKED})"


def _named(words: list[str]) -> str:
    """The longest known command that these words begin with; empty for none."""
    options = [word for word in words if word.startswith("--")]
    plain = [word for word in words if not word.startswith("-")]
    for count in range(len(plain), 1, -1):
        start = " ".join(plain[:count])
        for name in (*(f"{start} {option}" for option in options), start):
            if name in _KNOWN:
                return name
    return ""


def _field(found: re.Match[str]) -> str:
    """The field that an option is; an option in parentheses is left out, where what stands before it names the field already."""
    said = _OPTIONS.get(found[2], "le réglage voulu")
    if not found[1]:
        return said
    return f" ({said})" if said.startswith("«") else ""
