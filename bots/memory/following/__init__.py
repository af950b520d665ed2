"""What changed from one state of the documents to the next, and who asked to be told of it."""
