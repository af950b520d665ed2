"""The packages an administrator uploads: the app for Teams, the agent for Microsoft 365 Copilot."""
