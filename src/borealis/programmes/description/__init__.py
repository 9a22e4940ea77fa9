"""The public description of a programme: sentences, figures and tables, the same on page and in print."""

from borealis.programmes.description.build import describe
from borealis.programmes.description.parts import (
    Cell,
    Description,
    Fact,
    Figure,
    Item,
    Row,
    Section,
    Table,
)
from borealis.programmes.description.pdf import pdf_of

__all__ = ["Cell", "Description", "Fact", "Figure", "Item", "Row", "Section", "Table", "describe", "pdf_of"]
