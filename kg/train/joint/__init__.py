"""One network for names, their types, values' owners and relations, on a pretrained encoder."""
