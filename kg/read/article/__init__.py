"""What an article says about itself: title, source, date, author."""
