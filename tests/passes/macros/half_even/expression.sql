{{ half_even(wide('numerator'), wide('denominator')) }}
