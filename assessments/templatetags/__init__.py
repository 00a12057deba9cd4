"""What the templates of observing may ask for."""
