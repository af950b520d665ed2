"""Candidates → which of them answers, and how surely; or none."""
