"""The second PDF reader: faster and more lenient, it gives text without looks."""

from __future__ import annotations

from ingest.errors import LimitExceeded, damaged
from ingest.layout.pdf.pages import Line, Page
from ingest.layout.pdf.recognition import Picture
from ingest.sandbox.limits import PAGES


def second_reading(data: bytes, name: str) -> list[Page]:
    """Raises UnreadableDocument when this reader cannot open the file either."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except Exception as error:
        raise damaged(name, "PDF") from error
    if count > PAGES:
        raise LimitExceeded(
            f"« {name} » compte plus de {PAGES} pages; divisez-le en plusieurs fichiers.",
            f"“{name}” has more than {PAGES} pages; split it into several files.",
        )
    pages = []
    for number in range(count):
        try:
            page = document[number]
            text, height = page.get_textpage().get_text_bounded(), float(page.get_height())
        except Exception:  # noqa: BLE001 - one broken page does not lose the others
            text, height = "", 792.0
        lines = tuple(Line(line) for line in text.replace("\r", "").replace("\ufffe", "-").split("\n") if line.strip())
        pages.append(Page(number + 1, height, lines))
    document.close()
    return pages


_DOTS = 200  # an inch: what character recognition reads well
_SIDE = 3_500  # dots of the longer side at most


def picture(data: bytes, number: int) -> Picture | None:
    """The page of a rank (from 1) as a grey PNM image with its dots a point; None when it cannot be drawn."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        page = document[number - 1]
        longest = max(float(page.get_width()), float(page.get_height()), 1.0)
        scale = min(_DOTS / 72, _SIDE / longest)
        bitmap = page.render(scale=scale, grayscale=True)
        rows = bytes(bitmap.buffer)
        packed = b"".join(rows[n * bitmap.stride : n * bitmap.stride + bitmap.width] for n in range(bitmap.height))
        head = f"P5 {bitmap.width} {bitmap.height} 255\n".encode()
        document.close()
    except Exception:  # noqa: BLE001 - a page that cannot be drawn is one that cannot be read
        return None
    return head + packed, scale
