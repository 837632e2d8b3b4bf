"""The rapport de compétences as a PDF/UA: a cover, contents with page numbers, chapters with their annexes, the self-assessment.

It says what the page says. Every text goes to the template as data; every image is drawn again within the walls first.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from epreuves.wording.french import day
from epreuves_kit.jury.pdf import compile_pdf
from epreuves_kit.marking.in_words import Answer
from epreuves_kit.reports import composition
from epreuves_kit.reports.document import Document, DocumentBlock
from epreuves_kit.reports.pages import TEMPLATES
from epreuves_kit.reports.portfolio import Portfolio
from epreuves_kit.reports.redrawing import RedrawnBlocks

#: Said where a figure of the candidate's cannot be drawn again.
NOT_SHOWN = "Une figure n'a pas pu être reprise ici ; elle est dans la page du rapport."


def portfolio_pdf(portfolio: Portfolio, at: datetime.date) -> bytes:
    """The PDF of a report; the same report on the same day makes the same bytes. Raises KitError."""
    made = _Composed()
    data = {
        "name": portfolio.name,
        "candidate": portfolio.candidate if portfolio.homonym else "",
        "blank": portfolio.blank,
        "certification": portfolio.certification,
        "session": portfolio.session,
        "date": day(at),
        "there": portfolio.standing,
        "parts": [
            {
                "title": title,
                "chapters": [
                    {
                        "title": c.title,
                        "absent": c.absent,
                        "documents": [made.document(d) for d in c.documents if d.parts],
                    }
                    for c in chapters
                ],
            }
            for title, chapters in portfolio.parts
        ],
        "assessed": [
            [f"{a.code} — {a.title}", a.level.label if a.level is not None else "pas encore donné", a.words or "—"]
            for a in portfolio.assessed
        ],
        "unassessed": ", ".join(portfolio.unassessed),
    }
    return compile_pdf(TEMPLATES / "portfolio.typ", data, at, made.blocks.files)


class _Composed:
    """The documents of a report told as trees, and the images that they show."""

    def __init__(self) -> None:
        self.blocks = RedrawnBlocks(NOT_SHOWN)

    def document(self, made: Document) -> dict[str, Any]:
        """A document's parts and what it lacks."""
        parts = [
            {"title": part.title, "blocks": [n for b in part.blocks for n in self._block(b, part.title)]}
            for part in made.parts
        ]
        return {"title": made.title, "parts": parts, "lacking": " ; ".join(made.lacking)}

    def _block(self, block: DocumentBlock, title: str) -> list[composition.Node]:
        if block.kind == "html":
            return self.blocks.filled(composition.blocks(block.content), title)
        if block.kind == "image":
            return [self.blocks.image(block.content, f"Figure : {title}")]
        return _answered(block.answer, block.units) if block.answer else []


def _answered(given: Answer, units: str) -> list[composition.Node]:
    if not given.rows:
        unit = f" ({units})" if " ou " in units else f"\u00a0{units}" if units else ""
        return [{"kind": "paragraph", "runs": [composition.run(given.text + unit, ["strong"])]}]

    def line(texts: Sequence[str], head: bool = False) -> list[composition.Node]:
        return [
            composition.cell(text, head=head or at == 0, figure=at in given.figures) for at, text in enumerate(texts)
        ]

    rows = [line(row) for row in given.rows]
    if given.header:
        rows.insert(0, line(given.header, head=True))
    caption = f"Valeurs en {units}." if units else ""
    made = composition.table(rows, caption, given.more)
    # A line's name is a head as well: of an answer of one column, every line would be taken for a header.
    return [made | {"heads": 1 if given.header else 0}]
