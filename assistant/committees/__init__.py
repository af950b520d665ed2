"""Committees, escalation and duties: what is known of them, what a question asks, how it is told."""
