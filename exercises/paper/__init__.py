"""What goes on paper? The handout, its diary, and the process that sets them; the web asks `press` and waits."""
