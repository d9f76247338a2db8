import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Row } from './row.ts';

const file = fileURLToPath(new URL('pins.json', import.meta.url));
const pinsSchema = z.record(z.string(), z.number().int().positive());

export type Pins = Readonly<Record<string, number>>;

/** Gas of the whole transaction by row, as committed. */
export const readPins = (): Pins => pinsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));

export const pinsOf = (rows: readonly Row[]): Pins =>
  Object.fromEntries(rows.map(({ name, gas }) => [name, gas]));

export function writePins(rows: readonly Row[]): void {
  writeFileSync(file, `${JSON.stringify(pinsOf(rows), null, 2)}\n`);
}
