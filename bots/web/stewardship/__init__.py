"""The steward's page as values, the questions it tries, and what goes to the owners of documents and comes back."""
