"""Which pages do programmes and practice have?"""
