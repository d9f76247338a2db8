import { type Address, type Hex, recoverTypedDataAddress, type TypedDataParameter, zeroAddress } from 'viem';
import { AUTHORIZATION, CANCELLATION, PERMIT } from '../support/typed-data.ts';
import { type Context, refuse } from './refusal.ts';
import { ReferenceToken } from './token.ts';

type Domain = Readonly<{ chainId: number; verifyingContract: Address }>;
type Signed = Readonly<{
  from: Address;
  to: Address;
  value: bigint;
  validAfter: bigint;
  validBefore: bigint;
  nonce: Hex;
}>;

/** The token with what its holders do by signature and what its owner says about it. */
export class ReferenceSignedToken extends ReferenceToken {
  name = '';
  symbol = '';
  onchainID: Address = zeroAddress;
  nonces = new Map<Address, bigint>();
  authorizations = new Set<string>();
  documents = new Map<Hex, readonly [uri: string, hash: Hex, at: bigint]>();
  documentNames: Hex[] = [];
  #domain: Domain | undefined;

  /** Under which domain its holders sign. */
  signedUnder(domain: Domain): this {
    this.#domain = domain;
    return this;
  }

  /* SIGNED ACTS; a signature is given in bytes */

  async permit(
    ctx: Context,
    owner: Address,
    spender: Address,
    value: bigint,
    deadline: bigint,
    signature: Hex,
  ): Promise<void> {
    if (ctx.now > deadline) refuse('PropertyTokenPermitExpired', deadline);
    const nonce = this.nonces.get(owner) ?? 0n;
    await this.checkSigned('Permit', PERMIT, { owner, spender, value, nonce, deadline }, owner, signature);
    this.nonces.set(owner, nonce + 1n);
    this.setAllowance(owner, spender, value);
  }

  async transferWithAuthorization(
    ctx: Context,
    ...[from, to, value, validAfter, validBefore, nonce, signature]: Authorized
  ) {
    const signed = { from, to, value, validAfter, validBefore, nonce };
    await this.authorized(ctx, 'TransferWithAuthorization', signed, signature);
  }

  async receiveWithAuthorization(
    ctx: Context,
    ...[from, to, value, validAfter, validBefore, nonce, signature]: Authorized
  ) {
    if (ctx.sender !== to) refuse('PropertyTokenCallerNotPayee', ctx.sender, to);
    const signed = { from, to, value, validAfter, validBefore, nonce };
    await this.authorized(ctx, 'ReceiveWithAuthorization', signed, signature);
  }

  async cancelAuthorization(_: Context, authorizer: Address, nonce: Hex, signature: Hex): Promise<void> {
    this.useAuthorization(authorizer, nonce);
    await this.checkSigned('CancelAuthorization', CANCELLATION, { authorizer, nonce }, authorizer, signature);
  }

  private async authorized(ctx: Context, type: string, signed: Signed, signature: Hex): Promise<void> {
    if (ctx.now <= signed.validAfter) refuse('PropertyTokenAuthorizationNotYetValid', signed.validAfter);
    if (ctx.now >= signed.validBefore) refuse('PropertyTokenAuthorizationExpired', signed.validBefore);
    this.useAuthorization(signed.from, signed.nonce);
    await this.checkSigned(type, AUTHORIZATION, signed, signed.from, signature);
    this.moveSigned(ctx, { from: signed.from, to: signed.to, amount: signed.value });
  }

  private useAuthorization(authorizer: Address, nonce: Hex): void {
    const used = `${authorizer} ${nonce}`;
    if (this.authorizations.has(used)) refuse('PropertyTokenAuthorizationUsed', authorizer, nonce);
    this.authorizations.add(used);
  }

  private async checkSigned(
    primaryType: string,
    fields: readonly TypedDataParameter[],
    message: Readonly<Record<string, unknown>>,
    signer: Address,
    signature: Hex,
  ): Promise<void> {
    const domain = { name: 'Freehold Property Token', version: '1', ...this.#domain };
    const types: Record<string, unknown> = { [primaryType]: fields };
    const recovered = await recoverTypedDataAddress({ domain, types, primaryType, message, signature }).catch(
      () => zeroAddress,
    );
    if (recovered.toLowerCase() !== signer.toLowerCase()) refuse('PropertyTokenInvalidSignature', signer);
  }

  /* OWNER */

  setName(ctx: Context, name: string): void {
    this.onlyOwner(ctx);
    if (name === '') refuse('PropertyTokenEmptyString');
    this.name = name;
  }

  setSymbol(ctx: Context, symbol: string): void {
    this.onlyOwner(ctx);
    if (symbol === '') refuse('PropertyTokenEmptyString');
    this.symbol = symbol;
  }

  setOnchainID(ctx: Context, onchainID: Address): void {
    this.onlyOwner(ctx);
    this.onchainID = onchainID;
  }

  setDocument(ctx: Context, name: Hex, uri: string, hash: Hex): void {
    this.onlyOwner(ctx);
    if (BigInt(name) === 0n || uri === '') refuse('PropertyTokenEmptyString');
    if (!this.documents.has(name)) this.documentNames.push(name);
    this.documents.set(name, [uri, hash, ctx.now]);
  }

  removeDocument(ctx: Context, name: Hex): void {
    this.onlyOwner(ctx);
    if (!this.documents.delete(name)) refuse('PropertyTokenDocumentUnknown', name);
    const last = this.documentNames.pop();
    if (last !== undefined && last !== name) this.documentNames[this.documentNames.indexOf(name)] = last;
  }
}

type Authorized = readonly [
  from: Address,
  to: Address,
  value: bigint,
  validAfter: bigint,
  validBefore: bigint,
  nonce: Hex,
  signature: Hex,
];
