"""2 Document -> Parsed: a uniform view of the text, sentences, words. The only importer of jieba and rjieba."""
