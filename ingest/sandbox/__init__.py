"""A file is read under limits, in a process of its own: what is read of it, and what crosses back."""
