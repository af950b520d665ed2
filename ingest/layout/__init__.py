"""What lies on a page, whatever the format: clean text, lists, headings, tables, forms, and the Document they build."""
