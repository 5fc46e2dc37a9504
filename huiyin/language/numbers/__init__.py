"""Numbers, weights, money and prices as people write them, exact and rough. Pure Python.

The conventions are in docs/developers/numbers.md.
"""

from huiyin.language.numbers.model import Money, Number, Price, Quantity, Weight
from huiyin.language.numbers.money import money_in
from huiyin.language.numbers.prices import price_in
from huiyin.language.numbers.quantities import number_in, numbers_in, quantities_in
from huiyin.language.numbers.weights import weight_in, weights_in

__all__ = [
    "Money",
    "Number",
    "Price",
    "Quantity",
    "Weight",
    "money_in",
    "number_in",
    "numbers_in",
    "price_in",
    "quantities_in",
    "weight_in",
    "weights_in",
]
