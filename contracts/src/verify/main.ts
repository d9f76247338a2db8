import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Journal, readJournal } from '../journal.ts';
import { NETWORKS } from '../networks.ts';
import { type ExplorerAccess, verifyOn } from './explorer.ts';
import { submissionOf } from './submission.ts';

/** Verifies everything a journal says was created. Returns the number of contracts an explorer refused. */
export async function verifyAll(
  journal: Pick<Journal, 'creations'>,
  explorers: ReadonlyArray<ExplorerAccess & Readonly<{ name: string }>>,
  print: (line: string) => void,
): Promise<number> {
  let refused = 0;
  for (const creation of journal.creations) {
    const submission = await submissionOf(creation);
    for (const explorer of explorers) {
      try {
        const said = await verifyOn(explorer, submission);
        print(`${creation.what} ${creation.address} on ${explorer.name}: ${said}`);
      } catch (error) {
        refused += 1;
        print(error instanceof Error ? error.message : String(error));
      }
    }
  }
  return refused;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const environment = z
    .object({ EXPLORER_API_KEY: z.string().min(1).optional(), EXPLORER_API_URL: z.url().optional() })
    .parse(process.env);
  const [file] = process.argv.slice(2);
  const journal = file ? await readJournal(file) : undefined;
  if (!journal)
    throw new Error(
      'Name the journal: node contracts/src/verify/main.ts contracts/deployments/80002.journal.json',
    );
  const network = Object.values(NETWORKS).find(({ id }) => id === journal.chainId);
  const { EXPLORER_API_KEY: key, EXPLORER_API_URL: api } = environment;
  const known = api ? [{ name: new URL(api).host, api, needsKey: false }] : (network?.explorers ?? []);
  const usable = known.filter(({ needsKey }) => key !== undefined || !needsKey);
  if (usable.length === 0)
    throw new Error('EXPLORER_API_KEY: missing. The explorers of this chain need one.');
  const explorers = usable.map((one) => ({
    ...one,
    chainId: journal.chainId,
    ...(key !== undefined && { key }),
  }));
  const refused = await verifyAll(journal, explorers, (line) => console.log(line));
  process.exitCode = refused > 0 ? 1 : 0;
}
