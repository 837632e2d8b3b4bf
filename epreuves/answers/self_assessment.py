"""Self-assessment by compétence, and the help that was received where an épreuve allows some to be declared: a panel in the notebook, kept in a
file beside it.

The state is written to `autoevaluation.json` at each change and shown as an output of the cell, so that it
also lies in the submitted notebook; `read` takes it back, checked, for the reports. Nothing here is marked.
"""

import contextlib
import html
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec

from epreuves.answers.checking import recorded
from epreuves.answers.files.finding import beginning
from epreuves.answers.published_words import PublishedWords, allowed_in, of_folder
from epreuves.referentiel.levels import LEVELS, Level
from epreuves.referentiel.spelling import CODE
from epreuves.wording.french import listed
from epreuves.wording.inert import clean_text
from epreuves.wording.typography import spaced

FILE = "autoevaluation.json"
MIMETYPE = "application/vnd.epreuves.autoevaluation+json"
MAX_REASON = 2_000
MAX_BYTES = 400_000
_CODE = re.compile(CODE)

Code = Annotated[str, msgspec.Meta(pattern=f"^{CODE}$")]


class Estimation(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"level": "niveau", "why": "pourquoi"}
):
    """A candidate's opinion of one compétence: a level from 0 to 3 or none yet, and why."""

    level: Annotated[int, msgspec.Meta(ge=0, le=3)] | None = None
    why: Annotated[str, msgspec.Meta(max_length=MAX_REASON)] = ""


class AutoEvaluation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"help": "aide"}):
    """A candidate's self-assessment, by code of compétence; empty if there is none. help: the help received, as they declare it."""

    competences: Annotated[dict[Code, Estimation], msgspec.Meta(max_length=60)] = msgspec.field(default_factory=dict)
    v: int = 1
    help: Annotated[str, msgspec.Meta(max_length=MAX_REASON)] = ""


def auto_evaluation(
    *competences: str,
    niveaux: Mapping[str, int] | None = None,
    pourquoi: Mapping[str, str] | None = None,
    aide: str | None = None,
) -> None:
    """Show the self-assessment panel of these compétences; levels, reasons and the help received may also be given in writing.

    `niveaux={"U5.1": 2}`, `pourquoi={"U5.1": "…"}` and `aide="…"` serve where the panel cannot be displayed.
    Raises ValueError for a code, a level or a reason that cannot be meant.
    """
    levels, reasons = niveaux or {}, pourquoi or {}
    _check(competences, levels, reasons, aide)
    folder = Path.cwd()
    state = _restored(folder, competences)
    if recorded() or os.environ.get("EPREUVES_CANAL") or os.environ.get("NBGRADER_EXECUTION"):
        _show(state)
        return
    for code in {**levels, **reasons}:
        estimation = state.competences[code]
        state = _with(state, code, levels.get(code, estimation.level), reasons.get(code, estimation.why))
    if aide is not None:
        state = msgspec.structs.replace(state, help=clean_text(aide)[:MAX_REASON])
    if levels or reasons or aide is not None:
        register(folder, state)
    copy = _show(state, identified=True)
    try:
        _panel(folder, state, copy)
    except Exception:
        first = competences[0]
        print(
            "Le panneau ne peut pas s'afficher ici. Écrivez vos niveaux (0 à 3) dans une cellule : "
            f'auto_evaluation("{first}", niveaux={{"{first}": 2}}, pourquoi={{"{first}": "…"}})'
        )


def register(folder: Path, state: AutoEvaluation) -> None:
    """Write the state to the folder's file, all or nothing."""
    from epreuves.machine import replace  # only who estimates pays for its import

    replace(folder / FILE, msgspec.json.format(msgspec.json.encode(state), indent=2))


