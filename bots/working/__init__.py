"""Where answers are computed: whose turn it is, and in which process."""
