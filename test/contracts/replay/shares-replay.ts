import { complianceAbi, propertyTokenAbi } from '@freehold/contracts/abis';
import { type Address, toEventSelector, zeroAddress } from 'viem';
import { type Kind, ReferenceCompliance, type Rules } from '../reference/compliance.ts';
import type { ReferenceRegistry } from '../reference/registry.ts';
import { ReferenceSignedToken } from '../reference/signed-token.ts';
import type { RawLog } from '../support/driver.ts';
import { type Reader, reader } from './fold.ts';
import { withoutOne } from './registry-replay.ts';

const nothing = (): void => {};
const FORCED = toEventSelector('ForcedTransfer(address,address,uint256)');
const RECOVERED = toEventSelector('RecoverySuccess(address,address,address)');

export const NO_RULES: Rules = {
  ...{ countryMode: 0, countries: [], maxBalance: 0n, maxShareBps: 0, maxHolders: 0, lockedUntil: 0 },
  ...{ lockupSeconds: 0, windowSeconds: 0, windowLimit: 0n, accreditedOnly: false, approvalNeeded: false },
  ...{ vettedSpendersOnly: false, trackPositions: false },
};

export type SharesReplay = Readonly<{
  token: ReferenceSignedToken;
  compliance: ReferenceCompliance;
  /** Words the token keeps of each wallet besides what its views tell. */
  epochs: Map<Address, number>;
  recovered: Set<Address>;
  readers: readonly Reader[];
}>;

