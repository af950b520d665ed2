"""How much of one file is read. A file beyond a limit is refused in a sentence, never half read in silence."""

from __future__ import annotations

MEBIBYTE = 1 << 20
FILE_BYTES = 100 * MEBIBYTE
FILE_CHARACTERS = 8_000_000  # about 3,000 dense pages
CELL_CHARACTERS = 32_767  # what Excel allows in one cell
BLOCKS = 400_000
PAGES = 5_000
ARCHIVE_ENTRIES = 10_000
ARCHIVE_BYTES = 150 * MEBIBYTE  # after expansion, media left aside
MERGED_CELLS = 200_000  # cells one sheet's merged ranges may cover
SECONDS = 20.0  # of reading without a sign of progress (a page read): a busy machine takes several times its usual
TOTAL_SECONDS = 90.0  # of reading, for one file
MEMORY_BYTES = 800 * MEBIBYTE  # address space of the process that reads one file
