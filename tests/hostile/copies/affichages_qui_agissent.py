"""Everything is right; displays JavaScript, frames, media, widgets, forms, and every kind of bundle that a reader could act on."""

AFTER = {
    "preparation": """
from IPython.display import IFrame, Audio, Video, FileLink, Image, display, display_html, display_javascript, display_markdown, display_svg, publish_display_data, Code, Pretty
display_javascript("alert(1)", raw=True)
display_html("<form action=//x><input name=a><button formaction=javascript:alert(1)>b</button></form><a href=javascript:alert(1)>z</a>", raw=True)
display_markdown("[x](javascript:alert(1))<script>alert(1)</script>", raw=True)
display_svg("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script><foreignObject><iframe/></foreignObject></svg>", raw=True)
display(IFrame("javascript:alert(1)", 1, 1), Video("https://dehors.example/v.mp4"), FileLink("/etc/passwd"), Image(url="https://dehors.example/i.png"))
for genre in ("application/javascript", "application/x-javascript", "text/javascript", "application/ecmascript", "image/svg+xml", "application/pdf", "text/latex", "text/markdown",
              "application/vnd.vega.v5+json", "application/vnd.plotly.v1+json", "application/vnd.bokehjs_exec.v0+json", "application/vnd.holoviews_exec.v0+json",
              "application/geo+json", "application/xhtml+xml", "text/x-script", "application/vnd.jupyter.widget-view+json", "application/vnd.dataresource+json", "TEXT/HTML", "text/html;charset=utf-8",
              "image/png;x=<script>", "application/vnd.<script>alert(1)</script>"):
    publish_display_data({genre: "<script>alert(1)</script>", "text/plain": "x"}, metadata={genre: {"isolated": True, "width": "1' onload='alert(1)"}})
publish_display_data({"text/html": "<div data-commandlinker-command='terminal:create-new' data-commandlinker-args='{}' class='jp-RenderedHTML' id='formgrader' style='position:fixed;top:0'>x</div><p style=position:fixed>y</p><base href=//x><meta http-equiv=refresh content=0>"})
publish_display_data({"text/html": "<table><tr><td onclick=alert(1) style='background:url(//x)' background=//dehors.example/x>a<!--><script>alert(1)</script>--></td></tr><svg><style><img src=x onerror=alert(1)></style></svg><math><mtext><table><mglyph><style><img src=x onerror=alert(1)>"})
publish_display_data({"text/html": ["<scr", "ipt>alert(1)</scr", "ipt>"], "image/png": {"src": "x"}, "image/jpeg": "' onload='alert(1)"}, metadata={"image/png": {"alt": "' onload='alert(1)"}})
raise type("<script>alert(1)</script>", (Exception,), {})("<img src=x onerror=alert(1)>")
"""
}
PEOPLE = True
