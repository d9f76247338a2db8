import { type Abi, type Address, type Hex, toFunctionSelector } from 'viem';
import type { Deployment } from '../deployments.ts';
import { type Governed, governed, governedPerProperty } from './roles.ts';

/** The contracts of a deployment with those behind them; older deployments lack some. */
export type GovernedContracts = Omit<Deployment, 'chainId' | 'deployedAtBlock' | 'access'> &
  Readonly<{ tokenBeacon: Address }>;

/** A contract the AccessManager governs, where it is. */
export type Target = Readonly<{ name: string; address: Address; governs: Governed; abi: Abi }>;

/** Names and selectors of a contract's functions. */
export function functionsOf({ abi }: Target): ReadonlyArray<Readonly<{ name: string; selector: Hex }>> {
  return abi.flatMap((item) =>
    item.type === 'function' ? [{ name: item.name, selector: toFunctionSelector(item) }] : [],
  );
}

type Property = Readonly<{ token: Address; compliance: Address }>;

/** The contracts of the platform that have an owner. */
export function platformTargets(contracts: GovernedContracts): Target[] {
  return Object.entries(governed).flatMap(([name, governs]) => {
    const address = addressOf(contracts, name);
    return address ? [{ name, address, governs, abi: governs.abi }] : [];
  });
}

/** The contracts of one property. */
export function propertyTargets({ token, compliance }: Property): Target[] {
  const { token: ofToken, compliance: ofCompliance } = governedPerProperty;
  return [
    { name: 'token', address: token, governs: ofToken, abi: ofToken.abi },
    { name: 'compliance', address: compliance, governs: ofCompliance, abi: ofCompliance.abi },
  ];
}

/** A contract the deployment does not have (yet) is not governed. */
function addressOf(contracts: GovernedContracts, name: string): Address | undefined {
  return Object.entries(contracts).find(([key]) => key === name)?.[1];
}
