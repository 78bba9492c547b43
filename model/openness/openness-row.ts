import type { ProfileFieldRow } from './field.ts';

/** One row of {@link OPENNESS}: something that implementations may do in different ways. */
export interface OpennessRow {
  /** Ids of what it closes or bounds, its own first; none where AWS leaves nothing open. */
  readonly requirements: readonly string[];
  /** What a profile can say of it. */
  readonly field: ProfileFieldRow;
  /**
   * `open`: AWS does not say. `documented`: AWS says so today, and a profile may say otherwise. `assumed`: a profile
   * says how far, and nobody knows; see {@link assumed}.
   */
  readonly known: 'open' | 'documented' | 'assumed';
  /** Of what is assumed: how far it may go before it is excluded, and what is said of a trace that needs it. */
  readonly assumed?: Assumption;
  /** What implementations may do, in one sentence for people, in Markdown. */
  readonly text: string;
  /** The points of a step it leaves open, each with what is chosen there. */
  readonly choices: Readonly<Record<string, string>>;
  /** Points of other rows that it leaves open as well. */
  readonly alsoOpens: readonly string[];
}

/** What stands behind a field that is assumed: nobody is accused for going beyond it. */
export interface Assumption {
  /**
   * What the field says when the assumption is lifted, for a span its longest, for options the one that is believed and
   * then the others: beyond this it is excluded. A profile that says more keeps what it says.
   */
  readonly outer: number | true | readonly string[];
  /** What has to be so, after `only if`; `{}` stands for a length of time. */
  readonly onlyIf: string;
  /** What is believed, after `assumed:`; `{}` stands for a length of time. */
  readonly believed: string;
  /** Of a span the same of its least length, which is lifted to nothing. */
  readonly least?: Pick<Assumption, 'onlyIf' | 'believed'>;
}
