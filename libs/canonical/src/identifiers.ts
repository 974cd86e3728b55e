/**
 * Id given by a system: 1 to 64 printable ASCII characters, no space at either end, not "." or ".." (they vanish from a URL).
 * Ids are compared character by character and never changed.
 */
export const BUSINESS_KEY = /^(?!\.{1,2}$)[!-~](?:[ -~]{0,62}[!-~])?$/;

/**
 * Lot or serial number, as it is printed on the goods: 1 to 64 letters, digits, marks and signs of any script, spaces only inside.
 * Control and invisible formatting characters are refused.
 */
export const TRACE_KEY = /^(?!\.{1,2}$)[\p{L}\p{M}\p{N}\p{P}\p{S}](?:[\p{L}\p{M}\p{N}\p{P}\p{S} ]{0,62}[\p{L}\p{M}\p{N}\p{P}\p{S}])?$/u;
