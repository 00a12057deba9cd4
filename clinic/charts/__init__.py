"""How is a row of numbers over time drawn? Small, on the server, for light and dark, with its table. Pure.

Describe a `Chart`: the days, and a `Line` for each thing that was measured (None where it was not), with its `errors`
where a value is only known within one; a `Mark` where the reading changes. `draw` says where everything stands, in the
units of the drawing, as text; the template `parts/chart.html` writes it as SVG with a text alternative, and the same
numbers as a table. It knows no exercise, no patient and no Django; styles are in `static/css/charts.css`, which a page
with a chart loads.

    {% include "parts/chart.html" with drawing=drawing %}
"""

from clinic.charts.chart import Chart, Line, Mark
from clinic.charts.draw import Drawing, draw

__all__ = ["Chart", "Drawing", "Line", "Mark", "draw"]
