"""One small module a verb. Heavy packages load inside the functions that need them."""
