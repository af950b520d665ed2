"""What a document is (its description), the passages it is cut into, and the questions each may answer."""
