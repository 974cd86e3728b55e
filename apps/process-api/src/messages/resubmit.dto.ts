import { ExpectedStateDto } from './expected-state.dto.js';

/** Body of POST .../messages/{messageId}/resubmit; it may be left out. */
export class ResubmitDto extends ExpectedStateDto {}
