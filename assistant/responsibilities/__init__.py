"""Who does what: the cells of the matrices in force, and what a question asks of them.

``matrix`` puts the cells where they can be found by role and by activity; ``asking`` reads a question into roles,
activities and letters. ``assistant.composition.responsibility`` says the answer.
"""
