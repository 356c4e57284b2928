"""Who the sample company deals with, and where its bank accounts are."""

from typing import NamedTuple

VENDORS = (
    "Nordwind Hosting GmbH",
    "Blue Harbor Cloud Inc",
    "Papier & Tinte OHG",
    "Kanzlei Brandt und Partner",
    "Summit Office Supply",
    "Lindenhof Immobilien",
    "Rapid Courier Ltd",
    "Stadtwerke Musterstadt",
    "Cedar Analytics LLC",
    "Alpenblick Catering",
    "Greenline Travel",
    "Orchard Telecom",
    "Werkstatt Digital UG",
    "Granite Insurance Co",
    "Hafen Logistik AG",
    "Pixel Foundry Studio",
)


class Account(NamedTuple):
    """A bank account as the bank's statements name it."""

    entity: str
    currency: str
    number: str
    bank: str
    holder: str


EURO = Account("acme-de", "EUR", "DE02120300000000202051", "MUSTDEFFXXX", "Acme GmbH")
DOLLAR = Account("acme-us", "USD", "021000021/4408159371", "MUSTUS33XXX", "Acme Inc")
