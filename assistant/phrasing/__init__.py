"""A chat model may phrase what was verified, and nothing else.

    claims, verified ──► prompt ──► model ──► sentences ──► checking ──► the same claims, in other words

``tokens`` says what a text asserts, ``order`` which rearrangements assert the same, ``checking`` whether a sentence
may stand for a claim. ``rephrasing`` asks the model and keeps what passed. Off unless a model is named.

``glue.txt`` and ``frames.txt`` list what a sentence may add, ``equivalents.txt`` words that say the same.
"""
