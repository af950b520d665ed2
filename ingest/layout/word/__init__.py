"""Word documents, from their XML: paragraphs and tables."""
