"""Training of upper layers and heads for the labels of data sets."""
