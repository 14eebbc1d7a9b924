"""PDF -> the article's text and the page of each character; what of a page is no text of the article."""
