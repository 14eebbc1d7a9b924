"""What an article states of itself: title, source, date, authors."""
