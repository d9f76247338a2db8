import {
  confirmComplianceAct,
  exportCapTable,
  exportRegister,
  listComplianceActs,
  listFrozen,
  proposeComplianceAct,
  readComplianceAct,
  readRegister,
  refuseComplianceAct,
} from '@freehold/shared/compliance';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input, OperationId } from '../../../common/http/input.decorator.ts';
import { ComplianceReader } from '../domain/compliance.reader.ts';
import { ComplianceService } from '../domain/compliance.service.ts';
import { RegisterService } from '../domain/register.service.ts';

@Controller()
export class ComplianceController {
  constructor(
    private readonly compliance: ComplianceService,
    private readonly acts: ComplianceReader,
    private readonly registers: RegisterService,
  ) {}

  @Endpoint(proposeComplianceAct)
  propose(
    @Input() input: InputOf<typeof proposeComplianceAct>,
    @CurrentActor() actor: Actor,
    @OperationId() operationId: string,
  ): Promise<ResponseOf<typeof proposeComplianceAct>> {
    return this.compliance.propose(actor, input.body, operationId);
  }

  @Endpoint(confirmComplianceAct)
  confirm(
    @Input() input: InputOf<typeof confirmComplianceAct>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof confirmComplianceAct>> {
    return this.compliance.confirm(actor, input.params.id);
  }

  @Endpoint(refuseComplianceAct)
  refuse(
    @Input() input: InputOf<typeof refuseComplianceAct>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof refuseComplianceAct>> {
    return this.compliance.refuse(actor, input.params.id, input.body.reason);
  }

  @Endpoint(listComplianceActs)
  list(@Input() input: InputOf<typeof listComplianceActs>): Promise<ResponseOf<typeof listComplianceActs>> {
    return this.acts.list(input.query);
  }

  @Endpoint(readComplianceAct)
  read(@Input() input: InputOf<typeof readComplianceAct>): Promise<ResponseOf<typeof readComplianceAct>> {
    return this.acts.read(input.params.id);
  }

  @Endpoint(listFrozen)
  async frozen(): Promise<ResponseOf<typeof listFrozen>> {
    return { items: await this.acts.frozen() };
  }

  @Endpoint(readRegister)
  register(
    @Input() input: InputOf<typeof readRegister>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof readRegister>> {
    return this.registers.read(actor, input.params.id, input.query.on);
  }

  @Endpoint(exportRegister)
  exportRegister(
    @Input() input: InputOf<typeof exportRegister>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof exportRegister>> {
    return this.registers.registerCsv(actor, input.params.id, input.query.on);
  }

  @Endpoint(exportCapTable)
  exportCapTable(
    @Input() input: InputOf<typeof exportCapTable>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof exportCapTable>> {
    return this.registers.capTableCsv(actor, input.params.id, input.query.on);
  }
}
