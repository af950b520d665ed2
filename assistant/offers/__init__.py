"""Service offers: found by the need a person tells, by name, or by a condition on their columns.

``catalogue`` holds the offers in force; ``needs`` finds the one that meets a need told in other words than its own;
``asking`` reads the question; ``sieve`` keeps the offers that meet a condition; ``telling`` makes the claims.
``assistant.composition.offers`` says the answer.
"""
