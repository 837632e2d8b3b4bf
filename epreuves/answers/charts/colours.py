"""The distance between two colours.

Source: W3C, Web Content Accessibility Guidelines 2.2, « relative luminance » and « contrast ratio »
(https://www.w3.org/TR/WCAG22/#dfn-relative-luminance); 3:1 for graphical objects is criterion 1.4.11.
"""

import re

GRAPHICAL_OBJECTS = 3.0
_HEX = re.compile(r"#[0-9a-f]{6}", re.ASCII)


def relative_luminance(colour: str) -> float:
    """Relative luminance in [0, 1] of a colour « #rrggbb » (sRGB); raises ValueError for anything else."""
    if not _HEX.fullmatch(colour):
        raise ValueError(f"couleur attendue sous la forme #rrggbb, reçu {colour!r}")
    red, green, blue = (_linear(level / 255) for level in bytes.fromhex(colour[1:]))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    # 0.04045 is sRGB's threshold; WCAG first printed 0.03928, which changes no 8-bit colour.
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, from 1 (same luminance) to 21 (black and white)."""
    low, high = sorted((relative_luminance(first), relative_luminance(second)))
    return (high + 0.05) / (low + 0.05)
