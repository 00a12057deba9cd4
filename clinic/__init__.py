"""The clinic: top floor and ground floor.

The modules directly in here are the top floor (settings, urls, dashboard); nobody imports them.
The sub-packages (people, mail, figures, charts, local) are the ground floor; they import no other floor.
`tests/test_house.py` guards both sentences.
"""
