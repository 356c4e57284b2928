{{ half_up(wide('numerator'), wide('denominator')) }}
