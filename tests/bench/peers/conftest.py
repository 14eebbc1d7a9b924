"""The adapters run only in the peers' own environments: pytest does not import them."""

collect_ignore_glob = ["adapters/*"]
