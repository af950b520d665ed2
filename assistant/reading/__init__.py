"""A question → what is asked: its language, what it borrows from the conversation, its kind, the moment it means."""
