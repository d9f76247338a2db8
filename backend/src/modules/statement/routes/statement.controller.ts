import type { InputOf, ResponseOf } from '@freehold/shared/route';
import * as contract from '@freehold/shared/statement';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input, OperationId } from '../../../common/http/input.decorator.ts';
import { StatementReader } from '../domain/statement.reader.ts';
import { StatementService } from '../domain/statement.service.ts';

@Controller()
export class StatementController {
  constructor(
    private readonly statements: StatementService,
    private readonly reader: StatementReader,
  ) {}

  @Endpoint(contract.previewStatement)
  preview(
    @Input() input: InputOf<typeof contract.previewStatement>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.Statement> {
    return this.reader.preview(actor, input.params.id, input.params.period);
  }

  @Endpoint(contract.submitStatement)
  submit(
    @Input() input: InputOf<typeof contract.submitStatement>,
    @CurrentActor() actor: Actor,
    @OperationId() operationId: string,
  ): Promise<contract.SavedStatement> {
    return this.statements.submit(actor, input.params.id, input.params.period, operationId);
  }

  @Endpoint(contract.listStatements)
  list(
    @Input() input: InputOf<typeof contract.listStatements>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof contract.listStatements>> {
    return this.reader.list(actor, input.query);
  }

  @Endpoint(contract.readStatement)
  read(
    @Input() input: InputOf<typeof contract.readStatement>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.SavedStatement> {
    return this.reader.read(actor, input.params.id);
  }

  @Endpoint(contract.approveStatement)
  approve(
    @Input() input: InputOf<typeof contract.approveStatement>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.SavedStatement> {
    return this.statements.approve(actor, input.params.id);
  }

  @Endpoint(contract.sendBackStatement)
  sendBack(
    @Input() input: InputOf<typeof contract.sendBackStatement>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.SavedStatement> {
    return this.statements.sendBack(actor, input.params.id, input.body.reason);
  }
}
