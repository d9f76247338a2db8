import { join, resolve } from 'node:path';

/** The checkout. */
export const ROOT = resolve(import.meta.dirname, '..');
/** Where a local system keeps its data, logs and process ids; never committed. */
export const STATE = join(ROOT, '.freehold');
export const at = (...parts: readonly string[]): string => join(ROOT, ...parts);
