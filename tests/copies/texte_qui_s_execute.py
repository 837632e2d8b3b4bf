"""Everything is right; texts, attachments, outputs and an answer hold scripts, handlers and links that run."""

from tests.corpus import GOOD, code, text

FRAGMENTS = (
    "<script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>",
    "[a](javascript:alert(1)) [b](<javascript:alert(1)>) [c]( JaVaScRiPt:alert(1)) [d](java&#10;script:alert(1)) <javascript:alert(1)>",
    "[r][x]\n\n[x]: javascript:alert(1)\n\n> [y]: javascript:alert(1)\n>\n> [r][y]\n\n- [z]: javascript:alert(1)\n\n  [r][z]\n\n[w\\]w]: javascript:alert(1)\n\n[r][w\\]w]",
    "$\\href{javascript:alert(1)}{x}$ \\$&#92;href{javascript:alert(1)}{x}\\$ $\\mmlToken{mi}[href=javascript:alert(1)]{x}$ $\\h&#114;ef{javascript:alert(1)}{x}$",
    "![absente](attachment:absente.png) ![dessin](attachment:dessin.svg) ![x][pj]\n\n[pj]: attachment:absente.png",
    '```mermaid\ngraph TD; A-->B; click A "javascript:alert(1)"\n```\n\n    <script>alert(1)</script>\n\n~~~html\n<script>alert(1)</script>\n~~~',
    "\u202eetrof esnopér\u202c \x1b[31mrouge\x1b[0m \x1b]8;;http://x\x07lien\x1b]8;;\x07",
    "# <a href='javascript:alert(1)'>titre</a> [t](javascript:alert(1))\n\n| a |\n|---|\n| <b onclick=alert(1)>x</b> [l](vbscript:x) |",
)
SHOW = """
from IPython.display import HTML, SVG, Javascript, Markdown, Latex, display
display(HTML("<script>alert(1)</script><table onclick=alert(1)><tr><td>x $\\\\href{javascript:alert(1)}{y}$<a href=javascript:alert(1)>z</a></td></tr></table><iframe src=//x></iframe><style>*{display:none}</style>"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"), Javascript("alert(1)"), Markdown("<script>alert(1)</script>"), Latex("$\\\\href{javascript:alert(1)}{x}$"))
print("\\x1b]0;titre\\x07\\x1b[2J\\u202eà l'envers")
raise ValueError("<script>alert(1)</script>")
"""
ANSWERS = GOOD | {
    "C15_3-synthese": "\n\n".join(FRAGMENTS),
    "meilleur": "meilleur = '$\\\\href{javascript:alert(1)}{clic}$<script>alert(1)</script>\\u202e'",
}
DUE = {"*": "right", "C15_2-meilleur": "invalid"}


def cells(notebook):
    notebook["cells"] += [text(f, attachments={"dessin.svg": {"image/svg+xml": "PHN2Zy8+"}}) for f in FRAGMENTS] + [
        code(SHOW)
    ]
    notebook["cells"].append(
        {
            "cell_type": "raw",
            "id": "brut",
            "metadata": {"raw_mimetype": "text/html"},
            "source": "<script>alert(1)</script>\n~~~\n<script>",
        }
    )
