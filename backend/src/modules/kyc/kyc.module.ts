import { Module, type OnModuleInit } from '@nestjs/common';
import { BlockchainModule } from '../blockchain/blockchain.module.ts';
import { NotificationModule } from '../notification/notification.module.ts';
import { ProviderInbox } from '../payments/domain/provider-inbox.ts';
import { PaymentsModule } from '../payments/payments.module.ts';
import { AttestationChain } from './datasources/attestation.chain.ts';
import { AttestationService } from './domain/attestation.service.ts';
import { KycReader } from './domain/kyc.reader.ts';
import { KycService } from './domain/kyc.service.ts';
import { KycSync } from './domain/kyc.sync.ts';
import { KycCases } from './domain/kyc-cases.ts';
import { KycNotices } from './domain/kyc-notices.ts';
import { KycProviders } from './domain/kyc-providers.ts';
import { KycReviewService } from './domain/kyc-review.service.ts';
import { KycWebhookService } from './domain/kyc-webhook.service.ts';
import { WalletStandings } from './domain/wallet-standings.ts';
import { AttestationTask } from './jobs/attestation.task.ts';
import { KycSweepTask } from './jobs/kyc-sweep.task.ts';
import { KycController } from './routes/kyc.controller.ts';
import { KycWebhookController } from './routes/kyc-webhook.controller.ts';

/** Who investors are: checked by a provider, attested on chain, wallet by wallet. */
@Module({
  imports: [BlockchainModule, NotificationModule, PaymentsModule],
  controllers: [KycController, KycWebhookController],
  providers: [
    AttestationChain,
    AttestationService,
    AttestationTask,
    KycCases,
    KycNotices,
    KycProviders,
    KycReader,
    KycReviewService,
    KycService,
    KycSweepTask,
    KycSync,
    KycWebhookService,
    WalletStandings,
  ],
})
export class KycModule implements OnModuleInit {
  constructor(
    private readonly inbox: ProviderInbox,
    private readonly providers: KycProviders,
    private readonly sync: KycSync,
  ) {}

  onModuleInit(): void {
    for (const provider of this.providers.all) {
      this.inbox.register(provider.name, provider.objectType, (tx, id) => this.sync.check(tx, provider, id));
    }
  }
}
