"""Defects in the governance itself, and the contradictions that answers tell too."""
