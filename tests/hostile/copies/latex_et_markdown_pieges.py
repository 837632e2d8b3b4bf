"""Everything is right; cells display Markdown and LaTeX that hold scripts, links that act, images from outside, and commands of MathJax that act."""

AFTER = {
    "preparation": r"""
from IPython.display import Latex, Markdown, Math, display
PIEGES = (
    "<script>alert(1)</script> <img src=//dehors.example/i.png onerror=alert(1)> <iframe src=javascript:alert(1)></iframe>",
    "[x](javascript:alert(1)) [y][r] <javascript:alert(1)> [z](data:text/html,<script>alert(1)</script>)\n\n[r]: javascript:alert(1)",
    "![b](https://dehors.example/balise.png) ![c][s] ![d](attachment:absente.png)\n\n[s]: //dehors.example/b.gif",
    r"$\href{javascript:alert(1)}{x}$ $$\require{html}\cssId{score}{\style{position:fixed;top:0}{x}}$$ \(\class{formgrader}{x}\) $\unicode{x202e}$",
    r"\begin{align}\href{javascript:alert(1)}{x}\end{align} \$&#92;href{javascript:alert(1)}{x}\$",
    "</div></div><script>alert(1)</script> $</div><img src=x onerror=alert(1)>$",
    "\u202e0 / 4\u202c \x1b]8;;javascript:x\x07y",
)
for piege in PIEGES:
    display(Markdown(piege), Latex(piege), Math(piege))
    get_ipython().display_pub.publish({"text/markdown": list(piege), "text/latex": [piege], "text/plain": "x"}, metadata={"text/markdown": {"isolated": True}})
display(Markdown("](" * 200_000), Latex("$" + "{" * 400_000), *[Markdown("**a" * 6_000)] * 40)
Markdown(PIEGES[0])
"""
}
HIDES = (
    r"\href",
    r"\require",
    r"\cssId",
    r"\class{",
    r"\style{",
    r"\unicode",
    "<script",
    "<img",
    "<iframe",
)
PEOPLE = True
