import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { concatHex, getAddress, type Hex, isAddress, isHex, keccak256, stringToHex } from 'viem';
import { z } from 'zod';
import type { Plan } from './plan.ts';
import { replaceFile } from './replace-file.ts';

const hex = z
  .string()
  .refine((value) => isHex(value), 'not hex')
  .transform((value): Hex => `0x${value.slice(2)}`);
const address = z
  .string()
  .refine((value) => isAddress(value, { strict: false }), 'not an address')
  .transform((value) => getAddress(value));

const creationSchema = z.object({
  contract: z.string(),
  address,
  args: hex,
  libraries: z.record(z.string(), address),
});

/** What was sent of a plan: kept before anything is sent, so that an interrupted deployment can go on. */
export const journalSchema = z.object({
  chainId: z.number().int().positive(),
  deployer: address,
  firstNonce: z.number().int().nonnegative(),
  startBlock: z.coerce.bigint(),
  /** Says whether a plan is the one this journal belongs to. */
  plan: hex,
  /** By nonce: every version of the transaction that was sent, the last one highest paid. */
  sent: z.array(
    z.object({
      what: z.string(),
      nonce: z.number().int(),
      versions: z.array(
        z.object({ hash: hex, maxFeePerGas: z.coerce.bigint(), maxPriorityFeePerGas: z.coerce.bigint() }),
      ),
    }),
  ),
  /** What the plan creates: what explorers are told. */
  creations: z.array(creationSchema.extend({ what: z.string() })),
});
export type Journal = z.infer<typeof journalSchema>;
export type RecordedCreation = Journal['creations'][number];

/** Where the journal of a deployment file is kept: beside it. */
export const journalFileOf = (deploymentFile: string): string =>
  `${deploymentFile.replace(/\.json$/, '')}.journal.json`;

export async function readJournal(file: string): Promise<Journal | undefined> {
  if (!existsSync(file)) return undefined;
  const parsed = journalSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`The journal ${file} is wrong: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

export async function writeJournal(file: string, journal: Journal): Promise<void> {
  const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value);
  await replaceFile(file, `${JSON.stringify(journal, plain, 2)}\n`);
}

/** A fingerprint of everything a plan sends. */
export function fingerprint(plan: Plan): Hex {
  const steps = plan.steps.map(({ to, data }) => keccak256(concatHex([stringToHex(to ?? 'create'), data])));
  return keccak256(concatHex(steps));
}
