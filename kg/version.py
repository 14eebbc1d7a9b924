"""The version: this one number is that of the package, of `kg --version` and of the documentation."""

VERSION = "0.1.0"
