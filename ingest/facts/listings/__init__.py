"""Things described one after the other: headers read by what they mean, labels, values."""
