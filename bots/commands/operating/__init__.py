"""Commands of whoever runs the service, rather than of whoever asks."""
