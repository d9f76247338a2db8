import {
  type Address,
  concatHex,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  keccak256,
  type LocalAccount,
  type PublicClient,
  padHex,
  toHex,
  zeroAddress,
} from 'viem';
import { safeAbi, safeProxyFactoryAbi } from '../../generated/abis.ts';
import { bytecode } from '../../generated/bytecode.ts';
import type { Plan } from '../plan.ts';

/** The shared code every Safe stands on. */
export type SafeBase = Readonly<{ singleton: Address; factory: Address; fallbackHandler: Address }>;

/**
 * Where Safe 1.4.1 is on every chain that its team deployed it to, and the hash of the code there. The addresses follow
 * from the published creation code (CREATE2 through 0x914d7Fec6aaC8cd542e72Bca78B30650d45643d7, salt 0).
 */
export const CANONICAL_SAFE = {
  singleton: {
    address: '0x29fcB43b46531BcA003ddC8FCB67FFE91900C762',
    codeHash: '0xb1f926978a0f44a2c0ec8fe822418ae969bd8c3f18d61e5103100339894f81ff',
  },
  factory: {
    address: '0x4e1DCf7AD4e460CfD30791CCC4F9c8a4f820ec67',
    codeHash: '0x50c3cdc4074750a7a974204a716c999edd37482f907608d960b2b025ee0b3317',
  },
  fallbackHandler: {
    address: '0xfd0732Dc9E303f09fCEf3a7388Ad10A83459Ec99',
    codeHash: '0x7c6007a5d711cea8dfd5d91f5940ec29c7f200fe511eb1fc1397b367af3c42f9',
  },
} as const;

/** The canonical Safe contracts of this chain; undefined where one is missing or is not the code it should be. */
export async function findSafeBase(reader: PublicClient): Promise<SafeBase | undefined> {
  const right = await Promise.all(
    Object.values(CANONICAL_SAFE).map(async ({ address, codeHash }) => {
      const code = await reader.getCode({ address });
      return code !== undefined && keccak256(code) === codeHash;
    }),
  );
  if (!right.every(Boolean)) return undefined;
  const { singleton, factory, fallbackHandler } = CANONICAL_SAFE;
  return {
    singleton: singleton.address,
    factory: factory.address,
    fallbackHandler: fallbackHandler.address,
  };
}

/** Creates a Safe, and the shared code where the chain has none. Returns its address. */
export function planSafe(
  plan: Plan,
  { owners, threshold }: Readonly<{ owners: readonly Address[]; threshold: number }>,
  base?: SafeBase,
): Address {
  const { singleton, factory, fallbackHandler } = base ?? {
    singleton: plan.create('Safe code', 'SafeL2', safeAbi, []),
    factory: plan.create('Safe factory', 'SafeProxyFactory', safeProxyFactoryAbi, []),
    fallbackHandler: plan.create('Safe fallback handler', 'CompatibilityFallbackHandler', [], []),
  };
  const initializer = encodeFunctionData({
    abi: safeAbi,
    functionName: 'setup',
    args: [owners, BigInt(threshold), zeroAddress, '0x', fallbackHandler, zeroAddress, 0n, zeroAddress],
  });
  // Different for each deployment, so that nobody's earlier Safe is in the way.
  const saltNonce = BigInt(keccak256(concatHex([plan.from, toHex(plan.nextNonce, { size: 32 })])));
  plan.call(
    'Safe',
    factory,
    encodeFunctionData({
      abi: safeProxyFactoryAbi,
      functionName: 'createProxyWithNonce',
      args: [singleton, initializer, saltNonce],
    }),
    700_000n,
  );
  return getContractAddress({
    opcode: 'CREATE2',
    from: factory,
    salt: keccak256(concatHex([keccak256(initializer), toHex(saltNonce, { size: 32 })])),
    bytecode: concatHex([bytecode.SafeProxy, padHex(singleton, { size: 32 })]),
  });
}

export type SafeCall = Readonly<{ to: Address; data: Hex }>;

const SAFE_TYPES = {
  SafeTx: [
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'data', type: 'bytes' },
    { name: 'operation', type: 'uint8' },
    { name: 'safeTxGas', type: 'uint256' },
    { name: 'baseGas', type: 'uint256' },
    { name: 'gasPrice', type: 'uint256' },
    { name: 'gasToken', type: 'address' },
    { name: 'refundReceiver', type: 'address' },
    { name: 'nonce', type: 'uint256' },
  ],
} as const;

/** What owners of a Safe sign (EIP-712) for it to make `call` as its transaction number `nonce`. */
export function safeTypedData(chainId: number, safe: Address, { to, data }: SafeCall, nonce: bigint) {
  return {
    domain: { chainId, verifyingContract: safe },
    types: SAFE_TYPES,
    primaryType: 'SafeTx',
    message: {
      ...{ to, value: 0n, data, operation: 0, safeTxGas: 0n, baseGas: 0n, gasPrice: 0n },
      ...{ gasToken: zeroAddress, refundReceiver: zeroAddress, nonce },
    },
  } as const;
}

/** The transaction that makes a Safe do `call`, signed by `signers`; anybody may send it. */
export async function signedSafeCall(
  reader: PublicClient,
  safe: Address,
  call: SafeCall,
  signers: readonly LocalAccount[],
): Promise<SafeCall> {
  const [chainId, nonce] = await Promise.all([
    reader.getChainId(),
    reader.readContract({ address: safe, abi: safeAbi, functionName: 'nonce' }),
  ]);
  const typedData = safeTypedData(chainId, safe, call, nonce);
  // Safe wants the signatures in the order of the signers' addresses.
  const ordered = [...signers].sort((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1));
  const signatures = await Promise.all(ordered.map((signer) => signer.signTypedData(typedData)));
  const data = encodeFunctionData({
    abi: safeAbi,
    functionName: 'execTransaction',
    args: [
      ...([call.to, 0n, call.data, 0, 0n, 0n, 0n, zeroAddress, zeroAddress] as const),
      concatHex(signatures),
    ],
  });
  return { to: safe, data };
}
