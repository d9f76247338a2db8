import { createExpense, type Expense, listExpenses } from '@freehold/shared/expense';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input, OperationId } from '../../../common/http/input.decorator.ts';
import { ExpenseService } from '../domain/expense.service.ts';

@Controller()
export class ExpenseController {
  constructor(private readonly expenses: ExpenseService) {}

  @Endpoint(createExpense)
  create(
    @Input() input: InputOf<typeof createExpense>,
    @CurrentActor() actor: Actor,
    @OperationId() operationId: string,
  ): Promise<Expense> {
    return this.expenses.create(actor, input.params.id, operationId, input.body);
  }

  @Endpoint(listExpenses)
  async list(
    @Input() input: InputOf<typeof listExpenses>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof listExpenses>> {
    return { items: await this.expenses.list(actor, input.params.id, input.query.period) };
  }
}
