"""What faults, breaches and reasons are called in Norwegian (bokmål) and English, for the command line.

The web translates by itself: it needs the codes and parameters only.
"""

from typing import Literal

Language = Literal["nb", "en"]
