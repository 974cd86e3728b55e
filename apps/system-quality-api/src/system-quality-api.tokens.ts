/** The quality port that the quality system API is bound to. */
export const QUALITY = Symbol('system-quality-api quality');
