"""Pages of a PDF: lines of text, the strokes that rule tables, words nobody sees."""
