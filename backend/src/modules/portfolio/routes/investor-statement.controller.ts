import {
  investorStatementCsv,
  investorStatementPdf,
  listInvestorStatements,
  listWithholdingRates,
  readInvestorStatement,
  recordWithholdingRate,
} from '@freehold/shared/investor-statement';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input } from '../../../common/http/input.decorator.ts';
import { InvestorStatementService } from '../domain/investor-statement.service.ts';
import { statementPdf } from '../domain/statement-pdf.ts';
import { statementCsv } from '../domain/statement-text.ts';
import { WithholdingService } from '../domain/withholding.service.ts';

@Controller()
export class InvestorStatementController {
  constructor(
    private readonly statements: InvestorStatementService,
    private readonly withholding: WithholdingService,
  ) {}

  @Endpoint(listInvestorStatements)
  async list(@CurrentActor() actor: Actor): Promise<ResponseOf<typeof listInvestorStatements>> {
    return { items: await this.statements.list(actor) };
  }

  @Endpoint(readInvestorStatement)
  read(
    @Input() input: InputOf<typeof readInvestorStatement>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof readInvestorStatement>> {
    return this.statements.read(actor, input.params.period);
  }

  @Endpoint(investorStatementPdf)
  async pdf(
    @Input() input: InputOf<typeof investorStatementPdf>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof investorStatementPdf>> {
    const { period } = input.params;
    const statement = await this.statements.read(actor, period);
    return { name: `freehold-statement-${period}.pdf`, bytes: await statementPdf(statement) };
  }

  @Endpoint(investorStatementCsv)
  async csv(
    @Input() input: InputOf<typeof investorStatementCsv>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof investorStatementCsv>> {
    const { period } = input.params;
    const text = statementCsv(await this.statements.read(actor, period));
    return { name: `freehold-statement-${period}.csv`, bytes: Buffer.from(text, 'utf8') };
  }

  @Endpoint(listWithholdingRates)
  async listRates(): Promise<ResponseOf<typeof listWithholdingRates>> {
    return { items: await this.withholding.list() };
  }

  @Endpoint(recordWithholdingRate)
  recordRate(
    @Input() input: InputOf<typeof recordWithholdingRate>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof recordWithholdingRate>> {
    return this.withholding.record(actor, input.body);
  }
}
