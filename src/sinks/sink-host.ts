/** Who sends, as receivers are told. */
export interface SinkHost {
  /** Name of this machine among others. */
  readonly host: string;
  /** Version of the program. */
  readonly version: string;
}
