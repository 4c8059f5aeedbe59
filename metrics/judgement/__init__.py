"""The room where released figures get limits, gaps, ratios, statuses, trends and signals.
Only released figures may enter, so no count below the disclosure threshold: a hidden one is NaN.
Everything here is a pure function over arrays: the same numbers in, the same judgement out."""
