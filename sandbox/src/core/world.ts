import type { Logger } from 'pino';
import { Clock } from './clock.ts';
import { Database } from './database.ts';
import { Deliveries } from './deliveries.ts';
import { Faults } from './faults.ts';
import { Ledger } from './ledger.ts';
import { Schedule } from './schedule.ts';

/** What all providers share: one clock, one database, one set of books. */
export interface World {
  readonly database: Database;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly deliveries: Deliveries;
  readonly log: Logger;
}

export function createWorld(options: { dataDir: string | undefined; log: Logger }): World {
  const { log } = options;
  const database = new Database(options.dataDir);
  const clock = new Clock(database);
  const faults = new Faults(database);
  return {
    database,
    clock,
    schedule: new Schedule(database, clock, log),
    ledger: new Ledger(database, clock),
    faults,
    deliveries: new Deliveries(database, faults, log),
    log,
  };
}
