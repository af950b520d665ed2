"""The second PDF reader: faster and more lenient, it gives text without looks."""

from __future__ import annotations

from ingest.errors import LimitExceeded, damaged
from ingest.layout.pdf.pages import Line, Page
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
