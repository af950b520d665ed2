"""Values in a form code compares: dates, periods, measures, and the small values of tables."""
