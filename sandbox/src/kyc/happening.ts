/** What happened to a check, before a provider puts it into its own words. */
export type Happening = 'created' | 'pending' | 'on_hold' | 'decided' | 'reset';

/** A webhook as a provider words it. */
export interface Wording {
  readonly topic: string;
  readonly body: object;
}
