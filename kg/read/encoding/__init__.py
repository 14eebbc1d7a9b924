"""Bytes -> text: which encoding they are in, by the rules of browsers; what is broken, what was saved in another one."""
