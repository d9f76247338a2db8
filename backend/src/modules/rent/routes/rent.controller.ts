import * as contract from '@freehold/shared/rent';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input } from '../../../common/http/input.decorator.ts';
import { LedgerService } from '../../ledger/domain/ledger.service.ts';
import { RentService } from '../domain/rent.service.ts';
import { RentRollService } from '../domain/rent-roll.service.ts';

@Controller()
export class RentController {
  constructor(
    private readonly rent: RentService,
    private readonly roll: RentRollService,
    private readonly ledger: LedgerService,
  ) {}

  @Endpoint(contract.readRentRoll)
  readRoll(
    @Input() input: InputOf<typeof contract.readRentRoll>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.RentRoll> {
    return this.roll.read(actor, input.params.id, input.query.period);
  }

  @Endpoint(contract.issueRentCharges)
  issue(
    @Input() input: InputOf<typeof contract.issueRentCharges>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof contract.issueRentCharges>> {
    return this.rent.issue(actor, input.params.id, input.body.period);
  }

  @Endpoint(contract.listRentCharges)
  async list(
    @Input() input: InputOf<typeof contract.listRentCharges>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof contract.listRentCharges>> {
    return { items: await this.rent.list(actor, input.query) };
  }

  @Endpoint(contract.readRentCharge)
  read(
    @Input() input: InputOf<typeof contract.readRentCharge>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.RentCharge> {
    return this.rent.read(actor, input.params.id);
  }

  @Endpoint(contract.readRentReceipt)
  async receipt(
    @Input() input: InputOf<typeof contract.readRentReceipt>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof contract.readRentReceipt>> {
    const { charge, entryId } = await this.rent.receiptEntry(actor, input.params.id);
    return { charge, ...(await this.ledger.receiptOf(entryId)) };
  }
}
