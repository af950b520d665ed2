"""What the documents say that could answer: things with their values, cells of matrices, sentences; one type for all."""
