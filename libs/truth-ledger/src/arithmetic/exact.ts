/** Optional sign, digits, decimals. */
const TEXT = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * An exact number: a fraction of two whole ones. The ledger has arithmetic of its own, apart from the gateway's and the ERP's, so that a fault in
 * theirs cannot hide in a common one.
 */
export class Exact {
  static readonly ZERO = new Exact(0n, 1n);

  private constructor(private readonly over: bigint, private readonly under: bigint) {}

  /** @throws RangeError for anything but decimal text */
  static of(text: string): Exact {
    const match = TEXT.exec(text);
    if (match === null) throw new RangeError(`"${text.slice(0, 64)}" is not decimal text.`);
    const [, sign, whole, decimals = ''] = match;
    const over = BigInt(`${whole}${decimals}`);
    return Exact.ratio(sign === '-' ? -over : over, 10n ** BigInt(decimals.length));
  }

  static sum(values: Iterable<Exact>): Exact {
    let total = Exact.ZERO;
    for (const value of values) total = total.plus(value);
    return total;
  }

  plus(other: Exact): Exact {
    return Exact.ratio(this.over * other.under + other.over * this.under, this.under * other.under);
  }
  minus(other: Exact): Exact {
    return Exact.ratio(this.over * other.under - other.over * this.under, this.under * other.under);
  }
  times(other: Exact): Exact {
    return Exact.ratio(this.over * other.over, this.under * other.under);
  }
  /** @throws RangeError when `other` is zero */
  dividedBy(other: Exact): Exact {
    if (other.over === 0n) throw new RangeError('Division by zero.');
    return other.over < 0n ? Exact.ratio(-this.over * other.under, this.under * -other.over) : Exact.ratio(this.over * other.under, this.under * other.over);
  }

  /** Below zero, zero, or above zero. */
  compare(other: Exact): number {
    const difference = this.over * other.under - other.over * this.under;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  equals(other: Exact): boolean {
    return this.compare(other) === 0;
  }
  isZero(): boolean {
    return this.over === 0n;
  }
  isNegative(): boolean {
    return this.over < 0n;
  }

  /** Rounded to `decimals` places; what lies just between goes to the even neighbour. */
  rounded(decimals: number): Exact {
    const scale = 10n ** BigInt(decimals);
    const scaled = (this.over < 0n ? -this.over : this.over) * scale;
    const floor = scaled / this.under;
    const twice = 2n * (scaled % this.under);
    const up = twice > this.under || (twice === this.under && floor % 2n === 1n);
    const whole = up ? floor + 1n : floor;
    return Exact.ratio(this.over < 0n ? -whole : whole, scale);
  }

  /** Decimal text without trailing zeros; what has no end is cut after 12 places and marked. */
  text(): string {
    const cut = this.rounded(12);
    const scaled = (cut.over * 10n ** 12n) / cut.under;
    const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(13, '0');
    const decimals = digits.slice(-12).replace(/0+$/, '');
    const text = `${scaled < 0n ? '-' : ''}${digits.slice(0, -12)}${decimals === '' ? '' : `.${decimals}`}`;
    return cut.equals(this) ? text : `${text}…`;
  }

  private static ratio(over: bigint, under: bigint): Exact {
    if (under === 1n || over === 0n) return new Exact(over, over === 0n ? 1n : under);
    let [left, right] = [over < 0n ? -over : over, under];
    while (right !== 0n) [left, right] = [right, left % right];
    return new Exact(over / left, under / left);
  }
}
