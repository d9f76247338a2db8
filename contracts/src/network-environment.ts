import { getAddress, isAddress, isHex } from 'viem';
import { z } from 'zod';
import { type AccessOptions, PRODUCTION_DELAYS } from './access/options.ts';
import type { ContractOptions } from './deploy-options.ts';
import { NETWORKS, type PublicNetwork } from './networks.ts';

const address = z
  .string()
  .refine((value) => isAddress(value, { strict: false }), 'expected a 20-byte address in hex')
  .transform((value) => getAddress(value));
const addresses = z
  .string()
  .transform((value) => value.split(',').map((one) => one.trim()))
  .pipe(z.array(address).min(1));
const privateKey = z
  .string()
  .refine((value) => isHex(value) && value.length === 66, 'expected a 32-byte private key in hex')
  .transform((value) => z.templateLiteral(['0x', z.string()]).parse(value));
const seconds = z.coerce.number().int().positive();

const environmentSchema = z.object({
  NETWORK: z.enum(Object.keys(NETWORKS), `expected one of ${Object.keys(NETWORKS).join(', ')}`),
  RPC_URL: z.url('expected the URL of a JSON-RPC node'),
  DEPLOYER_PRIVATE_KEY: privateKey,
  OPERATOR_ADDRESS: address,
  ATTESTER_ADDRESS: address,
  ANCHOR_SIGNER_A: address,
  ANCHOR_SIGNER_B: address,
  SAFE_ADDRESS: address.optional(),
  SAFE_OWNERS: addresses.optional(),
  SAFE_THRESHOLD: z.coerce.number().int().min(2).optional(),
  GUARDIANS: addresses,
  POLICY_DELAY: seconds.default(PRODUCTION_DELAYS.policyDelay),
  UPGRADE_DELAY: seconds.default(PRODUCTION_DELAYS.upgradeDelay),
  USDC_ADDRESS: address.optional(),
  DAILY_LIMIT: z.coerce.bigint().positive().optional(),
  CLAIM_PERIOD: seconds.optional(),
  CONFIRMATIONS: z.coerce.number().int().positive().optional(),
  DEPLOYMENT_FILE: z.string().min(1).optional(),
});

export type NetworkDeployment = Readonly<{
  network: PublicNetwork;
  rpcUrl: string;
  options: ContractOptions & Readonly<{ access: AccessOptions }>;
  confirmations: number;
  /** Where the addresses go; the journal and the role report lie beside it. */
  file: string;
}>;

/** A deployment to a public chain from the environment. Throws naming each variable that is wrong, and never a key. */
export function readNetworkDeployment(
  environment: Readonly<Record<string, string | undefined>>,
): NetworkDeployment {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`The environment is wrong.\n${problems.join('\n')}`);
  }
  const { data } = parsed;
  const network = NETWORKS[data.NETWORK];
  if (!network) throw new Error(`NETWORK: ${data.NETWORK} is not in the table of chains.`);
  return {
    network,
    rpcUrl: data.RPC_URL,
    options: {
      deployerKey: data.DEPLOYER_PRIVATE_KEY,
      operator: data.OPERATOR_ADDRESS,
      attester: data.ATTESTER_ADDRESS,
      anchorSigners: [data.ANCHOR_SIGNER_A, data.ANCHOR_SIGNER_B],
      usdc: data.USDC_ADDRESS ?? network.usdc,
      ...(data.DAILY_LIMIT !== undefined && { dailyLimit: data.DAILY_LIMIT }),
      ...(data.CLAIM_PERIOD !== undefined && { claimPeriod: data.CLAIM_PERIOD }),
      access: {
        safe: safeOf(data),
        guardians: data.GUARDIANS,
        policyDelay: data.POLICY_DELAY,
        upgradeDelay: data.UPGRADE_DELAY,
      },
    },
    confirmations: data.CONFIRMATIONS ?? network.confirmations,
    file: data.DEPLOYMENT_FILE ?? `contracts/deployments/${network.id}.json`,
  };
}

function safeOf(data: z.infer<typeof environmentSchema>): AccessOptions['safe'] {
  const { SAFE_ADDRESS: existing, SAFE_OWNERS: owners, SAFE_THRESHOLD: threshold } = data;
  if (existing && !owners && !threshold) return existing;
  if (!existing && owners && threshold) return { owners, threshold };
  throw new Error(
    'The environment is wrong.\nGive SAFE_ADDRESS of a Safe that exists, or SAFE_OWNERS and SAFE_THRESHOLD of one to create.',
  );
}
