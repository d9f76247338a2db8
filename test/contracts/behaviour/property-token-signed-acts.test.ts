import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Address, getAddress, type Hex, parseSignature, zeroAddress } from 'viem';
import { attest, issue, tokenize } from '../support/acts.ts';
import { deployContractSigner } from '../support/mocks.ts';
import { createPlatform, key, SHARE, type Token, type Wallet } from '../support/platform.ts';
import { refusalOf } from '../support/refusals.ts';
import { AUTHORIZATION, CANCELLATION, PERMIT } from '../support/typed-data.ts';

const p = await createPlatform();
const { viem, networkHelpers } = p;
const asOperator = { account: p.operator.account };
const asBob = { account: p.bob.account };
const asRelayer = { account: p.stranger.account };
const [alice, bob, carol] = [p.alice.account.address, p.bob.account.address, p.carol.account.address];
const FOREVER = 2n ** 48n;
const types = {
  Permit: PERMIT,
  TransferWithAuthorization: AUTHORIZATION,
  ReceiveWithAuthorization: AUTHORIZATION,
  CancelAuthorization: CANCELLATION,
} as const;

async function held() {
  const { token } = await tokenize(p);
  await issue(p, token, [
    [alice, 100n * SHARE],
    [bob, 50n * SHARE],
  ]);
  return token;
}

const refusal = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
  } catch (error) {
    return refusalOf(error);
  }
  return 'allowed';
};

const domain = (token: Token) => ({
  ...({ name: 'Freehold Property Token', version: '1' } as const),
  ...{ chainId: p.deployment.chainId, verifyingContract: token.address },
});

type Kind = 'TransferWithAuthorization' | 'ReceiveWithAuthorization';
type Change = Readonly<{ from?: Address; to?: Address; after?: bigint; before?: bigint; nonce?: Hex }>;

/** What the holder signs, and his signature in three words and in bytes. */
async function authorize(token: Token, kind: Kind, signer: Wallet, change: Change = {}) {
  const from = change.from ?? signer.account.address;
  const [to, value, nonce] = [change.to ?? bob, 3n * SHARE, change.nonce ?? key('first')] as const;
  const [validAfter, validBefore] = [change.after ?? 0n, change.before ?? FOREVER];
  const signature = await signer.signTypedData({
    ...{ domain: domain(token), types, primaryType: kind },
    message: { from, to, value, validAfter, validBefore, nonce },
  });
  const terms = [from, to, value, validAfter, validBefore, nonce] as const;
  return { words: [...terms, ...wordsOf(signature)] as const, bytes: [...terms, signature] as const };
}

async function cancellation(token: Token, signer: Wallet, authorizer: Address, nonce: Hex) {
  const signature = await signer.signTypedData({
    ...({ domain: domain(token), types, primaryType: 'CancelAuthorization' } as const),
    message: { authorizer, nonce },
  });
  const terms = [authorizer, nonce] as const;
  return { words: [...terms, ...wordsOf(signature)] as const, bytes: [...terms, signature] as const };
}

type Permission = Readonly<{ deadline?: bigint; spender?: Address }>;

async function permission(
  token: Token,
  signer: Wallet,
  owner: Address,
  nonce: bigint,
  change: Permission = {},
) {
  const { deadline = FOREVER, spender = carol } = change;
  const message = { owner, spender, value: SHARE, nonce, deadline };
  const signature = await signer.signTypedData({
    ...({ domain: domain(token), types, primaryType: 'Permit', message } as const),
  });
  const terms = [owner, spender, SHARE, deadline] as const;
  return { words: [...terms, ...wordsOf(signature)] as const, bytes: [...terms, signature] as const };
}

function wordsOf(signature: Hex) {
  const { r, s, yParity } = parseSignature(signature);
  return [27 + yParity, r, s] as const;
}

/** A contract wallet that alice's key signs for, holding shares. */
async function contractHolder(token: Token) {
  const wallet = await deployContractSigner(p, alice);
  await attest(p, [wallet.address]);
  await token.write.mint([wallet.address, 10n * SHARE], asOperator);
  return wallet.address;
}

