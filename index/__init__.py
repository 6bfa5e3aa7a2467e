"""From passages to a searchable index: embedder, lexical analysis, stores and ingestion."""
