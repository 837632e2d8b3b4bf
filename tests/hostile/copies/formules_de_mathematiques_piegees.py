"""Everything is right; mathematics that multiply, redraw the page, name styles, or make links."""

from tests.corpus import GOOD, text

FORMULES = (
    r"$\def\a{\a\a}\a$ $\newcommand{\b}{\b\b}\b$ $\let\frac\relax \renewcommand{\text}{x}$",
    r"$\rule{99999em}{99999em}$ $\hspace{-100em}\raise{50em}{\text{4 / 4}}$ $\bbox[red,border:1px]{x}$ $\color{white}{x}$",
    r"$\unicode{x202e}$ $\class{formgrader}{x}$ $\cssId{score}{x}$ $\style{position:fixed;top:0}{x}$ $\href{javascript:alert(1)}{x}$",
    "$" + "{" * 20_000 + "x" + "}" * 20_000 + "$",
    "$$" + r"\begin{array}" * 3000 + "$$",
    r"\(\href{javascript:alert(1)}{x}\) \[\require{html}\href{javascript:alert(1)}{x}\] \begin{align}\href{javascript:alert(1)}{x}\end{align}",
)
ANSWERS = GOOD | {"C15_3-synthese": "\n\n".join(FORMULES)}
AFTER = {
    "preparation": f"from IPython.display import Latex, Math, display\nfor f in {FORMULES!r}: display(Latex(f), Math(f)); print(f[:1000])"
}
HIDES = (r"\href", r"\require", r"\cssId", r"\class{", r"\style{", r"\unicode")
PEOPLE = True


def cells(notebook):
    notebook["cells"] += [text(f) for f in FORMULES]
