import { type Address, type Hex, zeroAddress, zeroHash } from 'viem';
import type { Rules } from '../reference/compliance.ts';
import { ATTESTATION, type Attestation } from '../reference/registry.ts';
import { UNLIMITED } from '../reference/token.ts';
import { GERMANY, SHARE, USA } from '../support/platform.ts';
import type { Random } from '../support/random.ts';
import { AUTHORIZATION, CANCELLATION, PERMIT } from '../support/typed-data.ts';
import type { Act, World } from './world.ts';

const FRANCE = 250;
const YEAR = 365n * 86_400n;

/** Random acts on the shares of one property: most make sense, some nearly do, a few are nonsense. */
export function shareActs(world: World, random: Random) {
  const { actors, reference, acts, addresses, now } = world;
  const { wallets, operator, owner, attester, secondIssuer, stranger, signerOf } = actors;
  const { pick, chance, upTo, below, weighed } = random;
  const [first = owner, second = owner] = wallets;
  /** Persons with several wallets, persons who are their wallet, and somebody else's wallet as a person. */
  const nobodys = (digits: string): Address => `0x${digits.repeat(20)}`;
  const persons = [first, second, nobodys('a1'), nobodys('b2'), nobodys('c3')] as const;
  const outsider = nobodys('dd');
  const said: { attestation: Attestation; signature: Hex }[] = [];
  const authorizations: { from: Address; nonce: Hex }[] = [];

  /* WHO, HOW MUCH */

  const anyWallet = (): Address => pick(wallets);
  const oddWallet = (): Address => (chance(4) ? pick([zeroAddress, outsider, stranger]) : anyWallet());
  const agent = (): Address => (chance(3) ? pick([owner, stranger, first]) : operator);
  const theOwner = (): Address => (chance(5) ? pick([operator, stranger]) : owner);
  function holder(): Address {
    const holding = wallets.filter((wallet) => reference.token.balanceOf(wallet) > 0n);
    return holding.length === 0 || chance(5) ? oddWallet() : pick(holding);
  }
  /** Whoever has no key lets a stranger try. */
  const keyOf = (wallet: Address): Address => (wallets.includes(wallet) ? wallet : stranger);
  function receiver(): Address {
    const verified = wallets.filter((wallet) => reference.registry.isVerified(now(), wallet));
    return verified.length === 0 || chance(8) ? oddWallet() : pick(verified);
  }
  function amountOf(wallet: Address): bigint {
    const balance = reference.token.balanceOf(wallet);
    const unfrozen = reference.token.unfrozen(wallet);
    return weighed([
      [8, upTo(unfrozen)],
      [6, upTo(unfrozen / 4n)],
      [3, unfrozen],
      [1, unfrozen + 1n],
      [2, balance],
      [1, balance + 1n],
      [1, 0n],
    ]);
  }
  const newShares = (): bigint =>
    weighed([
      [10, upTo(300n * SHARE)],
      [3, BigInt(1 + below(50)) * SHARE],
      [1, 0n],
      [1, 1n],
      [1, 20_000n * SHARE],
    ]);
  /** Lists of equal length; rarely not. */
  function lists<A extends Address, B>(most: number, one: () => readonly [A, B]): readonly [A[], B[]] {
    const pairs = Array.from({ length: below(most + 1) }, one);
    const seconds = pairs.map(([, b]) => b);
    return [pairs.map(([a]) => a), chance(3) ? seconds.slice(1) : seconds];
  }

  /* SHARES */

  const move = (): Act | Promise<Act> => {
    const from = holder();
    const [approver, approved, amount] = anApproval();
    if (reference.compliance.rules.approvalNeeded && chance(60)) {
      const approve = acts.compliance('approveTransfer');
      if (amount === 0n || chance(30)) return approve(operator, from, receiver(), amountOf(from) / 4n);
      return acts.token('transfer')(keyOf(approver), approved, amount);
    }
    return weighed<() => Act | Promise<Act>>([
      [12, () => acts.token('transfer')(keyOf(from), receiver(), amountOf(from))],
      [7, () => spend(from)],
      [
        5,
        () =>
          acts.token('batchTransfer')(
            keyOf(from),
            ...lists(5, () => [receiver(), amountOf(from) / 3n] as const),
          ),
      ],
      [4, () => authorized(from)],
    ])();
  };
  function spend(from: Address): Act {
    const allowed = wallets.filter((spender) => reference.token.allowance(from, spender) > 0n);
    const spender = allowed.length === 0 || chance(10) ? anyWallet() : pick(allowed);
    const amount = chance(80)
      ? [amountOf(from), reference.token.allowance(from, spender)].reduce((a, b) => (a < b ? a : b))
      : amountOf(from);
    return acts.token('transferFrom')(spender, from, receiver(), amount);
  }
  const allow = (): Act | Promise<Act> => {
    const amount = weighed([
      [6, upTo(200n * SHARE)],
      [2, UNLIMITED],
      [1, 0n],
    ]);
    return chance(70) ? acts.token('approve')(keyOf(holder()), oddWallet(), amount) : permit(amount);
  };
  async function permit(value: bigint): Promise<Act> {
    const [signer, spender] = [anyWallet(), oddWallet()];
    const nonce = (reference.token.nonces.get(signer) ?? 0n) + (chance(8) ? 1n : 0n);
    const deadline = now() + (chance(8) ? 0n : YEAR);
    const message = { owner: signer, spender, value, nonce, deadline };
    const signature = await sign(signer, 'Permit', PERMIT, message);
    return acts.token('permit')(stranger, signer, spender, value, deadline, signature);
  }
  async function authorized(from: Address): Promise<Act> {
    if (!wallets.includes(from)) return acts.token('transfer')(owner, from, 0n);
    const known = authorizations.filter((one) => one.from === from);
    const nonce = known.length > 0 && chance(15) ? pick(known).nonce : random.bytes32();
    authorizations.push({ from, nonce });
    if (chance(15)) {
      const signature = await sign(from, 'CancelAuthorization', CANCELLATION, { authorizer: from, nonce });
      return acts.token('cancelAuthorization')(stranger, from, nonce, signature);
    }
    const [to, value] = [receiver(), amountOf(from)];
    const validAfter = chance(6) ? now() + YEAR : now() - 1n;
    const validBefore = chance(6) ? now() : now() + YEAR;
    const type = chance(60) ? 'TransferWithAuthorization' : 'ReceiveWithAuthorization';
    const message = { from, to, value, validAfter, validBefore, nonce };
    const signature = await sign(chance(5) ? first : from, type, AUTHORIZATION, message);
    const name =
      chance(95) === (type === 'TransferWithAuthorization')
        ? 'transferWithAuthorization'
        : 'receiveWithAuthorization';
    const by = name === 'receiveWithAuthorization' && chance(90) && wallets.includes(to) ? to : stranger;
    return acts.token(name)(by, from, to, value, validAfter, validBefore, nonce, signature);
  }
  const sign = (
    signer: Address,
    primaryType: string,
    fields: readonly { name: string; type: string }[],
    message: Record<string, unknown>,
  ) =>
    signerOf(signer).signTypedData({
      domain: {
        ...{ name: 'Freehold Property Token', version: '1' },
        ...{ chainId: world.p.deployment.chainId, verifyingContract: addresses.token },
      },
      types: { [primaryType]: fields },
      primaryType,
      message,
    });

  const supply = (): Act => {
    const from = holder();
    return weighed<() => Act>([
      [8, () => acts.token('mint')(agent(), receiver(), newShares())],
      [4, () => acts.token('batchMint')(agent(), ...lists(5, () => [receiver(), newShares()] as const))],
      [4, () => acts.token('burn')(agent(), from, amountOf(from))],
      [2, () => acts.token('batchBurn')(agent(), ...lists(3, () => [from, amountOf(from) / 4n] as const))],
    ])();
  };
  const seize = (): Act => {
    const from = holder();
    return weighed<() => Act>([
      [5, () => acts.token('forcedTransfer')(agent(), from, receiver(), amountOf(from))],
      [2, () => batchSeize()],
      [6, () => recover()],
    ])();
  };
  function batchSeize(): Act {
    const froms = random.some(wallets, 3);
    const amounts = froms.map((from) => amountOf(from) / 3n);
    const to = froms.map(() => receiver());
    return acts.token('batchForcedTransfer')(agent(), froms, to, chance(5) ? amounts.slice(1) : amounts);
  }
  function recover(): Act {
    const siblings = (lost: Address): Address[] => {
      const investor = reference.registry.identity(lost);
      return wallets.filter((other) => other !== lost && reference.registry.identity(other) === investor);
    };
    const recoverable = wallets.filter((wallet) =>
      siblings(wallet).some((other) => reference.registry.isVerified(now(), other)),
    );
    const lost = recoverable.length > 0 && chance(85) ? pick(recoverable) : holder();
    const investor = reference.registry.identity(lost);
    const own = siblings(lost);
    const fresh = own.length > 0 && chance(85) ? pick(own) : anyWallet();
    return acts.token('recoveryAddress')(
      agent(),
      lost,
      fresh,
      chance(92) ? investor : pick<Address>(persons),
    );
  }
  const freeze = (): Act => {
    const wallet = holder();
    const frozen = reference.token.getFrozenTokens(wallet);
    return weighed<() => Act>([
      [3, () => acts.token('setAddressFrozen')(agent(), oddWallet(), chance(35))],
      [
        1,
        () =>
          acts.token('batchSetAddressFrozen')(agent(), ...lists(3, () => [anyWallet(), chance(25)] as const)),
      ],
      [
        3,
        () => acts.token('setFrozenTokens')(agent(), oddWallet(), chance(3) ? 2n ** 104n : upTo(60n * SHARE)),
      ],
      [3, () => acts.token('freezePartialTokens')(agent(), wallet, amountOf(wallet) / 2n)],
      [3, () => acts.token('unfreezePartialTokens')(agent(), wallet, chance(5) ? frozen + 1n : upTo(frozen))],
      [
        1,
        () =>
          acts.token('batchFreezePartialTokens')(
            agent(),
            ...lists(3, () => [wallet, amountOf(wallet) / 6n] as const),
          ),
      ],
      [
        1,
        () =>
          acts.token('batchUnfreezePartialTokens')(
            agent(),
            ...lists(3, () => [wallet, frozen / 4n] as const),
          ),
      ],
    ])();
  };
  const standstill = (): Act =>
    weighed<() => Act>([
      [1, () => acts.token('pause')(agent())],
      [reference.token.paused ? 30 : 1, () => acts.token('unpause')(agent())],
      [1, () => acts.token('pauseIssuance')(agent())],
      [reference.token.issuancePaused ? 30 : 1, () => acts.token('unpauseIssuance')(agent())],
    ])();
  const settings = (): Act => {
    const name = `0x${below(4).toString(16).padStart(64, '0')}` as const;
    return weighed<() => Act>([
      [1, () => acts.token('setName')(theOwner(), pick(['Linden 5', 'Linden 7', '']))],
      [1, () => acts.token('setSymbol')(theOwner(), pick(['LIN5', 'LIN7', '']))],
      [1, () => acts.token('setOnchainID')(theOwner(), pick<Address>(persons))],
      [
        3,
        () =>
          acts.token('setDocument')(theOwner(), name, pick(['ipfs://a', 'ipfs://b', '']), random.bytes32()),
      ],
      [2, () => acts.token('removeDocument')(theOwner(), name)],
      [3, () => acts.closeEpoch(random.bytes32())],
      [1, () => acts.token('addAgent')(theOwner(), pick([stranger, operator]))],
      [1, () => acts.token('removeAgent')(theOwner(), stranger)],
    ])();
  };

  /* RULES */

  const compliance = (): Act => {
    const [from, to] = [holder(), receiver()];
    const module = pick(addresses.modules);
    return weighed<() => Act>([
      [4, () => acts.compliance('setRules')(theOwner(), someRules())],
      [5, () => acts.compliance('setRules')(owner, lenient)],
      [4, () => acts.compliance('approveTransfer')(agent(), from, to, amountOf(from) / 2n)],
      [2, () => acts.compliance('revokeTransferApproval')(agent(), ...anApproval())],
      [3, () => acts.compliance('setSpender')(theOwner(), oddWallet(), chance(70))],
      [3, () => acts.compliance('reconcile')(stranger, oddWallet())],
      [1, () => acts.compliance('addModule')(theOwner(), module)],
      [2, () => acts.compliance('removeModule')(theOwner(), module)],
      [2, () => acts.setRefuses(module, chance(15))],
    ])();
  };
  const lenient: Rules = {
    ...{ countryMode: 0, countries: [], maxBalance: 0n, maxShareBps: 0, maxHolders: 0, lockedUntil: 0 },
    ...{ lockupSeconds: 0, windowSeconds: 0, windowLimit: 0n, accreditedOnly: false, approvalNeeded: false },
    ...{ vettedSpendersOnly: false, trackPositions: true },
  };
  const someRules = (): Rules => ({
    countryMode: weighed([
      [6, 0],
      [1, 1],
      [1, 2],
    ]),
    countries: chance(3) ? [1024] : pick([[GERMANY, FRANCE], [USA], []]),
    maxBalance: chance(20) ? upTo(900n * SHARE) + 100n * SHARE : 0n,
    maxShareBps: chance(20) ? (chance(5) ? 10_001 : 2_000 + below(8_000)) : 0,
    maxHolders: chance(20) ? 2 + below(4) : 0,
    lockedUntil: chance(8) ? Number(now()) + below(86_400) : 0,
    lockupSeconds: chance(30) ? 1 + below(20 * 86_400) : 0,
    ...pick([
      { windowSeconds: 0, windowLimit: 0n },
      { windowSeconds: 0, windowLimit: 0n },
      { windowSeconds: 1 + below(10 * 86_400), windowLimit: chance(5) ? 0n : 1n + upTo(200n * SHARE) },
    ]),
    accreditedOnly: chance(10),
    approvalNeeded: chance(20),
    vettedSpendersOnly: chance(25),
    trackPositions: chance(50),
  });
  function anApproval(): readonly [Address, Address, bigint] {
    const [from, to, amount] = pick([...reference.compliance.approvals.keys(), `${first} ${second} 1`]).split(
      ' ',
    );
    const known = (text: string | undefined): Address =>
      wallets.find((wallet) => wallet === text) ?? zeroAddress;
    return [known(from), known(to), BigInt(amount ?? 0)];
  }

  /* INVESTORS */

  const register = (): Act | Promise<Act> => {
    const wallet = oddWallet();
    return weighed<() => Act | Promise<Act>>([
      [10, () => attest()],
      [3, () => attestMany()],
      [2, () => acts.registry('revokeAttestation')(pick([operator, attester, stranger]), wallet)],
      [3, () => acts.registry('registerIdentity')(agent(), unregistered(), person(), country())],
      [1, () => registerMany()],
      [2, () => acts.registry('deleteIdentity')(agent(), wallet)],
      [2, () => acts.registry('updateCountry')(agent(), wallet, country())],
      [4, () => acts.registry('updateIdentity')(agent(), wallet, chance(2) ? zeroAddress : person())],
    ])();
  };
  function unregistered(): Address {
    const free = wallets.filter((wallet) => reference.registry.identity(wallet) === zeroAddress);
    return free.length > 0 && chance(70) ? pick(free) : oddWallet();
  }
  const person = (): Address => pick<Address>(persons);
  const country = (): number => pick([GERMANY, USA, FRANCE, 1023, 2000]);
  async function attestation(wallet = oddWallet(), odd = 8) {
    if (said.length > 0 && chance(odd + 4)) return pick(said);
    const message: Attestation = {
      wallet,
      identity: chance(45) ? wallet : person(),
      country: country(),
      accredited: chance(50),
      validUntil: Number(now() + (chance(odd) ? 0n : upTo(YEAR) + 100n)),
      issuedAt: Number(now()) + (chance(odd) ? pick([-100, 299, 400]) : 0),
    };
    const signer = chance(odd) ? pick([secondIssuer, secondIssuer, stranger]) : attester;
    const signature = await signerOf(signer).signTypedData({
      domain: {
        ...{ name: 'Freehold IdentityRegistry', version: '1' },
        ...{ chainId: world.p.deployment.chainId, verifyingContract: addresses.registry },
      },
      types: { Attestation: ATTESTATION },
      primaryType: 'Attestation',
      message,
    });
    const one = { attestation: message, signature };
    said.push(one);
    return one;
  }
  async function attest(): Promise<Act> {
    const { attestation: message, signature } = await attestation();
    return acts.registry('attest')(stranger, message, chance(2) ? zeroHash : signature);
  }
  async function attestMany(): Promise<Act> {
    const many = [];
    for (const wallet of wallets) if (chance(50)) many.push(await attestation(wallet, chance(70) ? 0 : 8));
    const signatures = many.map(({ signature }) => signature);
    const messages = many.map(({ attestation: message }) => message);
    return acts.registry('attestBatch')(stranger, messages, chance(4) ? signatures.slice(1) : signatures);
  }
  function registerMany(): Act {
    const several = random.some(wallets, 3).map(unregistered);
    const countries = several.map(country);
    return acts.registry('batchRegisterIdentity')(
      ...([agent(), several, several.map(person), chance(5) ? countries.slice(1) : countries] as const),
    );
  }
  const policy = (): Act =>
    weighed<() => Act>([
      [
        2,
        () => acts.registry('addTrustedIssuer')(theOwner(), secondIssuer, pick([[1n], [1n, 2n], [2n], []])),
      ],
      [1, () => acts.registry('removeTrustedIssuer')(theOwner(), secondIssuer)],
      [
        2,
        () => acts.registry('updateIssuerClaimTopics')(theOwner(), pick([attester, secondIssuer]), [1n, 2n]),
      ],
      [1, () => acts.registry('addClaimTopic')(theOwner(), 2n)],
      [
        reference.registry.topics.includes(2n) ? 6 : 1,
        () => acts.registry('removeClaimTopic')(theOwner(), 2n),
      ],
    ])();
  /** After a new epoch nobody counts: everybody is attested anew. */
  async function restoreInvestors(): Promise<Act | undefined> {
    const lost = wallets.filter((wallet) => !reference.registry.isVerified(now(), wallet));
    if (lost.length < 6) return undefined;
    return attestMany();
  }

  /* TIME */

  const after = (): bigint =>
    weighed([
      [10, 1n],
      [5, 60n],
      [3, 3_600n],
      [2, 86_400n],
      [1, BigInt(1 + below(20)) * 86_400n],
    ]);

  /** What stands still or is frozen does not stay so for long, or little would happen. */
  function relief(): Act | undefined {
    const { token } = reference;
    const frozen = wallets.filter((wallet) => token.isFrozen(wallet));
    if (token.paused && chance(40)) return acts.token('unpause')(operator);
    if (token.issuancePaused && chance(40)) return acts.token('unpauseIssuance')(operator);
    if (frozen.length > 1 && chance(25)) return acts.token('setAddressFrozen')(operator, pick(frozen), false);
    const refusing = reference.compliance.modules.find((module) => reference.compliance.refusing.has(module));
    return refusing && chance(25) ? acts.setRefuses(refusing, false) : undefined;
  }

  async function next(): Promise<Act> {
    const restoring = chance(30) ? await restoreInvestors() : relief();
    return (
      restoring ??
      weighed<() => Act | Promise<Act>>([
        [34, move],
        [10, allow],
        [20, supply],
        [11, seize],
        [12, freeze],
        [2, standstill],
        [6, settings],
        [11, compliance],
        [13, register],
        [1, policy],
      ])()
    );
  }
  return { next, after, persons };
}
