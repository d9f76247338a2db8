import type { InputOf, ResponseOf } from '@freehold/shared/route';
import {
  allocateShares,
  estimateTokenization,
  listAllocations,
  listHolders,
  listInvestors,
  readTokenization,
  tokenizeProperty,
} from '@freehold/shared/token';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input, OperationId } from '../../../common/http/input.decorator.ts';
import { AllocationService } from '../domain/allocation.service.ts';
import { InvestorService } from '../domain/investor.service.ts';
import { TokenService } from '../domain/token.service.ts';

@Controller()
export class TokenController {
  constructor(
    private readonly tokens: TokenService,
    private readonly investors: InvestorService,
    private readonly allocations: AllocationService,
  ) {}

  @Endpoint(tokenizeProperty)
  tokenize(
    @Input() input: InputOf<typeof tokenizeProperty>,
    @CurrentActor() actor: Actor,
    @OperationId() operationId: string,
  ): Promise<ResponseOf<typeof tokenizeProperty>> {
    return this.tokens.tokenize(actor, input.params.id, input.body, operationId);
  }

  @Endpoint(estimateTokenization)
  estimate(
    @Input() input: InputOf<typeof estimateTokenization>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof estimateTokenization>> {
    return this.tokens.estimate(actor, input.params.id, input.body);
  }

  @Endpoint(readTokenization)
  readTokenization(
    @Input() input: InputOf<typeof readTokenization>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof readTokenization>> {
    return this.tokens.read(actor, input.params.id);
  }

  @Endpoint(listInvestors)
  async listInvestors(): Promise<ResponseOf<typeof listInvestors>> {
    return { items: await this.investors.list() };
  }

  @Endpoint(allocateShares)
  async allocate(
    @Input() input: InputOf<typeof allocateShares>,
    @CurrentActor() actor: Actor,
    @OperationId() operationId: string,
  ): Promise<ResponseOf<typeof allocateShares>> {
    const wishes = input.body.allocations;
    return { items: await this.allocations.allocate(actor, input.params.id, { wishes, operationId }) };
  }

  @Endpoint(listAllocations)
  async listAllocations(
    @Input() input: InputOf<typeof listAllocations>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof listAllocations>> {
    return { items: await this.allocations.list(actor, input.params.id) };
  }

  @Endpoint(listHolders)
  listHolders(
    @Input() input: InputOf<typeof listHolders>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof listHolders>> {
    return this.tokens.holders(actor, input.params.id);
  }
}
