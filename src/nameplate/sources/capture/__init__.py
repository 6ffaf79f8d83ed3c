"""Network captures: what units say of themselves on the wire, found without looking at the video between.

`reader` is the way through: `container` and `blocks` find packets, `prefilter` leaves out those that say nothing,
`packets` takes the rest up the layers, `content` to one small module a protocol; `notebook` decides whose words they
are.
"""

from nameplate.sources.capture.reader import READER

__all__ = ["READER"]
