"""From a request to a question taken on, once: genuine, addressed to us, and from whom we answer."""
