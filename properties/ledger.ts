/** Placeholder until the ledger lands. */
export interface Ledger {
  readonly steps: number;
}
