"""What documents state, as typed facts; each module reads one sort of statement, whatever the kind of document."""