def read(folder: str | Path, notebook: Mapping[str, Any] | None = None) -> AutoEvaluation:
    """The self-assessment of a submission: its file, else the outputs of its notebook (parsed JSON).

    Never raises on what a candidate wrote: what cannot be read counts as absent.
    """
    assessment = _read_file(Path(folder))
    if assessment is None and notebook is not None:
        assessment = _read_outputs(notebook)
    return assessment or AutoEvaluation()


def _check(competences: tuple[Any, ...], levels: Mapping[str, int], why: Mapping[str, str], aide: str | None) -> None:
    if not competences:
        raise ValueError('auto_evaluation : donnez les compétences à estimer, ex. auto_evaluation("CODE")')
    for code in competences:
        if type(code) is not str or not _CODE.fullmatch(code):
            raise ValueError(f"auto_evaluation : code de compétence attendu, reçu {code!r}")
    for code in (*levels, *why):
        if code not in competences:
            raise ValueError(f"auto_evaluation : {code!r} ne fait pas partie des compétences de cette épreuve")
    for code, level in levels.items():
        if type(level) is bool or not isinstance(level, int) or not 0 <= level <= 3:
            choices = ", ".join(f"{int(level)} = {level.label}" for level in LEVELS)
            raise ValueError(f"auto_evaluation : un niveau de 0 à 3 est attendu pour {code} ({choices})")
    for code, reason in why.items():
        if type(reason) is not str or len(reason) > MAX_REASON:
            raise ValueError(f"auto_evaluation : un texte de {MAX_REASON} caractères au plus est attendu pour {code}")
    if aide is not None and (type(aide) is not str or len(aide) > MAX_REASON):
        raise ValueError(f"auto_evaluation : un texte de {MAX_REASON} caractères au plus est attendu pour aide")


def _restored(folder: Path, competences: tuple[str, ...]) -> AutoEvaluation:
    """The file's self-assessment, with an empty estimation for each compétence that is not there yet."""
    kept = _read_file(folder)
    if kept is None and (folder / FILE).is_file() and not os.environ.get("EPREUVES_CANAL"):
        # Unreadable, but maybe a candidate's words: set aside, never overwritten.
        with contextlib.suppress(OSError):
            os.replace(folder / FILE, folder / "autoevaluation.illisible.json")
    before = kept or AutoEvaluation()
    own = {code: before.competences.get(code, Estimation()) for code in competences}
    return msgspec.structs.replace(before, competences={**before.competences, **own})


def _with(state: AutoEvaluation, code: str, level: int | None, why: str) -> AutoEvaluation:
    estimation = Estimation(None if level is None else int(level), clean_text(why)[:MAX_REASON])
    return msgspec.structs.replace(state, competences={**state.competences, code: estimation})


def _read_file(folder: Path) -> AutoEvaluation | None:
    content = beginning(folder / FILE, MAX_BYTES + 1)
    return None if content is None else _decode(content)


def _read_outputs(notebook: Mapping[str, Any]) -> AutoEvaluation | None:
    """The last copy that the notebook's outputs hold."""
    last = None
    for cell in _items(notebook, "cells"):
        for output in _items(cell, "outputs"):
            data = output.get("data") if isinstance(output, Mapping) else None
            if isinstance(data, Mapping) and MIMETYPE in data:
                with contextlib.suppress(TypeError, ValueError, RecursionError):
                    last = _decode(msgspec.json.encode(data[MIMETYPE])) or last
    return last


def _items(node: Any, name: str) -> list[Any]:
    items = node.get(name) if isinstance(node, Mapping) else None
    return items if isinstance(items, list) else []


def _decode(data: bytes) -> AutoEvaluation | None:
    if len(data) > MAX_BYTES:
        return None
    try:
        return msgspec.json.decode(data, type=AutoEvaluation)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def _label(code: str, words: PublishedWords) -> str:
    label = words.competences.get(code)
    return f"{code} — {label}" if label else code


