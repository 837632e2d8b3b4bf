"""Everything is right; shows tags of thirty thousand attributes, of quotes that do not close, and styles that do not end."""

AFTER = {
    "preparation": """
from IPython.display import HTML, display
display(HTML("<p " + " ".join(f"a{n}" for n in range(60_000)) + ">x</p>"))
display(HTML("<td " + "colspan=2 " * 39_000 + ">x</td>"), HTML("<p " + '"' * 390_000), HTML("<style>" * 50_000), HTML("<!--" * 90_000))
display(HTML("<p>" + "".join(f"<b a{n}>" for n in range(1_900)) + "</p>" + "<p>x</p>" * 40_000))
"""
}
