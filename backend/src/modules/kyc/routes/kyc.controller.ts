import {
  accreditInvestor,
  type KycDetail,
  listKyc,
  lookAgainAtKyc,
  readKyc,
  readKycInvestor,
  refreshKyc,
  reopenKyc,
  revokeKyc,
  startKyc,
} from '@freehold/shared/kyc';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input } from '../../../common/http/input.decorator.ts';
import { KycReader } from '../domain/kyc.reader.ts';
import { KycService } from '../domain/kyc.service.ts';
import { KycReviewService } from '../domain/kyc-review.service.ts';

@Controller()
export class KycController {
  constructor(
    private readonly kyc: KycService,
    private readonly review: KycReviewService,
    private readonly reader: KycReader,
  ) {}

  @Endpoint(readKyc)
  read(@CurrentActor() actor: Actor): Promise<ResponseOf<typeof readKyc>> {
    return this.reader.own(actor.userId);
  }

  @Endpoint(startKyc)
  async start(@CurrentActor() actor: Actor): Promise<ResponseOf<typeof startKyc>> {
    const url = await this.kyc.start(actor.userId);
    return { url, kyc: await this.reader.own(actor.userId) };
  }

  @Endpoint(listKyc)
  list(@Input() input: InputOf<typeof listKyc>): Promise<ResponseOf<typeof listKyc>> {
    return this.reader.list(input.query);
  }

  @Endpoint(readKycInvestor)
  readInvestor(@Input() input: InputOf<typeof readKycInvestor>): Promise<KycDetail> {
    return this.reader.detail(input.params.id);
  }

  @Endpoint(refreshKyc)
  async refresh(@Input() input: InputOf<typeof refreshKyc>): Promise<KycDetail> {
    await this.review.refresh(input.params.id);
    return this.reader.detail(input.params.id);
  }

  @Endpoint(revokeKyc)
  async revoke(@Input() input: InputOf<typeof revokeKyc>, @CurrentActor() actor: Actor): Promise<KycDetail> {
    const { id } = input.params;
    await this.review.revoke({ userId: id, reason: input.body.reason, actor: actor.userId });
    return this.reader.detail(id);
  }

  @Endpoint(lookAgainAtKyc)
  async lookAgain(
    @Input() input: InputOf<typeof lookAgainAtKyc>,
    @CurrentActor() actor: Actor,
  ): Promise<KycDetail> {
    const { id } = input.params;
    const { verdict, reason } = input.body;
    const agrees = verdict === 'CONFIRM';
    await this.review.lookAgain({ userId: id, reason, actor: actor.userId, agrees });
    return this.reader.detail(id);
  }

  @Endpoint(reopenKyc)
  async reopen(@Input() input: InputOf<typeof reopenKyc>, @CurrentActor() actor: Actor): Promise<KycDetail> {
    const { id } = input.params;
    await this.review.reopen({ userId: id, reason: input.body.reason, actor: actor.userId });
    return this.reader.detail(id);
  }

  @Endpoint(accreditInvestor)
  async accredit(
    @Input() input: InputOf<typeof accreditInvestor>,
    @CurrentActor() actor: Actor,
  ): Promise<KycDetail> {
    const { id } = input.params;
    await this.review.accredit({ userId: id, ...input.body, actor: actor.userId });
    return this.reader.detail(id);
  }
}
