"""Everything is right; texts call images, frames and links of the web and of `data:`, which would tell who reads the copy, and when."""

import base64

from tests.corpus import GOOD, text

SVG = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>").decode()
FRAGMENTS = (
    "![balise](https://dehors.example/balise.png?copie=12) ![b](//dehors.example/b.gif) ![c](http://127.0.0.1:8000/c.png)",
    "![r][ref] ![ref]\n\n[ref]: https://dehors.example/ref.png 'titre'",
    f"![svg](data:image/svg+xml;base64,{SVG}) [page](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "<img src='https://dehors.example/i.png'> <iframe src='https://dehors.example'></iframe> <link rel=stylesheet href=//dehors.example/c.css>",
    "<style>@import url(https://dehors.example/s.css); *{display:none}</style><base href='https://dehors.example/'><meta http-equiv=refresh content='0;url=//x'>",
    "[fichier](file:///etc/passwd) [vb](vbscript:x) [b](blob:x) [f](filesystem:x) [j](jar:x!/) [ms](ms-word:ofe|u|http://x) [v](view-source:x) [i](intent://x)",
    "[js](javascript\\:alert(1)) [js](\\javascript:alert(1)) [js](&#x6A;avascript:alert(1)) [js](java\nscript:alert(1)) [js](\x01javascript:alert(1)) [js](//javascript:x)",
    '<javascript:alert(1)> <data:text/html,x> https://dehors.example/"onmouseover=alert(1) [x](https://a"onmouseover="alert(1))',
    '[x](https://exemple.org "t\\" onmouseover=alert(1)") [^1]\n\n[^1]: note <script>alert(1)</script>',
)
ANSWERS = GOOD | {"C15_3-synthese": "\n\n".join(FRAGMENTS)}
PEOPLE = True


def cells(notebook):
    notebook["cells"] += [text(f) for f in FRAGMENTS]
