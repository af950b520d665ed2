"""The encoder that ships: its files, word pieces, layers, what was taught to it, and how texts and pairs are read."""
