"""How does Plumb run on one machine, with nothing installed beside Python and make?

Ground floor: it imports nothing of ours and no Django, and the site imports nothing of it.
"""
