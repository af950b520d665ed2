"""The commands, one module each: ``arguments(parser, say)`` names what it takes, ``run(given)`` gives the exit status.

A module is imported when its command is used, or when its help is asked for.
"""

from __future__ import annotations

COMMANDS = (
    "ingest", "read", "ask", "batch", "chat", "search", "eval", "eval-retrieval", "lint", "serve", "doctor", "mcp",
    "teams-package", "confirmed", "key", "generations",
)  # fmt: skip
