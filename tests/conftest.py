"""Being here, inside the package `tests`, it puts the repository's root on the path: `from tests.graphs import …`."""
