import { z } from 'zod';

const PREFIX = 'freehold.kept.';

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** What somebody typed and when, as it lies in the storage of this browser. */
interface Kept<Value> {
  readonly at: string;
  readonly value: Value;
}

const keptSchema = z.strictObject({ at: z.iso.datetime(), value: z.unknown() });

/** Private windows and full disks may refuse storage: a form then lasts as long as its page. */
function tolerating<Answer>(act: (store: Store) => Answer, store?: Store): Answer | undefined {
  try {
    return act(store ?? localStorage);
  } catch {
    return undefined;
  }
}

/** What was kept under this name; undefined, and gone, when it is not what `schema` describes any more. */
export function readKept<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  store?: Store,
): Kept<z.output<Schema>> | undefined {
  return tolerating((from) => {
    const text = from.getItem(PREFIX + name);
    if (text === null) return undefined;
    const kept = keptSchema.safeParse(jsonOf(text));
    const value = schema.safeParse(kept.data?.value);
    if (kept.success && value.success) return { at: kept.data.at, value: value.data };
    from.removeItem(PREFIX + name);
    return undefined;
  }, store);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function keep(name: string, value: unknown, store?: Store): void {
  tolerating(
    (to) => to.setItem(PREFIX + name, JSON.stringify({ at: new Date().toISOString(), value })),
    store,
  );
}

export function forgetKept(name: string, store?: Store): void {
  tolerating((from) => from.removeItem(PREFIX + name), store);
}

/** Whoever signs out leaves nothing they typed to the next person at this browser. */
export function forgetAllKept(store?: Store): void {
  tolerating((from) => {
    const names = Array.from({ length: from.length }, (_, index) => from.key(index));
    for (const name of names) if (name?.startsWith(PREFIX)) from.removeItem(name);
  }, store);
}
