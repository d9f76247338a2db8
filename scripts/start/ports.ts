import { createConnection } from 'node:net';
import { freePort } from '../embedded/postgres.ts';

export type Ports = {
  readonly web: number;
  readonly api: number;
  readonly indexer: number;
  readonly stripe: number;
  readonly circle: number;
  readonly kyc: number;
  readonly mail: number;
  readonly storage: number;
  readonly rpc: number;
  readonly postgres: number;
};

const DEFAULTS: Ports = {
  web: 3000,
  api: 4000,
  indexer: 4030,
  stripe: 4010,
  circle: 4020,
  kyc: 4050,
  mail: 4060,
  storage: 4070,
  rpc: 8545,
  postgres: 54329,
};
const NAMES = Object.keys(DEFAULTS) as readonly (keyof Ports)[];

/** The ports of a local system: the defaults, each replaceable by WEB_PORT, API_PORT, … in the environment. */
export function portsFromEnvironment(env: NodeJS.ProcessEnv): Ports {
  const ports: Record<keyof Ports, number> = { ...DEFAULTS };
  for (const name of NAMES) {
    const variable = `${name.toUpperCase()}_PORT`;
    const given = env[variable];
    if (given === undefined || given === '') continue;
    const port = Number(given);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new Error(`${variable}: "${given}" is not a port. Expected a whole number from 1 to 65535.`);
    }
    ports[name] = port;
  }
  return ports;
}

/** Ports nobody uses now, for a system beside the usual one. */
export async function freePorts(): Promise<Ports> {
  const ports: Record<keyof Ports, number> = { ...DEFAULTS };
  for (const name of NAMES) ports[name] = await freePort();
  return ports;
}

/** Throws one sentence that names every taken port and how to move it. */
export async function requireFree(ports: Ports, names: readonly (keyof Ports)[]): Promise<void> {
  const taken: string[] = [];
  for (const name of names) {
    if (await listens(ports[name]))
      taken.push(`${ports[name]} (${name}; set ${name.toUpperCase()}_PORT to move it)`);
  }
  if (taken.length === 0) return;
  const [noun, verb] = taken.length === 1 ? ['Port', 'is'] : ['Ports', 'are'];
  throw new Error(
    `${noun} ${taken.join(', ')} ${verb} taken by another program. Stop it or choose another port, then start again.`,
  );
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    const answer = (taken: boolean) => () => {
      socket.destroy();
      done(taken);
    };
    socket.once('connect', answer(true)).once('error', answer(false)).setTimeout(1_000, answer(false));
  });
}