def resume(state: AutoEvaluation) -> str:
    """The state in words, a line a compétence."""
    lines = []
    for code, estimation in state.competences.items():
        level = "pas encore estimée" if estimation.level is None else Level(estimation.level).label
        reason = " ".join(estimation.why.split())
        lines.append(f"{code} : {level}{f' — {reason}' if reason else ''}")
    declared = [f"Aide déclarée\N{NO-BREAK SPACE}: {' '.join(state.help.split())}"] if state.help.strip() else []
    return "\n".join(["Auto-évaluation", *lines, *declared])


def _bundle(state: AutoEvaluation) -> dict[str, Any]:
    return {MIMETYPE: msgspec.to_builtins(state), "text/plain": resume(state)}


def _show(state: AutoEvaluation, identified: bool = False) -> Any:
    from IPython.display import display

    # A display id, so that the panel can rewrite this output at each change.
    return display(_bundle(state), raw=True, display_id=True if identified else None)


def _panel(folder: Path, state: AutoEvaluation, copy: Any) -> None:
    """Build and show the widgets; every change is saved, then the written copy is rewritten."""
    import ipywidgets as widgets
    from IPython.display import display

    current = [state]

    def keep(new: AutoEvaluation) -> None:
        current[0] = new
        register(folder, new)
        if copy is not None:
            copy.update(_bundle(new), raw=True)

    def changed(code: str, level: int | None, why: str) -> None:
        keep(_with(current[0], code, level, why))

    def declared(help: str) -> None:
        keep(msgspec.structs.replace(current[0], help=clean_text(help)[:MAX_REASON]))

    words = of_folder(folder)
    rows = [
        _row(widgets, code, _label(code, words), estimation, changed) for code, estimation in state.competences.items()
    ]
    kinds = allowed_in(folder).declared
    if kinds or state.help:
        rows.append(_declaration(widgets, kinds, state.help, declared))
    display(widgets.VBox(rows))


def _declaration(widgets: Any, kinds: Sequence[str], help: str, declared: Callable[[str], None]) -> Any:
    """The field of the help received, those kinds of it that are to be declared."""
    wide = widgets.Layout(width="100%")
    asked = spaced(
        f"Vous pouvez vous aider de ce qui suit, à condition de le déclarer : {listed(kinds)}. Dites qui ou quoi, et pour quelle partie ; "
        "écrivez « aucune » si vous n'en avez pas eu. Cela n'ôte aucun point : vos correcteurs et le jury de l'oral le lisent."
    )
    title = widgets.HTML('<div style="line-height: 1.4; font-weight: 600">Aide reçue</div>', layout=wide)
    words = widgets.HTML(f'<div style="line-height: 1.4">{html.escape(asked)}</div>', layout=wide)
    field = widgets.Textarea(
        value=help,
        placeholder=spaced(
            "Par exemple : relecture par un collègue ; un assistant d'IA, pour reformuler l'introduction"
        ),
        layout=widgets.Layout(width="98%"),
        continuous_update=False,
    )
    field.observe(lambda _: declared(field.value), names="value")
    return widgets.VBox([title, words, field])


def _row(widgets: Any, code: str, label: str, estimation: Estimation, changed: Any) -> Any:
    wide = widgets.Layout(width="100%")
    levels = widgets.ToggleButtons(
        options=[(level.label, int(level)) for level in LEVELS],
        value=estimation.level,
        style={"button_width": "13em"},
        tooltips=[f"{code} : {level.label}" for level in LEVELS],
    )
    reason = widgets.Textarea(
        value=estimation.why, placeholder="Facultatif", layout=widgets.Layout(width="98%"), continuous_update=False
    )

    def tell(_: Any) -> None:
        changed(code, levels.value, reason.value)

    levels.observe(tell, names="value")
    reason.observe(tell, names="value")
    # HTML and not Label: a compétence takes two lines, and a Label cuts them.
    title = widgets.HTML(f'<div style="line-height: 1.4; font-weight: 600">{html.escape(label)}</div>', layout=wide)
    return widgets.VBox([title, levels, widgets.Label(value="Ce qui me le fait dire :"), reason])
