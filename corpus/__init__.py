"""From files to passages: formats, outline, roles and passages."""
