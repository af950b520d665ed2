"""The shortest exact words that answer: units to quote, how well each meets a question, and when none does."""
