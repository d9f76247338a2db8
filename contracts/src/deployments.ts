import { readFileSync } from 'node:fs';
import { getAddress, isAddress } from 'viem';
import { z } from 'zod';

const addressSchema = z
  .string()
  .refine((value) => isAddress(value, { strict: false }), 'not an address')
  .transform((value) => getAddress(value));

/** Where the platform's contracts are on one chain. */
export const deploymentSchema = z.strictObject({
  chainId: z.number().int().positive(),
  /** Block from which on the contracts exist: where an indexer begins. */
  deployedAtBlock: z.number().int().nonnegative(),
  usdc: addressSchema,
  identityRegistry: addressSchema,
  propertyFactory: addressSchema,
  dividends: addressSchema,
  treasury: addressSchema,
  ledgerAnchor: addressSchema,
  /** Absent where the platform was deployed before there was a market. */
  marketplace: addressSchema.optional(),
  /** Absent as `marketplace`. */
  offering: addressSchema.optional(),
  /** Makes investors' identity contracts. Absent as `marketplace`. */
  identityFactory: addressSchema.optional(),
  /** Who governs the contracts; absent where their owner is an ordinary account. */
  access: z
    .strictObject({ safe: addressSchema, timelock: addressSchema, accessManager: addressSchema })
    .optional(),
});

export type Deployment = z.infer<typeof deploymentSchema>;
export type AccessContracts = NonNullable<Deployment['access']>;

/** Every contract of the platform as it is deployed today. */
export type PlatformContracts = Required<Omit<Deployment, 'chainId' | 'deployedAtBlock' | 'access'>>;
export type CompleteDeployment = Deployment & PlatformContracts;

/** Reads a deployment file. Throws one sentence naming the file when it is missing or wrong. */
export function loadDeployment(file: string): Deployment {
  const text = readText(file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`Deployment file ${file} is not JSON`, { cause: error });
  }
  const parsed = deploymentSchema.safeParse(json);
  if (!parsed.success) {
    throw new Error(`Deployment file ${file} is wrong: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`Deployment file ${file} cannot be read; deploy the contracts first`, { cause: error });
  }
}
