"""Raw bytes to documents. The files sort in the order they run; `pipeline.read` calls them."""
