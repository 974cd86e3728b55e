/** Quantity as callers write it: not negative, at most 15 digits before and 12 after the point, no exponent, no sign. */
export const DECIMAL_TEXT = /^[0-9]{1,15}(?:\.[0-9]{1,12})?$/;

/** As `DECIMAL_TEXT`, and below zero too: a balance or a correction. */
export const SIGNED_DECIMAL_TEXT = /^-?[0-9]{1,15}(?:\.[0-9]{1,12})?$/;

/** Most digits after the point that a quantity carries. */
export const MOST_DECIMALS = 12;
