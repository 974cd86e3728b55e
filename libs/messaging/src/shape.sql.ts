/** What the message of this alias means, from wherever it is kept; looked up row by row, so that a plan made while the tables are empty is right. */
export const canonicalOf = (message: string): string => `(select shape.body from messaging.shape where shape.message_id = ${message}.message_id and shape.part_no = 0 and shape.shape = 'canonical' limit 1)`;
