"""What every route over HTTP shares: guards before it, the key, refusals, and answers sent as they come."""
