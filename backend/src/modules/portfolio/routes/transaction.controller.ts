import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { exportTransactions, listTransactions } from '@freehold/shared/transaction';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input } from '../../../common/http/input.decorator.ts';
import { TransactionService } from '../domain/transaction.service.ts';

@Controller()
export class TransactionController {
  constructor(private readonly transactions: TransactionService) {}

  @Endpoint(listTransactions)
  list(
    @Input() input: InputOf<typeof listTransactions>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof listTransactions>> {
    return this.transactions.page(actor, input.query);
  }

  @Endpoint(exportTransactions)
  export(
    @Input() input: InputOf<typeof exportTransactions>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof exportTransactions>> {
    return this.transactions.csv(actor, input.query);
  }
}
