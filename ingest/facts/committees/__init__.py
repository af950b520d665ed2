"""Governance bodies: their names, and what tables, sections and sentences say of them."""
