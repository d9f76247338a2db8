import { migrate } from '@freehold/database/migrate';
import { z } from 'zod';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

const embedded = z.object({
  temporaryDatabase: z.custom<() => Promise<TestDatabase>>((value) => typeof value === 'function'),
  freePort: z.custom<() => Promise<number>>((value) => typeof value === 'function'),
});

// A variable keeps the compiler from making the scripts part of this project.
const specifier = '@freehold/scripts/embedded/postgres';

/** A migrated database of its own on a real server; `drop()` it when done. */
export async function testDatabase(): Promise<TestDatabase> {
  const { temporaryDatabase } = embedded.parse({ ...(await import(specifier)) });
  const database = await temporaryDatabase();
  await migrate(database.url);
  return database;
}

/** A port that nobody listens on, for a process of its own. */
export async function freePort(): Promise<number> {
  return embedded.parse({ ...(await import(specifier)) }).freePort();
}
