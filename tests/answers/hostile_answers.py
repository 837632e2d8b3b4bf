"""Objects made to deceive or to break whoever looks at them."""

import itertools
import threading


class Boom(Exception):
    """Raised by whatever must never be called."""


def _boom(*_args, **_kwargs):
    raise Boom


class RaisesOnEverything:
    """Every special method raises, and what it says of its class is false."""

    __len__ = __iter__ = __eq__ = __repr__ = __str__ = __bool__ = __float__ = __int__ = __index__ = _boom
    __getattr__ = __getitem__ = __contains__ = __hash__ = __array__ = __reduce_ex__ = __dir__ = _boom

    @property  # type: ignore[misc]
    def __class__(self):
        raise Boom


class SaysItIsAFloat:
    @property  # type: ignore[misc]
    def __class__(self):
        return float

    def __float__(self):
        raise Boom


class EqualToEverything:
    def __eq__(self, other):
        return True

    __hash__ = None  # type: ignore[assignment]


class LoudStr(str):
    __len__ = __iter__ = __eq__ = __repr__ = __str__ = __getitem__ = encode = strip = __format__ = _boom
    __hash__ = str.__hash__


class LoudInt(int):
    __index__ = __int__ = __repr__ = __str__ = __eq__ = __le__ = __lt__ = bit_length = _boom
    __hash__ = int.__hash__


class LoudFloat(float):
    __float__ = __repr__ = __str__ = __eq__ = __lt__ = __gt__ = _boom
    __hash__ = float.__hash__


class LoudDict(dict):
    __len__ = __iter__ = __getitem__ = items = keys = values = __repr__ = _boom


class LoudList(list):
    __len__ = __iter__ = __getitem__ = __repr__ = _boom


class EndlessList(list):
    def __iter__(self):
        return itertools.count()

    def __len__(self):
        return 2**62


class _LyingMeta(type):
    __name__ = property(_boom)
    __instancecheck__ = __subclasscheck__ = _boom


class OfALyingType(metaclass=_LyingMeta):
    pass


def recursive_list():
    loop = []
    loop.extend([loop] * 10)
    return loop


def recursive_dict():
    loop = {}
    loop["moi"] = loop
    return loop


HOSTILE = {
    "raises on everything": RaisesOnEverything(),
    "says it is a float": SaysItIsAFloat(),
    "equal to everything": EqualToEverything(),
    "text that raises": LoudStr("bonjour"),
    "int that raises": LoudInt(7),
    "float that raises": LoudFloat(2.5),
    "dict that raises": LoudDict(a=1),
    "list that raises": LoudList([1, 2]),
    "endless list": EndlessList([1, 2]),
    "of a lying type": OfALyingType(),
    "recursive list": recursive_list(),
    "recursive dict": recursive_dict(),
    "giant int": 10**1000,
    "enormous int": 1 << 10_000_000,
    "endless generator": itertools.count(),
    "long text": "x" * 1_000_000,
    "lone surrogate": "a\ud800b",
    "giant range": range(10**30),
    "thread lock": threading.Lock(),
    "class": OfALyingType,
    "list of hostiles": [RaisesOnEverything(), LoudStr("x")],
    "dict of hostiles": {LoudStr("k"): RaisesOnEverything()},
    "ellipsis": ...,
}
