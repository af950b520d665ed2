"""A reply as pieces any channel can show: harmless text, links to the very words cited, the terminal."""
