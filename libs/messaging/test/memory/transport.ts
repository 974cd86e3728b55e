/** How a statement reaches the tables and its answer comes back; it may be late, fail before or after its commit, or never be heard of. */
export type Transport = <Answer>(name: string, statement: () => Answer) => Promise<Answer>;
