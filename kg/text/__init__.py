"""Ground floor: how text is normalised and compared."""
