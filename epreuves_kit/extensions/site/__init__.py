"""The session's épreuves as a static site, worked in the browser alone."""

from epreuves_kit.exam.extending import answers


@answers
def operations() -> dict[str, tuple[str, ...]]:
    """One operation."""
    return {f"{__name__}.operation": ("site",)}
