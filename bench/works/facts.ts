/** Something that is measured once about the Guardian, not compared between contestants. */
export interface Fact {
  readonly name: string;
  readonly title: string;
  readonly value: number;
  readonly unit: 'MB' | 'MB/s' | 'bytes' | 'requests' | '';
  /** What stands behind the number. */
  readonly detail?: string;
}
