"""Bytes -> text: which encoding they are in, by the rules of browsers; what is broken or was saved in another one."""
