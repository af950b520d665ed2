"""What Word, Excel and PowerPoint files have in common: relationships, strict files, drawings, numbers as shown."""
