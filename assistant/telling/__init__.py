"""What was chosen → claims in words, each with the cells and sentences that prove it."""
