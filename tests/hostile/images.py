"""Images that hostile copies show: small as files, huge once drawn."""

from __future__ import annotations

import base64
import struct
import zlib


def png_bomb(width: int, height: int) -> str:
    """A well-formed PNG of that many pixels, in base64; its data is that of its first thousand lines at most, one bit a pixel."""
    rows = zlib.compressobj(9)
    line = bytes(1 + (min(width, 65_000) + 7) // 8)
    data = b"".join(rows.compress(line) for _ in range(min(height, 1000))) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", data), _chunk(b"IEND", b""))
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(chunks)).decode()


def pixels(png: bytes) -> int:
    """How many pixels a PNG says that it has."""
    width, height = struct.unpack(">II", png[16:24])
    return width * height


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
