"""Projects through their reports: which ones a question names, at which moment, and what it asks of them.

``portfolio`` puts the reports together and follows a project that changes name; ``moments`` finds the report meant;
``asking`` reads the question; ``sieve`` keeps the projects that meet a condition. ``assistant.composition.status``
says the answer.
"""
