"""Charts as Excel writes them, with what LibreOffice never does: parts for other versions, titles in several runs, names over names, labels
taken from cells.
"""

from __future__ import annotations

import io
import zipfile

_SPACE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<c:date1904 val="0"/><c:roundedCorners val="0"/>'
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="c14" xmlns:c14="http://schemas.microsoft.com/office/drawing/2007/8/2/chart"><c14:style val="102"/></mc:Choice>'
    '<mc:Fallback><c:style val="2"/></mc:Fallback></mc:AlternateContent>'
    "<c:chart>%s<c:plotVisOnly val='1'/></c:chart></c:chartSpace>"
)


def rich(*runs: str) -> str:
    """A title in so many runs."""
    texts = "".join(f'<a:r><a:rPr lang="fr-FR" b="1"/><a:t>{run}</a:t></a:r>' for run in runs)
    return f'<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr/>{texts}</a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'


def points(values: list[str]) -> str:
    return f'<c:ptCount val="{len(values)}"/>' + "".join(
        f'<c:pt idx="{place}"><c:v>{value}</c:v></c:pt>' for place, value in enumerate(values) if value
    )


def numbers(tag: str, values: list[str], code: str = "General") -> str:
    """The values of a series, as they were saved."""
    cache = f"<c:numCache><c:formatCode>{code}</c:formatCode>{points(values)}</c:numCache>"
    return f"<c:{tag}><c:numRef><c:f>Feuil1!$B$2:$B$9</c:f>{cache}</c:numRef></c:{tag}>"


def axis(kind: str, id: str, side: str, title: str) -> str:
    return f'<c:{kind}><c:axId val="{id}"/><c:delete val="0"/><c:axPos val="{side}"/>{rich(title)}<c:crossAx val="1"/></c:{kind}>'


def workbook(*charts: str, parts: dict[str, str] | None = None) -> bytes:
    """A workbook that holds these charts, and nothing that opening it would take."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for place, chart in enumerate(charts, 1):
            archive.writestr(f"xl/charts/chart{place}.xml", _SPACE % chart)
            archive.writestr(f"xl/charts/style{place}.xml", "<style/>")
        for name, text in (parts or {}).items():
            archive.writestr(name, text)
    return made.getvalue()


def titled_bars(title: str, *values: str) -> str:
    """Bars of one series."""
    named = (
        "<c:cat><c:strRef><c:strCache>"
        + points([f"canal {place}" for place, _ in enumerate(values, 1)])
        + "</c:strCache></c:strRef></c:cat>"
    )
    return (
        f'{rich(title)}<c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/>'
        f"<c:ser>{named}{numbers('val', list(values))}</c:ser>"
        '<c:axId val="7"/><c:axId val="8"/></c:barChart>'
        f"{axis('catAx', '7', 'b', 'canal')}{axis('valAx', '8', 'l', 'ROAS (€)')}</c:plotArea>"
    )


#: Horizontal bars, their names over names: a year over its months. The only series gives its name to the title.
MONTHS = (
    "<c:title><c:overlay val='0'/></c:title><c:autoTitleDeleted val='0'/><c:plotArea><c:layout/>"
    '<c:bar3DChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/><c:ser><c:idx val="0"/>'
    "<c:tx><c:strRef><c:f>Feuil1!$C$1</c:f><c:strCache><c:ptCount val='1'/><c:pt idx='0'><c:v>ventes  nettes</c:v></c:pt></c:strCache></c:strRef></c:tx>"
    "<c:cat><c:multiLvlStrRef><c:f>Feuil1!$A$2:$B$4</c:f><c:multiLvlStrCache><c:ptCount val='3'/>"
    f"<c:lvl>{points(['nov.', 'déc.', 'janv.'])}</c:lvl><c:lvl><c:pt idx='0'><c:v>2025</c:v></c:pt><c:pt idx='2'><c:v>2026</c:v></c:pt></c:lvl>"
    "</c:multiLvlStrCache></c:multiLvlStrRef></c:cat>"
    f"{numbers('val', ['1204.5', '', '-3E-1'], '#,##0.00&quot; €&quot;')}</c:ser>"
    '<c:axId val="11"/><c:axId val="12"/></c:bar3DChart>'
    f"{axis('catAx', '11', 'l', 'mois')}{axis('valAx', '12', 'b', 'ventes (€)')}</c:plotArea>"
)

#: A cloud in one series, its points named by labels taken from cells; its second axis comes first in the file.
CLOUD = (
    f"{rich('Search,', ' le moins cher')}<c:plotArea><c:scatterChart><c:scatterStyle val='lineMarker'/><c:ser>"
    f"{numbers('xVal', ['0.42', '0.61'], '0%')}{numbers('yVal', ['12.5', '8'])}"
    '<c:extLst><c:ext uri="{02D57815-91ED-43cb-92C2-25804820EDAC}" xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart">'
    f"<c15:datalabelsRange><c15:f>Feuil1!$A$2:$A$3</c15:f><c15:dlblRangeCache>{points(['Search', 'Display'])}</c15:dlblRangeCache></c15:datalabelsRange>"
    "</c:ext></c:extLst></c:ser>"
    '<c:axId val="21"/><c:axId val="22"/></c:scatterChart>'
    f"{axis('valAx', '22', 'l', 'coût (€)')}{axis('valAx', '21', 'b', 'affinité (%)')}</c:plotArea>"
)

#: A newer sort of chart, as a histogram or a waterfall, which is in a part of its own.
NEWER = {
    "xl/charts/chartEx1.xml": "<cx:chartSpace xmlns:cx='http://schemas.microsoft.com/office/drawing/2014/chartex'/>"
}
