import type { PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import type { PayoutAddress, PayoutAddresses } from '@freehold/shared/proceeds';
import { Injectable } from '@nestjs/common';
import { getAddress, isAddressEqual, zeroAddress } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { Configuration } from '../../../config/configuration.ts';
import { PropertyService } from '../../property/domain/property.service.ts';

/** The wallet that receives what a property's sales earn: registered by its manager, never forgotten. */
@Injectable()
export class PayoutAddressService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly configuration: Configuration,
    private readonly properties: PropertyService,
  ) {}

  /** Throws PAYOUT_ADDRESS_REFUSED for what belongs to the platform; the same address again changes nothing. */
  async register(actor: Actor, propertyId: string, address: string): Promise<PayoutAddresses> {
    await this.properties.require(actor, propertyId);
    await this.#refuseOurs(address);
    const wanted = address.toLowerCase();
    await this.prisma.transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM app.property WHERE id = ${propertyId}::uuid FOR UPDATE`;
      if ((await this.current(propertyId, tx)) === wanted) return;
      await tx.payoutAddress.create({
        data: { propertyId, address: wanted, registeredBy: actor.userId },
      });
    });
    return this.read(actor, propertyId);
  }

  async read(actor: Actor, propertyId: string): Promise<PayoutAddresses> {
    await this.properties.require(actor, propertyId);
    const [current = null, ...earlier] = await this.#history(propertyId);
    return { current, earlier };
  }

  /** The registered address in lower case, or null. */
  async current(propertyId: string, tx: PrismaTransaction = this.prisma.client): Promise<string | null> {
    const row = await tx.payoutAddress.findFirst({ where: { propertyId }, orderBy: { position: 'desc' } });
    return row?.address ?? null;
  }

  /** Of these addresses, those which proceeds of the property have reached. */
  async paidBefore(
    propertyId: string,
    addresses: readonly string[],
    tx: PrismaTransaction = this.prisma.client,
  ): Promise<ReadonlySet<string>> {
    const rows = await tx.proceedsPayout.findMany({
      where: { propertyId, state: 'PAID', address: { in: [...addresses] } },
      select: { address: true },
    });
    return new Set(rows.map(({ address }) => address));
  }

  async #history(propertyId: string): Promise<PayoutAddress[]> {
    const rows = await this.prisma.client.payoutAddress.findMany({
      where: { propertyId },
      orderBy: { position: 'desc' },
      take: 50,
    });
    const paid = await this.paidBefore(
      propertyId,
      rows.map(({ address }) => address),
    );
    const people = await this.prisma.client.user.findMany({
      where: { id: { in: rows.map(({ registeredBy }) => registeredBy) } },
      select: { id: true, name: true },
    });
    const named = new Map(people.map((person) => [person.id, person]));
    return rows.map(({ address, registeredBy, registeredAt }) => ({
      address: getAddress(address),
      registeredBy: named.get(registeredBy) ?? { id: registeredBy, name: '' },
      registeredAt: registeredAt.toISOString(),
      paidBefore: paid.has(address),
    }));
  }

  async #refuseOurs(address: string): Promise<void> {
    const { deployment } = this.configuration;
    const contracts = Object.values(deployment).filter((value) => typeof value === 'string');
    const tokens = await this.prisma.client.tokenization.findMany({ select: { tokenAddress: true } });
    const ours = [
      zeroAddress,
      ...contracts,
      ...tokens.map(({ tokenAddress }) => tokenAddress ?? zeroAddress),
    ];
    const wanted = getAddress(address);
    if (ours.some((known) => isSame(known, wanted))) throw new FreeholdError('PAYOUT_ADDRESS_REFUSED');
  }
}

const isSame = (text: string, wanted: `0x${string}`): boolean =>
  /^0x[0-9a-fA-F]{40}$/.test(text) && isAddressEqual(getAddress(text.toLowerCase()), wanted);
