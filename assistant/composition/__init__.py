"""From what was found to claims: one module a kind of question, each exposing ``propose(query, library)``.

A composer returns None when the question is not of its kind, a draft otherwise; the most confident draft is verified.
``assistant.bootstrap`` lists them.
"""
