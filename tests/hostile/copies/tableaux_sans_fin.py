"""Everything is right; shows tables of a million cells, open to no end, and pandas tables whose cells are scripts."""

AFTER = {
    "preparation": """
import pandas as pd
from IPython.display import HTML, display
display(HTML("<table>" + "<tr><td>x</td></tr>" * 60_000 + "</table>"), HTML("<table><tr><td>" * 30_000), HTML("<b>" * 5_000), HTML("<" * 100_000), HTML("<a" * 50_000), HTML("&" * 100_000))
display(pd.DataFrame({"<script>alert(1)</script>": ["<img src=x onerror=alert(1)>"]}))
display(pd.DataFrame({"<b onclick=alert(1)>x</b>": ["x"]}).style.format(lambda v: "<script>alert(1)</script>").set_table_styles([{"selector": "*", "props": "display:none"}]))
"""
}
PEOPLE = True
