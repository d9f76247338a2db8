import * as contract from '@freehold/shared/auth';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { checksumAddress } from '../../../common/chain/address.ts';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor, FreeholdRequest } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input } from '../../../common/http/input.decorator.ts';
import { WalletService } from '../domain/wallet.service.ts';
import { describeClient, SessionView } from './session.view.ts';

interface WalletRow {
  readonly id: string;
  readonly address: string;
  readonly isPrimary: boolean;
  readonly linkedAt: Date;
  readonly replacedBy: string | null;
}

const walletView = (wallet: WalletRow): contract.Wallet => ({
  id: wallet.id,
  address: checksumAddress(wallet.address),
  primary: wallet.isPrimary,
  linkedAt: wallet.linkedAt.toISOString(),
  replacedBy: wallet.replacedBy === null ? null : checksumAddress(wallet.replacedBy),
});

@Controller()
export class WalletController {
  constructor(
    private readonly wallets: WalletService,
    private readonly view: SessionView,
  ) {}

  @Endpoint(contract.createNonce)
  createNonce() {
    return this.wallets.createNonce();
  }

  @Endpoint(contract.walletSignIn)
  async walletSignIn(
    @Input() input: InputOf<typeof contract.walletSignIn>,
    @Req() request: FreeholdRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<contract.Session> {
    return this.view.enter(response, await this.wallets.signIn(input.body, describeClient(request)));
  }

  @Endpoint(contract.listWallets)
  async list(@CurrentActor() actor: Actor): Promise<ResponseOf<typeof contract.listWallets>> {
    const wallets = await this.wallets.list(actor.userId);
    return { items: wallets.map(walletView) };
  }

  @Endpoint(contract.linkWallet)
  async link(
    @Input() input: InputOf<typeof contract.linkWallet>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.Wallet> {
    return walletView(await this.wallets.link(actor, input.body));
  }

  @Endpoint(contract.unlinkWallet)
  unlink(@Input() input: InputOf<typeof contract.unlinkWallet>, @CurrentActor() actor: Actor): Promise<void> {
    return this.wallets.unlink(actor, input.params.id);
  }

  @Endpoint(contract.makeWalletPrimary)
  async makePrimary(
    @Input() input: InputOf<typeof contract.makeWalletPrimary>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.Wallet> {
    return walletView(await this.wallets.makePrimary(actor, input.params.id));
  }
}
