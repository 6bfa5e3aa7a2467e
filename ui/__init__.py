"""What people touch: the command line, the HTTP API, the chat and the source view."""