describe('A transfer by authorization (ERC-3009)', () => {
  it('is the holder’s own, whoever submits it, and works once', async () => {
    const token = await p.load(held);
    const { words, bytes } = await authorize(token, 'TransferWithAuthorization', p.alice);
    const sent = token.write.transferWithAuthorization(words, asRelayer);
    await viem.assertions.emitWithArgs(sent, token, 'AuthorizationUsed', [getAddress(alice), key('first')]);
    assert.equal(await token.read.balanceOf([bob]), 53n * SHARE);
    assert.equal(await token.read.authorizationState([alice, key('first')]), true);
    const used = `PropertyTokenAuthorizationUsed(${alice}, ${key('first')})`;
    assert.equal(await refusal(token.write.transferWithAuthorization(words, asRelayer)), used);
    assert.equal(await refusal(token.write.transferWithAuthorization(bytes, asRelayer)), used);
  });

  it('takes the signature in bytes too, of a key or of a contract', async () => {
    const token = await p.load(held);
    const { bytes } = await authorize(token, 'TransferWithAuthorization', p.alice);
    await token.write.transferWithAuthorization(bytes, asRelayer);
    const wallet = await contractHolder(token);
    const signed = await authorize(token, 'TransferWithAuthorization', p.alice, { from: wallet });
    await token.write.transferWithAuthorization(signed.bytes, asRelayer);
    assert.equal(await token.read.balanceOf([wallet]), 7n * SHARE);
    const foreign = await authorize(token, 'TransferWithAuthorization', p.dave, {
      ...{ from: wallet, nonce: key('second') },
    });
    assert.equal(
      await refusal(token.write.transferWithAuthorization(foreign.bytes, asRelayer)),
      `PropertyTokenInvalidSignature(${wallet.toLowerCase()})`,
    );
  });

  it('meets every check a transfer meets', async () => {
    const token = await p.load(held);
    const send = async (change: Change = {}) =>
      refusal(
        token.write.transferWithAuthorization(
          (await authorize(token, 'TransferWithAuthorization', p.alice, change)).words,
          asRelayer,
        ),
      );
    assert.equal(await send({ to: carol }), `ERC7943CannotReceive(${carol})`);
    assert.equal(await send({ to: zeroAddress }), `ERC20InvalidReceiver(${zeroAddress})`);
    await token.write.setAddressFrozen([alice, true], asOperator);
    assert.equal(await send(), `ERC7943CannotSend(${alice})`);
    await token.write.setAddressFrozen([alice, false], asOperator);
    await token.write.pause(asOperator);
    assert.equal(await send(), 'PropertyTokenPaused()');
    assert.equal(await token.read.authorizationState([alice, key('first')]), false);
    await token.write.unpause(asOperator);
    assert.equal(await send(), 'allowed');
  });

  it('holds within its time, for its terms and its token only', async () => {
    const token = await p.load(held);
    const now = BigInt(await networkHelpers.time.latest());
    const send = async (change: Change) =>
      refusal(
        token.write.transferWithAuthorization(
          (await authorize(token, 'TransferWithAuthorization', p.alice, change)).bytes,
          asRelayer,
        ),
      );
    assert.equal(await send({ after: now + 999n }), `PropertyTokenAuthorizationNotYetValid(${now + 999n})`);
    assert.equal(await send({ before: now }), `PropertyTokenAuthorizationExpired(${now})`);
    const { words } = await authorize(token, 'TransferWithAuthorization', p.alice);
    const [from, , ...rest] = words;
    const invalid = `PropertyTokenInvalidSignature(${alice})`;
    assert.equal(
      await refusal(token.write.transferWithAuthorization([from, alice, ...rest], asRelayer)),
      invalid,
    );
    assert.equal(await refusal(token.write.receiveWithAuthorization(words, asBob)), invalid);
    const { token: other } = await tokenize(p, { key: key('other') });
    assert.equal(await refusal(other.write.transferWithAuthorization(words, asRelayer)), invalid);
    assert.equal(await refusal(token.write.transferWithAuthorization(words, asRelayer)), 'allowed');
  });

  it('can be for the receiver alone to submit', async () => {
    const token = await p.load(held);
    const { words, bytes } = await authorize(token, 'ReceiveWithAuthorization', p.alice);
    const stranger = p.stranger.account.address;
    const notPayee = `PropertyTokenCallerNotPayee(${stranger}, ${bob})`;
    assert.equal(await refusal(token.write.receiveWithAuthorization(words, asRelayer)), notPayee);
    assert.equal(await refusal(token.write.receiveWithAuthorization(bytes, asRelayer)), notPayee);
    await token.write.receiveWithAuthorization(words, asBob);
    const second = await authorize(token, 'ReceiveWithAuthorization', p.alice, { nonce: key('second') });
    await token.write.receiveWithAuthorization(second.bytes, asBob);
    assert.equal(await token.read.balanceOf([bob]), 56n * SHARE);
  });

  it('for the receiver alone holds within its time, once, and says so', async () => {
    const token = await p.load(held);
    const now = BigInt(await networkHelpers.time.latest());
    const receive = async (change: Change = {}) =>
      token.write.receiveWithAuthorization(
        (await authorize(token, 'ReceiveWithAuthorization', p.alice, change)).words,
        asBob,
      );
    const early = `PropertyTokenAuthorizationNotYetValid(${now + 999n})`;
    assert.equal(await refusal(receive({ after: now + 999n })), early);
    assert.equal(await refusal(receive({ before: now })), `PropertyTokenAuthorizationExpired(${now})`);
    await viem.assertions.emitWithArgs(receive(), token, 'AuthorizationUsed', [
      getAddress(alice),
      key('first'),
    ]);
    assert.equal(await token.read.balanceOf([bob]), 53n * SHARE);
    assert.equal(await refusal(receive()), `PropertyTokenAuthorizationUsed(${alice}, ${key('first')})`);
  });

  it('can be cancelled by its signer, with a key or with a contract', async () => {
    const token = await p.load(held);
    const wallet = await contractHolder(token);
    const own = await cancellation(token, p.alice, alice, key('first'));
    const sent = token.write.cancelAuthorization(own.words, asRelayer);
    await viem.assertions.emitWithArgs(sent, token, 'AuthorizationCanceled', [
      getAddress(alice),
      key('first'),
    ]);
    const used = `PropertyTokenAuthorizationUsed(${alice}, ${key('first')})`;
    assert.equal(await refusal(token.write.cancelAuthorization(own.bytes, asRelayer)), used);
    const { words } = await authorize(token, 'TransferWithAuthorization', p.alice);
    assert.equal(await refusal(token.write.transferWithAuthorization(words, asRelayer)), used);
    const foreign = await cancellation(token, p.dave, alice, key('second'));
    assert.equal(
      await refusal(token.write.cancelAuthorization(foreign.words, asRelayer)),
      `PropertyTokenInvalidSignature(${alice})`,
    );
    await token.write.cancelAuthorization(
      (await cancellation(token, p.alice, wallet, key('first'))).bytes,
      asRelayer,
    );
    assert.equal(await token.read.authorizationState([wallet, key('first')]), true);
  });
});

