/** One single unit that the order has made, and its place among others. */
export class TracedUnitDto {
  /**
   * Serial number of the unit.
   * @example "SN-000451"
   */
  serialNumber!: string;

  /**
   * The step that reported it.
   * @example "0020"
   */
  operationId!: string;

  /**
   * Serial numbers that were built into it.
   * @example ["MT-7781", "PCB-0042"]
   */
  componentSerialNumbers!: string[];

  /**
   * Serial numbers of this site into which it was built; empty while there is none.
   * @example ["SYS-0007"]
   */
  builtInto!: string[];

  /**
   * Work orders of this site that say that they have used it, without saying for which unit.
   * @example []
   */
  usedBy!: string[];
}
