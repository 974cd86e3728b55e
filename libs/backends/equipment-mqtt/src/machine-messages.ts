/** One way to what machines publish. */
export interface MachineMessages {
  /**
   * Hands over everything that machines of the site publish, in the order of each machine, and acknowledges a message only after `take` has resolved; what was not
   * acknowledged comes again.
   */
  receive(siteId: string, take: (topic: string, payload: Buffer) => Promise<void>): Promise<MessageLine>;
}

export interface MessageLine {
  isConnected(): boolean;
  /** Nothing more is handed over, and nothing more acknowledged. */
  close(): Promise<void>;
}
