"""The parts of a workbook's archive that openpyxl leaves out or does not tie to a sheet: charts, pivot tables, and what Excel keeps of
lists and conditional formats apart from the others (a list whose values are on another sheet is one).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.etree import ElementTree

from epreuves.answers.files.kinds import RefusedFile

#: Bytes of a part that is read, of what stands after the cells of a sheet, and parts of a sheet.
_MAX_PART, _MAX_PARTS = 5_000_000, 200
_SHEET = re.compile(rb"<(?:\w+:)?worksheet\b[^>]*>")
_CELLS_END = re.compile(rb"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*/>")
_CHART = re.compile(r"charts/chart(Ex)?[0-9]{0,6}\.xml$")
#: How a plot is called, by the tag of its XML.
_PLOTS = {
    "bar": "barres",
    "line": "courbes",
    "area": "aires",
    "pie": "secteurs",
    "ofPie": "secteurs",
    "doughnut": "anneau",
    "scatter": "nuage de points",
    "bubble": "bulles",
    "radar": "radar",
    "stock": "cours de bourse",
    "surface": "surface",
}
_TAG = re.compile(r"(\w+?)(?:3D)?Chart")


class SeenChart(NamedTuple):
    """A chart: its kinds in French, its title, and the number of its series; no kind where it is of one that is not known."""

    kinds: tuple[str, ...]
    title: str
    series: int


class WorkbookParts:
    """The archive of a workbook, of which `kind_of` says that it is one; each question raises for itself where its part cannot be read."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._names = frozenset(self._archive.namelist())
        self._sheets: dict[str, str] | None = None

    def sheets(self) -> dict[str, str]:
        """The part of each sheet, by its title; sheets that are a chart included."""
        if self._sheets is None:
            targets = self._targets("xl/workbook.xml")
            parts = {}
            for node in self._tree("xl/workbook.xml").iter():
                id = next((value for name, value in node.attrib.items() if name.endswith("}id")), "")
                if _local(node) == "sheet" and id in targets:
                    parts[node.get("name", "")] = targets[id]
            self._sheets = parts
        return self._sheets

    def charts(self, sheet: str) -> Iterator[SeenChart]:
        """The charts of a sheet."""
        for drawing in self._related(sheet, "drawings/"):
            for part in list(self._targets(drawing).values())[:_MAX_PARTS]:
                if (match := _CHART.search(part)) and part in self._names:
                    yield SeenChart((), "", 0) if match[1] else _chart(self._tree(part))

    def pivots(self, sheet: str) -> int:
        """The number of pivot tables of a sheet."""
        return len(self._related(sheet, "pivotTables/"))

    def extended(self, sheet: str, wanted: str) -> Iterator[tuple[str, ElementTree.Element]]:
        """The rules that a sheet keeps apart from the others, with their cells. wanted: « dataValidation » or « cfRule »."""
        part = self.sheets().get(sheet, "")
        if part not in self._names:
            return
        text = self._archive.read(part)
        head, end = _SHEET.search(text[:20_000]), _CELLS_END.search(text)
        if b"extLst" not in text or head is None or end is None:
            return
        if len(text) - end.end() > _MAX_PART:
            raise RefusedFile("lourd")
        # What stands after the cells, under the names of its own root.
        for node in ElementTree.fromstring(head[0] + text[end.end() :]).iter():
            if _local(node) == "conditionalFormatting" and wanted == "cfRule" and _extended(node):
                for rule in node:
                    if _local(rule) == "cfRule":
                        yield _cells(node), rule
            elif _local(node) == wanted == "dataValidation" and _extended(node):
                yield _cells(node), node

    def _related(self, sheet: str, folder: str) -> list[str]:
        part = self.sheets().get(sheet, "")
        return [to for to in self._targets(part).values() if folder in to and to in self._names][:_MAX_PARTS]

    def _targets(self, part: str) -> dict[str, str]:
        """The parts that a part names, by identifier."""
        folder, name = posixpath.split(part)
        relations = f"{folder}/_rels/{name}.rels"
        if relations not in self._names:
            return {}
        return {
            node.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, node.get("Target", "")))[1:]
            for node in self._tree(relations)
            if node.get("TargetMode") != "External"
        }

    def _tree(self, part: str) -> ElementTree.Element:
        if self._archive.getinfo(part).file_size > _MAX_PART:
            raise RefusedFile("lourd")
        return ElementTree.fromstring(self._archive.read(part))


def texts(node: ElementTree.Element, name: str) -> list[str]:
    """The texts of a part's descendants of that name, whatever their space."""
    return [child.text or "" for child in node.iter() if _local(child) == name]


def _local(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _extended(node: ElementTree.Element) -> bool:
    return "/2009/9/main" in str(node.tag)


def _cells(node: ElementTree.Element) -> str:
    return " ".join(child.text or "" for child in node if _local(child) == "sqref")


def _chart(space: ElementTree.Element) -> SeenChart:
    kinds: dict[str, None] = {}
    series = 0
    title = None
    for node in space.iter():
        name = _local(node)
        if (match := _TAG.fullmatch(name)) and match[1] in _PLOTS:
            kinds.setdefault(_flat(node) or _PLOTS[match[1]])
        series += name == "ser"
        # The first title in the order of the file is the chart's; those of its axes come after its plots.
        if name == "title" and title is None and not kinds:
            title = " ".join("".join(texts(node, "t")).split()) or " ".join(texts(node, "v"))
    return SeenChart(tuple(kinds), title or "", series)


def _flat(plot: ElementTree.Element) -> str:
    """The name of bars that lie; empty for any other plot."""
    lies = any(_local(child) == "barDir" and child.get("val") == "bar" for child in plot)
    return "barres horizontales" if lies else ""
