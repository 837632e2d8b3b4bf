"""What could act in a page: tags, handlers, addresses, and formulas that MathJax would follow."""

import html.parser
import re

ACTIVE = {
    "script",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "svg",
    "math",
    "link",
    "meta",
    "base",
    "style",
    "video",
    "audio",
    "details",
}
MATHS = re.compile(r"\\(?:href|url|require|class|cssId|style|data|mmlToken)(?![A-Za-z])")


class Page(html.parser.HTMLParser):
    """Gathers what could act in a page."""

    def __init__(self):
        super().__init__()
        self.faults, self.text, self.ignored, self.depth = [], "", [], 0

    def handle_starttag(self, tag, attrs):
        box = dict(attrs).get("type") == "checkbox" and "disabled" in dict(attrs)  # Markdown's own, for lists of tasks
        if tag in ACTIVE and not box:
            self.faults.append(tag)
        self.depth += tag not in ("br", "img", "hr")
        if any(name == "class" and "ignore" in (value or "") for name, value in attrs) or tag in (
            "pre",
            "code",
        ):
            self.ignored.append(self.depth)
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                self.faults.append(f"{tag}@{name}")
            if (
                name in ("href", "src", "xlink:href")
                and not address.startswith(
                    (
                        "http://",
                        "https://",
                        "mailto:",
                        "#",
                        "data:image/png;",
                        "data:image/jpeg;",
                        "data:image/gif;",
                        "ftp://",
                    )
                )
                and address
            ):
                self.faults.append(f"{tag}@{name}={value}")

    def handle_endtag(self, tag):
        if self.ignored and self.ignored[-1] == self.depth:
            self.ignored.pop()
        self.depth -= tag not in ("br", "img", "hr")

    def handle_data(self, data):
        # MathJax reads what the browser shows, save in code and where it is told not to.
        if not self.ignored:
            self.text += data


def acting(page):
    """What could act in an HTML text."""
    parser = Page()
    parser.feed(page)
    parser.close()
    return parser.faults + MATHS.findall(parser.text)
