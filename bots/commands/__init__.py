"""The commands, one module each: ``arguments(parser, say)`` names what it takes, ``run(given)`` gives the exit status.

A module is imported when its command is used, or when its help is asked for.
"""

from __future__ import annotations

# In a room of their own:
OPERATING = frozenset({"backup", "changes", "copilot-package", "key", "restore", "sync", "teams-package"})
COMMANDS = (
    "ingest", "read", "ask", "batch", "chat", "search", "eval", "eval-retrieval", "lint", "serve", "doctor", "mcp",
    "teams-package", "copilot-package", "backup", "restore", "sync", "confirmed", "key", "generations", "changes",
)  # fmt: skip
