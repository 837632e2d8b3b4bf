"""Text that UTF-8 can carry."""


def clean_text(text: str) -> str:
    """A real str, whatever the subclass; lone surrogates become « ? »."""
    return str.__str__(text).encode("utf-8", "replace").decode("utf-8")
