"""Responsibility matrices: where the grid lies in a table, and what its letters mean."""
