import { custom, numberToHex, type PublicClient, parseEther } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { CANONICAL_SAFE } from './access/safe.ts';
import type { NetworkDeployment } from './network-environment.ts';
import type { Plan } from './plan.ts';
import { sendAtOnce } from './send.ts';

/**
 * Carries a plan out on a chain inside this process that has the code the plan relies on, copied from the real one.
 * Returns the gas of each step. Throws naming the step that would fail.
 */
export async function rehearsePlan(
  real: PublicClient,
  plan: Plan,
  { network, options }: NetworkDeployment,
): Promise<readonly bigint[]> {
  // Hardhat is a tool of the checkout, not of the package; only a dry run needs it.
  const { network: hardhat } = await import('hardhat');
  const { provider } = await hardhat.create({ override: { chainId: network.id } });
  const { safe } = options.access;
  const copied = [
    options.usdc,
    typeof safe === 'string' ? safe : undefined,
    ...Object.values(CANONICAL_SAFE).map(({ address }) => address),
  ];
  for (const address of copied) {
    const code = address && (await real.getCode({ address }));
    if (code) await provider.request({ method: 'hardhat_setCode', params: [address, code] });
  }
  const wealth = numberToHex(parseEther('1000000'));
  await provider.request({ method: 'hardhat_setBalance', params: [plan.from, wealth] });
  await provider.request({
    method: 'hardhat_setNonce',
    params: [plan.from, numberToHex(plan.firstNonce)],
  });
  return sendAtOnce(plan, privateKeyToAccount(options.deployerKey), custom(provider));
}
