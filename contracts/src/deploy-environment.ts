import { getAddress, isAddress, isHex } from 'viem';
import { z } from 'zod';

const address = z
  .string()
  .refine((value) => isAddress(value, { strict: false }), 'expected a 20-byte address in hex')
  .transform((value) => getAddress(value));

const privateKey = z
  .string()
  .refine((value) => isHex(value) && value.length === 66, 'expected a 32-byte private key in hex')
  .transform((value) => z.templateLiteral(['0x', z.string()]).parse(value));

const environmentSchema = z.object({
  RPC_URL: z.url('expected the URL of a JSON-RPC node'),
  DEPLOYER_PRIVATE_KEY: privateKey,
  OPERATOR_ADDRESS: address,
  ATTESTER_ADDRESS: address,
  ANCHOR_SIGNER_A: address,
  ANCHOR_SIGNER_B: address,
  USDC_ADDRESS: address.optional(),
  DEPLOYMENT_FILE: z.string().min(1),
});

/** Options of a deployment from the command line's environment. Throws naming each variable that is wrong. */
export function readDeployOptions(environment: Readonly<Record<string, string | undefined>>) {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`The environment is wrong.\n${problems.join('\n')}`);
  }
  const { data } = parsed;
  return {
    rpcUrl: data.RPC_URL,
    deployerKey: data.DEPLOYER_PRIVATE_KEY,
    operator: data.OPERATOR_ADDRESS,
    attester: data.ATTESTER_ADDRESS,
    anchorSigners: [data.ANCHOR_SIGNER_A, data.ANCHOR_SIGNER_B] as const,
    usdc: data.USDC_ADDRESS,
    file: data.DEPLOYMENT_FILE,
  };
}
