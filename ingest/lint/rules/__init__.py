"""The rules of ``repere lint``: each a function from holdings to defects, none knowing the others."""