describe('A permit (ERC-2612)', () => {
  it('may be signed in bytes, by a key or by a contract, and tells its nonce', async () => {
    const token = await p.load(held);
    const sent = token.write.permit((await permission(token, p.alice, alice, 0n)).bytes, asRelayer);
    await viem.assertions.emitWithArgs(sent, token, 'PermitUsed', [getAddress(alice), 0n]);
    const wallet = await contractHolder(token);
    await token.write.permit((await permission(token, p.alice, wallet, 0n)).bytes, asRelayer);
    assert.equal(await token.read.allowance([wallet, carol]), SHARE);
    assert.equal(await token.read.nonces([wallet]), 1n);
    assert.equal(
      await refusal(token.write.permit((await permission(token, p.dave, wallet, 1n)).bytes, asRelayer)),
      `PropertyTokenInvalidSignature(${wallet.toLowerCase()})`,
    );
    assert.equal(
      await refusal(
        token.write.permit((await permission(token, p.alice, alice, 1n, { deadline: 5n })).bytes, asRelayer),
      ),
      'PropertyTokenPermitExpired(5)',
    );
    const forNobody = await permission(token, p.alice, alice, 1n, { spender: zeroAddress });
    assert.equal(
      await refusal(token.write.permit(forNobody.bytes, asRelayer)),
      `ERC20InvalidSpender(${zeroAddress})`,
    );
    assert.equal(await token.read.nonces([alice]), 1n);
  });

  it('pitfall 17: is signed for a domain that no new name changes', async () => {
    const token = await p.load(held);
    const before = [await token.read.DOMAIN_SEPARATOR(), await token.read.eip712Domain()];
    await token.write.setName(['Linden 5a']);
    assert.deepEqual([await token.read.DOMAIN_SEPARATOR(), await token.read.eip712Domain()], before);
    const [fields, name, version, chainId, contract] = await token.read.eip712Domain();
    assert.deepEqual(
      [fields, name, version, chainId, contract],
      ['0x0f', 'Freehold Property Token', '1', BigInt(p.deployment.chainId), getAddress(token.address)],
    );
  });
});

describe('An allowance', () => {
  it('follows from events: what is left of a limited one is told when it is spent', async () => {
    const token = await p.load(held);
    await token.write.approve([carol, 5n * SHARE], { account: p.alice.account });
    const spent = token.write.transferFrom([alice, bob, 2n * SHARE], { account: p.carol.account });
    await viem.assertions.emitWithArgs(spent, token, 'Approval', [
      ...([getAddress(alice), getAddress(carol), 3n * SHARE] as const),
    ]);
    assert.equal(
      await refusal(token.write.approve([zeroAddress, 1n], { account: p.alice.account })),
      `ERC20InvalidSpender(${zeroAddress})`,
    );
  });
});
