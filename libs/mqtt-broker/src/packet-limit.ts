import { Transform, type TransformCallback } from 'node:stream';

/** Passes on what a client sends, and fails at the first packet that is announced to be larger than `mostBytes`: before it has come, so that nobody keeps it. MQTT 3.1.1, 2.2. */
export class PacketLimit extends Transform {
  /** Bytes of the packet that are still to come. */
  private left = 0;
  /** Of the length that is being read: undefined before its packet begins. */
  private length: number | undefined;
  private factor = 1;

  constructor(private readonly mostBytes: number) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.fits(chunk)) done(null, chunk);
    else done(new Error(`a packet has more than ${this.mostBytes} bytes`));
  }

  private fits(chunk: Buffer): boolean {
    for (let at = 0; at < chunk.length; ) {
      const step = Math.min(this.left, chunk.length - at);
      this.left -= step;
      at += step;
      if (at < chunk.length && !this.takeHeader(chunk[at++])) return false;
    }
    return true;
  }

  /** One byte of a fixed header: its type and flags, then its remaining length, seven bits at a time. */
  private takeHeader(byte: number): boolean {
    if (this.length === undefined) {
      this.length = 0;
      this.factor = 1;
      return true;
    }
    this.length += (byte & 0x7f) * this.factor;
    this.factor *= 0x80;
    if (this.length > this.mostBytes || this.factor > 0x80 ** 4) return false;
    if (byte >= 0x80) return true;
    this.left = this.length;
    this.length = undefined;
    return true;
  }
}
