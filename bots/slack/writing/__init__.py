"""Text and messages as Slack shows them, and the writing of one answer."""
