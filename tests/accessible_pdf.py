"""What a program can check of PDF/UA-1 in a PDF, after the conditions of the Matterhorn Protocol 1.1 that veraPDF's profile holds too."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pypdf
from pypdf.generic import BooleanObject, ContentStream

#: Operators that put something on the page: texts, paths that are painted, images and forms, shadings.
_SHOWING = {b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"Do", b"sh"}
#: The structure types that PDF 1.7 knows, of those that documents of texts, lists, tables and figures have.
_STANDARD = {
    "/Document", "/Part", "/Div", "/Sect", "/P", "/H1", "/H2", "/H3", "/H4", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/THead", "/TBody", "/TR",
    "/TH", "/TD", "/Figure", "/Caption", "/TOC", "/TOCI", "/Reference", "/Link", "/Span", "/Code", "/Note", "/BlockQuote", "/Quote", "/NonStruct",
}  # fmt: skip
#: What a structure element must stand in.
_WITHIN = {
    "/LI": {"/L"}, "/Lbl": {"/LI", "/Note", "/TOCI"}, "/LBody": {"/LI"}, "/TR": {"/Table", "/THead", "/TBody"}, "/TH": {"/TR"}, "/TD": {"/TR"},
    "/THead": {"/Table"}, "/TBody": {"/Table"}, "/TOCI": {"/TOC"},
}  # fmt: skip


def faults(content: bytes) -> list[str]:
    """What is wrong in a PDF that says it is PDF/UA-1; empty where nothing is that a program can tell."""
    found = pypdf.PdfReader(io.BytesIO(content))
    root: Any = found.trailer["/Root"]
    return [*_of_document(found, root), *_of_structure(root), *_of_pages(found)]


def structure(content: bytes) -> list[str]:
    """The types of the structure elements, in the order in which they are read aloud."""
    root: Any = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]
    return [kind for kind, _, _ in _elements(root["/StructTreeRoot"]["/K"], "")]


def _of_document(found: pypdf.PdfReader, root: Any) -> Iterator[str]:
    metadata = root["/Metadata"].get_object().get_data().decode()
    if "<pdfuaid:part>1</pdfuaid:part>" not in metadata:
        yield "06-002: the metadata do not say PDF/UA-1"
    if "<dc:title>" not in metadata or not (found.metadata and found.metadata.title):
        yield "06-003: there is no title"
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") != BooleanObject(True):
        yield "07-001: the title is not what a window shows"
    if not str(root.get("/Lang", "")).startswith("fr"):
        yield "11-006: the language is not French"
    marked: Any = root.get("/MarkInfo", {})
    if marked.get("/Marked") != BooleanObject(True) or marked.get("/Suspects") == BooleanObject(True):
        yield "01-007: the document is not marked, or suspect"
    if found.is_encrypted:
        yield "26-001: the document is encrypted"


def _of_structure(root: Any) -> Iterator[str]:
    roles = {str(k): str(v) for k, v in root["/StructTreeRoot"].get("/RoleMap", {}).items()}
    level = 0
    for written, element, within in _elements(root["/StructTreeRoot"]["/K"], ""):
        kind = roles.get(written, written)
        if kind not in _STANDARD:
            yield f"02-001: {kind} is no standard type"
        if kind in _WITHIN and within not in _WITHIN[kind]:
            yield f"09: {kind} stands in {within or 'nothing'}"
        if kind == "/Figure" and not element.get("/Alt") and not element.get("/ActualText"):
            yield "13-004: a figure has no description"
        if kind == "/TH" and not _attribute(element, "/Scope"):
            yield "15-003: a header says nothing of what it heads"
        if kind[:2] == "/H" and kind[2:].isdigit():
            if int(kind[2:]) > level + 1:
                yield f"14-003: {kind} follows a title of level {level}"
            level = int(kind[2:])
    if level == 0:
        yield "14: there is no title in the text"


def _of_pages(found: pypdf.PdfReader) -> Iterator[str]:
    for number, page in enumerate(found.pages, 1):
        content = page.get_contents()
        if content is not None and "/StructParents" not in page:
            yield f"page {number}: nothing says which elements it holds"
        depth = 0
        for _, operator in ContentStream(content, found).operations if content is not None else ():
            if operator in (b"BDC", b"BMC"):
                depth += 1
            elif operator == b"EMC":
                depth -= 1
            elif operator in _SHOWING and not depth:
                yield f"01-005: page {number} has {operator!r} that is neither tagged nor an artifact"
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            yield from _of_font(font.get_object(), number)
        annotations = page.get("/Annots", ())
        if annotations and page.get("/Tabs") != "/S":
            yield f"28-008: page {number} has links and no order of structure"
        for annotation in annotations:
            own = annotation.get_object()
            if own.get("/Subtype") == "/Link" and ("/Contents" not in own or "/StructParent" not in own):
                yield f"28-012: page {number} has a link without a description, or out of the structure"


def _of_font(font: Any, number: int) -> Iterator[str]:
    (own,) = font.get("/DescendantFonts", [font])
    descriptor = own.get_object().get("/FontDescriptor")
    if descriptor is None or not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.get_object()):
        yield f"31-009: page {number} has a font that is not in the file"
    if "/ToUnicode" not in font:
        yield f"10-001: page {number} has a font whose characters nobody can tell"


def _elements(node: Any, within: str) -> Iterator[tuple[str, Any, str]]:
    """The elements under a node, in order: type, element, and the type of what holds it."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _elements(child, within)
    elif isinstance(node, dict):
        kind = str(node.get("/S", ""))
        if kind:
            yield kind, node, within
        if "/K" in node:
            yield from _elements(node["/K"], kind or within)


def _attribute(element: Any, name: str) -> Any:
    held = element.get("/A", {})
    held = held.get_object()
    every = held if isinstance(held, list) else [held]
    return next((one.get_object()[name] for one in every if name in one.get_object()), None)
