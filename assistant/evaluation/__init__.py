"""How good the answers are, against questions whose answers people wrote down (``repere eval``)."""
