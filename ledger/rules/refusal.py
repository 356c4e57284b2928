"""What is wrong, in one line: the words that a message quotes may have line ends of their own."""

from tieout.errors import InputError


def refusal(text: str) -> InputError:
    """The error, with every run of white space as one space."""
    return InputError(" ".join(text.split()))