/** Token and compliance of one property out of their events; who is who comes from the registry's. */
export function sharesReplay(
  tokenAddress: Address,
  complianceAddress: Address,
  initial: Readonly<{ name: string; symbol: string; maxSupply: bigint }>,
  registry: ReferenceRegistry,
): SharesReplay {
  const token: ReferenceSignedToken = new ReferenceSignedToken(
    ...([zeroAddress, initial.maxSupply, registry, () => compliance] as const),
  );
  [token.name, token.symbol] = [initial.name, initial.symbol];
  const compliance = new ReferenceCompliance(zeroAddress, NO_RULES, registry, () => ({
    ...{ totalSupply: () => token.totalSupply(), maxSupply: () => token.maxSupply, isAgent: () => false },
  }));
  const epochs = new Map<Address, number>();
  const recovered = new Set<Address>();
  const walletOf = (address: Address) => {
    const wallet = token.wallets.get(address) ?? { balance: 0n, frozenShares: 0n, frozen: false };
    token.wallets.set(address, wallet);
    return wallet;
  };
  const openEpoch = (): number => token.closedEpochs.length + 1;

  const tokenReader = reader(tokenAddress, propertyTokenAbi, {
    Transfer: ({ from, to, value }, { now, rest, address }) => {
      if (from === to) return;
      compliance.happened(now, {
        kind: kindOf(from, to, rest, address),
        spender: zeroAddress,
        from,
        to,
        amount: value,
      });
      if (from !== zeroAddress) {
        walletOf(from).balance -= value;
        epochs.set(from, openEpoch());
      }
      if (to === zeroAddress) return;
      walletOf(to).balance += value;
      epochs.set(to, openEpoch());
      if (value !== 0n && !token.holders.includes(to)) token.holders.push(to);
    },
    Approval: ({ owner, spender, value }) => token.allowances.set(`${owner} ${spender}`, value),
    PermitUsed: ({ owner, nonce }) => token.nonces.set(owner, nonce + 1n),
    AuthorizationUsed: ({ authorizer, nonce }) => token.authorizations.add(`${authorizer} ${nonce}`),
    AuthorizationCanceled: ({ authorizer, nonce }) => token.authorizations.add(`${authorizer} ${nonce}`),
    Frozen: ({ account, amount }) => {
      walletOf(account).frozenShares = amount;
    },
    AddressFrozen: ({ _userAddress, _isFrozen }) => {
      walletOf(_userAddress).frozen = _isFrozen;
    },
    RecoverySuccess: ({ _lostWallet, _newWallet }) => {
      token.successors.set(_lostWallet, _newWallet);
      token.successors.delete(_newWallet);
      recovered.add(_lostWallet);
      recovered.delete(_newWallet);
    },
    EpochClosed: () => token.raiseEpoch(),
    Paused: () => {
      token.paused = true;
    },
    Unpaused: () => {
      token.paused = false;
    },
    IssuancePaused: () => {
      token.issuancePaused = true;
    },
    IssuanceUnpaused: () => {
      token.issuancePaused = false;
    },
    UpdatedTokenInformation: ({ _newName, _newSymbol, _newOnchainID }) => {
      [token.name, token.symbol, token.onchainID] = [_newName, _newSymbol, _newOnchainID];
    },
    DocumentUpdated: ({ _name, _uri, _documentHash }, { now }) => {
      if (!token.documents.has(_name)) token.documentNames.push(_name);
      token.documents.set(_name, [_uri, _documentHash, now]);
    },
    DocumentRemoved: ({ _name }) => {
      token.documents.delete(_name);
      token.documentNames = withoutOne(token.documentNames, _name);
    },
    OwnershipTransferred: ({ newOwner }) => {
      token.owner = newOwner;
      compliance.owner = newOwner;
    },
    AgentAdded: ({ _agent }) => token.agents.add(_agent),
    AgentRemoved: ({ _agent }) => token.agents.delete(_agent),
    IdentityRegistryAdded: nothing,
    ComplianceAdded: nothing,
    Initialized: nothing,
    // Told by `Frozen` and `Transfer` already.
    TokensFrozen: nothing,
    TokensUnfrozen: nothing,
    ForcedTransfer: nothing,
    EIP712DomainChanged: nothing,
  });

  const complianceReader = reader(complianceAddress, complianceAbi, {
    RulesSet: ({ rules }) => {
      compliance.rules = rules;
      compliance.tracked ||= rules.trackPositions || rules.maxBalance !== 0n || rules.maxHolders !== 0;
      compliance.tracked ||= rules.maxShareBps !== 0 || rules.lockupSeconds !== 0 || rules.windowLimit !== 0n;
    },
    TransferApproved: ({ from, to, amount }) => changeApprovals(from, to, amount, 1),
    TransferApprovalRevoked: ({ from, to, amount }) => changeApprovals(from, to, amount, -1),
    TransferApprovalUsed: ({ from, to, amount }) => changeApprovals(from, to, amount, -1),
    SpenderSet: ({ spender, vetted }) => {
      if (vetted) compliance.spenders.add(spender);
      else compliance.spenders.delete(spender);
    },
    // Within a movement the movement says it; on its own it is a `reconcile`.
    WalletReconciled: ({ wallet }, { now }) => compliance.reconcile({ sender: zeroAddress, now }, wallet),
    ModuleAdded: ({ _module }) => compliance.modules.push(_module),
    ModuleRemoved: ({ _module }) => {
      compliance.modules = withoutOne(compliance.modules, _module);
    },
    ModuleInteraction: nothing,
    ModuleFailed: nothing,
    TokenBound: nothing,
    TokenUnbound: nothing,
  });
  function changeApprovals(from: Address, to: Address, amount: bigint, change: 1 | -1): void {
    const left = Number(compliance.transferApprovals(from, to, amount)) + change;
    compliance.approvals.set(`${from} ${to} ${amount}`, left);
  }
  return { token, compliance, epochs, recovered, readers: [tokenReader, complianceReader] };
}

/** Why shares moved: the token says so right after a forced transfer, and at the end of a recovery. */
function kindOf(from: Address, to: Address, rest: readonly RawLog[], token: Address): Kind {
  if (from === zeroAddress) return 'mint';
  if (to === zeroAddress) return 'burn';
  const own = rest.filter(({ address }) => address.toLowerCase() === token);
  if (own[0]?.topics[0] === FORCED) return 'forced';
  return own.some(({ topics }) => topics[0] === RECOVERED) ? 'recovery' : 'transfer';
}
