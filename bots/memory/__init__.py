"""What is kept, for how long, and for whom: conversations, questions being answered, opinions."""
