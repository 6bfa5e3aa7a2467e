"""Who may do what over HTTP: keys, sessions, limits, and the guard in front of every address."""
