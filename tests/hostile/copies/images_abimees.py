"""Everything is right; shows images cut short, empty, of two kinds at once, or of another kind than they say."""

AFTER = {
    "preparation": """
import base64
from IPython.display import publish_display_data
entete = b"\\x89PNG\\r\\n\\x1a\\n"
for corps in (b"", entete, entete + b"\\x00" * 100, b"GIF89a/*" + b"\\xff" * 20 + b"*/=alert(1);", b"\\xff\\xd8\\xff<script>alert(1)</script>", entete + b"<script>alert(1)</script>", b"<svg onload=alert(1)>", b"BM", b"II*\\x00", b"%PDF-1.7", b"PK"):
    for genre in ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff"):
        publish_display_data({genre: base64.b64encode(corps).decode()})
publish_display_data({"image/png": "pas de la base 64 ' onerror='alert(1)"})
publish_display_data({"image/png": None, "image/jpeg": 3, "text/plain": ["a", 3, None]})
"""
}
PEOPLE = True
