"""What people do besides asking: commands, buttons, forms, the home page. One listener or more a file."""
