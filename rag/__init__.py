"""From a question to a cited answer: analysis, retrieval, composition, verification."""
