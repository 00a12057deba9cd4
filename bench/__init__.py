"""How quick, how light? Scripts that measure and print; nothing here is run by the tests."""
