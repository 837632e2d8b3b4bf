"""The papers of a second round, for each of the two: the copy without a name, and a sheet to fill and give back.

The copy is the panel's, in a page that runs nothing; the sheet is a grader's, of that copy alone, empty, under a mark of its own: it is
refused where the sheets of graders are taken, so that nothing of it counts before the jury has answered.
"""

from __future__ import annotations

import html
from pathlib import Path

import msgspec

from epreuves.machine import replace
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants import archive
from epreuves.wording.errors import KitError
from epreuves.wording.french import of
from epreuves.wording.remedies import command, parameter
from epreuves_kit.gradebook.rows import NotebookFile
from epreuves_kit.jury.appeals import Appeal, given, places
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.rubric import workbook
from epreuves_kit.rubric.appreciation import Copy, Criterion
from epreuves_kit.rubric.panel import copy_view
from epreuves_kit.rubric.panel.desk import asset
from epreuves_kit.rubric.register import Register
from epreuves_kit.rubric.workbook_open import opened
from epreuves_kit.rubric.workbook_read import assignment_of, read
from epreuves_kit.rules.jury_rules import JuryRules

FOLDER = "recours"
#: The panel's own look, on a page as long as the copy.
_LOOK = ".ep-panel { display: block; height: auto; max-width: 62em; margin: 1em auto; padding: 1em 2em; overflow: visible; }"


def folder(root: Path, number: int) -> Path:
    """The folder of an appeal's papers."""
    return root / FOLDER / str(number)


def hand_out(record: JuryRecord, register: Register, rules: JuryRules, claim: Appeal) -> list[Path]:
    """Write, for each of the two, the copies and the sheets to fill; gives their archives, one each, in order. Raises KitError."""
    assert claim.round is not None  # whoever entrusts an appeal says to whom
    root = record.places.root
    by_rank: dict[int, dict[str, bytes]] = {1: {}, 2: {}}
    with NotebookFile(record.places.db_url, root) as gradebook:
        for epreuve, copies in places(register, rules, claim).items():
            pages = {f"{epreuve}-copie-{copy.number}.html": _page(gradebook, root, epreuve, copy) for copy, _ in copies}
            for rank, grader in enumerate(claim.round.graders, 1):
                by_rank[rank] |= pages
                grid = _grid(register, root, claim.number, epreuve, copies, grader)
                name = f"recours-{claim.number}-{epreuve}-correcteur-{rank}.xlsx"
                by_rank[rank][name] = workbook.content_of(grid)[0]
    place = folder(root, claim.number)
    files = {
        place / f"correcteur-{rank}" / name: content for rank, own in by_rank.items() for name, content in own.items()
    }
    # What one person is given, in one file.
    archives = {
        place / f"recours-{claim.number}-correcteur-{rank}.zip": archive.packed(own) for rank, own in by_rank.items()
    }
    for path, content in (files | archives).items():
        try:
            replace(path, content)
        except OSError as error:
            raise KitError(f"{path} ne peut pas être écrit ({error.strerror or error}).") from None
    return list(archives)


def take(
    record: JuryRecord, register: Register, rules: JuryRules, number: int, grader: str, file: Path
) -> tuple[str, Appeal]:
    """Keep what a filled sheet gives; gives its épreuve, and the appeal. Raises Faults with all that is wrong in it, KitError."""
    book = opened(file)
    epreuve = assignment_of(book)
    claim = _of(record, number)
    copies = places(register, rules, claim).get(epreuve, ())
    if not copies:
        raise KitError(f"« {file.name} » est de {epreuve}, dont le recours n° {number} ne parle pas.")
    names = claim.round.graders if claim.round else ()
    judge = next((name for name in names if name.casefold() == grader.strip().casefold()), grader.strip())
    owner = str(book[workbook.NOTICE]["B4"].value or "")
    if owner in names and owner != judge:
        raise KitError(
            f"Cette grille est celle {of(owner)}, et non {of(judge)} : donnez ce nom ({parameter('recours lire', '--correcteur')}), ou l'autre grille."
        )
    changes = read(book, _grid(register, record.places.root, number, epreuve, copies, judge))
    levels = {(c.copy, c.grade_id): (c.given.level, c.given.comment) for c in changes}
    return epreuve, given(record, register, rules, number, epreuve, judge, levels)


def _of(record: JuryRecord, number: int) -> Appeal:
    from epreuves_kit.jury.appeals import appeal

    return appeal(record, number)


def _grid(
    register: Register,
    root: Path,
    number: int,
    epreuve: EpreuveId,
    copies: tuple[tuple[Copy, tuple[Criterion, ...]], ...],
    grader: str,
) -> workbook.Grid:
    """The sheet of these copies and criteria, empty, told from every other by its mark."""
    whole = workbook.grid_of(register, root, epreuve)
    criteria = {criterion.grade_id: criterion for _, own in copies for criterion in own}
    return msgspec.structs.replace(
        whole,
        session=f"{whole.session}, recours n° {number}",
        mark=workbook.session_mark(f"recours {number}\0{whole.mark}", epreuve),
        grader=grader,
        copies=tuple(copy for copy, _ in copies),
        criteria=tuple(c for c in whole.criteria if c.grade_id in criteria),
        back=command("recours lire", str(number), "FICHIER.xlsx", "--correcteur VOUS"),
    )


def _page(gradebook: NotebookFile, root: Path, epreuve: EpreuveId, copy: Copy) -> bytes:
    """A copy as the panel shows it, without a name or a script; a browser is let draw it and nothing else."""
    shown = copy_view.page(gradebook, root, epreuve, copy, whole=True)
    title = f"{epreuve}, copie n° {copy.number}"
    body = "".join(f"<h2>{html.escape(tab['label'])}</h2>{tab['html']}" for tab in shown["tabs"])
    notice = f"<p>{html.escape(shown['sentence'])}</p>" if shown["sentence"] else ""
    page = (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
        f'<meta name="viewport" content="width=device-width"><title>{html.escape(title)}</title>'
        f"<style>{asset('panel.css')}\n{_LOOK}</style></head>"
        f'<body><main class="ep-panel"><h1>{html.escape(title)}</h1>{notice}{body}</main></body></html>\n'
    )
    return page.encode()
