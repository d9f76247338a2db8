import {
  createAnchor,
  listAnchors,
  listLedgerBalances,
  listLedgerEntries,
  readLedgerEntry,
  readLedgerReceipt,
} from '@freehold/shared/ledger';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import { Input } from '../../../common/http/input.decorator.ts';
import { AnchorService } from '../domain/anchor.service.ts';
import { LedgerService } from '../domain/ledger.service.ts';

@Controller()
export class LedgerController {
  constructor(
    private readonly ledger: LedgerService,
    private readonly anchors: AnchorService,
  ) {}

  @Endpoint(listLedgerEntries)
  list(@Input() input: InputOf<typeof listLedgerEntries>): Promise<ResponseOf<typeof listLedgerEntries>> {
    return this.ledger.entries(input.query);
  }

  @Endpoint(readLedgerEntry)
  read(@Input() input: InputOf<typeof readLedgerEntry>): Promise<ResponseOf<typeof readLedgerEntry>> {
    return this.ledger.entry(input.params.id);
  }

  @Endpoint(readLedgerReceipt)
  receipt(@Input() input: InputOf<typeof readLedgerReceipt>): Promise<ResponseOf<typeof readLedgerReceipt>> {
    return this.ledger.receiptOf(input.params.id);
  }

  @Endpoint(listLedgerBalances)
  async balances(
    @Input() input: InputOf<typeof listLedgerBalances>,
  ): Promise<ResponseOf<typeof listLedgerBalances>> {
    return { items: await this.ledger.listBalances(input.query.prefix) };
  }

  @Endpoint(createAnchor)
  async anchorNow(): Promise<ResponseOf<typeof createAnchor>> {
    return { anchor: await this.anchors.anchorNow() };
  }

  @Endpoint(listAnchors)
  listAnchors(@Input() input: InputOf<typeof listAnchors>): Promise<ResponseOf<typeof listAnchors>> {
    return this.anchors.list(input.query);
  }
}
