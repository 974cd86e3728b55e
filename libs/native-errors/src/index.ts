export { classifyNativeError, codeOfNative, type NativeErrorMeaning } from './classify-native-error.js';
export { VENDORS, type NativeAnswer, type NativeWords, type Vendor } from './native-answer.js';
export type { NativeErrorRow } from './native-row.js';
export { VENDOR_WORDS, type VendorWords } from './vendor-words.js';
