"""Figures in sentences."""


def share(part: int, whole: int) -> str:
    """A share in percent with one decimal, cut off: 99.96 % of the lines is not all of them."""
    tenths = part * 1000 // whole if whole else 0
    return f"{tenths // 10}.{tenths % 10} %" if tenths % 10 else f"{tenths // 10} %"


def days(number: int) -> str:
    """A number of days in words."""
    return "1 day" if number == 1 else f"{number} days"
