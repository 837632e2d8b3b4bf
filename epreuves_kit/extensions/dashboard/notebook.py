"""The functions that the dashboard's notebook calls: open the data, show the sections, explore them with widgets in JupyterLab."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.extensions.dashboard import cohort as data
from epreuves_kit.extensions.dashboard import figures, sections
from epreuves_kit.extensions.dashboard.cohort import Cohort
from epreuves_kit.extensions.dashboard.figures import Picture
from epreuves_kit.extensions.dashboard.sections import NBSP, Markup, many, paragraph, percent

__all__ = ["entete", "explorer", "montrer", "ouvrir", "sections"]


def ouvrir(donnees: str, epreuves: Sequence[EpreuveId] = (), campus: str = "", groupe: str = "") -> Cohort:
    """The cohort in a file, as far as it is asked for; raises KitError."""
    return data.read(Path(donnees)).only(epreuves, campus, groupe)


def entete(cohorte: Cohort, campus: str = "", groupe: str = "") -> None:
    """Say what the dashboard is of."""
    day = "/".join(reversed(cohorte.made.split("-")))
    handed = len(cohorte.candidates)
    people = (
        f"{many(handed, 'candidat')} qui {'ont' if handed > 1 else 'a'} rendu une copie, sur {many(cohorte.enrolled, 'inscrit')}"
        if cohorte.enrolled > handed
        else many(handed, "candidat")
    )
    kept = [f"campus {campus}" if campus else "", f"groupe {groupe}" if groupe else ""]
    montrer(
        [
            paragraph(
                Markup(f"<strong>{escape(cohorte.session or 'Session sans nom')}</strong>{NBSP}·"),
                f"{NBSP}· ".join(
                    filter(None, (people, many(len(cohorte.epreuves), "épreuve"), f"résultats du {day}", *kept))
                ),
            ),
            paragraph(
                "Les candidats et les correcteurs sont nommés : ce document n'est pas à diffuser."
                if cohorte.named
                else "Les candidats portent un numéro qui ne suit pas l'ordre alphabétique ; les correcteurs, une lettre.",
                kind="doux",
            ),
        ]
    )


def montrer(blocks: Iterable[Markup | Picture]) -> None:
    """Show blocks, as outputs that JupyterLab and the page both read."""
    from IPython.display import display

    for block in blocks:
        display(bundle(block), raw=True)


def bundle(block: Markup | Picture) -> dict[str, Any]:
    """A block as a notebook's output: a picture goes with the sentence that stands for it."""
    if isinstance(block, Picture):
        from base64 import b64encode

        return {"image/svg+xml": block.svg, "image/png": b64encode(block.png).decode(), "text/plain": block.told}
    return {"text/html": str(block), "text/plain": ""}


def explorer(donnees: str = "donnees/cohorte.json") -> None:
    """Choose an épreuve and a compétence, and see their spread, items and mistakes; what cannot be opened is said in a sentence."""
    import ipywidgets as widgets
    from IPython.display import display

    try:
        cohort = data.read(Path(donnees))
    except KitError as error:
        print(f"✗ {error}")
        return
    wide = {"style": {"description_width": "7rem"}, "layout": {"width": "min(100%, 40rem)"}}
    epreuve = widgets.Dropdown(
        options=[(f"{e.called} — {e.title}", e.id) for e in cohort.epreuves], description="Épreuve", **wide
    )
    competence = widgets.Dropdown(description="Compétence", **wide)
    shown = widgets.Output()

    def choose(_: Any) -> None:
        codes = data.competences(cohort.only([epreuve.value]).epreuves[0])
        competence.options = [("toutes", ""), *((code, code) for code in codes if code)]
        competence.value = ""
        show(None)

    def show(_: Any) -> None:
        shown.clear_output(wait=True)
        with shown:
            montrer(_chosen(cohort.only([epreuve.value]), competence.value))

    epreuve.observe(choose, "value")
    competence.observe(show, "value")
    choose(None)
    display(widgets.VBox([epreuve, competence, shown]))


def _chosen(cohort: Cohort, code: str) -> Iterable[Markup | Picture]:
    """The blocks that the explorer shows of one épreuve."""
    epreuve = cohort.epreuves[0]
    if code:
        results = data.competence_results(cohort).get((epreuve.id, code), {})
        values = [r.share for r in results.values() if r.share is not None]
    else:
        values = [s.value for s in data.totals(epreuve).values() if s.value is not None]
    if values:
        title = f"{code or epreuve.called} : {many(len(values), 'candidat')}"
        caption = f"{title}, de {percent(min(values))} à {percent(max(values))}."
        yield figures.histogram(title, values, caption, "résultat" if code else "part des points")
    yield from sections.analysis(cohort, code)
    yield from sections.mistakes(cohort, code)
