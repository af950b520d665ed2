"""What one audience may know on one day: things and what they are called, reports and what time they tell of."""
