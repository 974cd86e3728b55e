/** One lane's turn at the system that its messages are written to. */
export interface PacedTurn {
  /**
   * Resolves when one request may be sent: true, or false when nothing may be sent any more and the lane is to be given back as it is.
   * @throws TechnicalRetryableError `DATABASE_UNAVAILABLE`
   */
  mayRequest(): Promise<boolean>;
  /** The system answered, with whatever. */
  answered(): Promise<void>;
  /** A call failed; whether that says anything of the system is found out here. Never rejects. */
  failed(error: unknown): Promise<void>;
  /** The worker has done with the lane. */
  end(): void;
}

/** Nothing is limited, and nobody is told. */
export const UNPACED_TURN: PacedTurn = { mayRequest: async () => true, answered: async () => undefined, failed: async () => undefined, end: () => undefined };
