import { z } from 'zod';
import { stripeId } from '../../core/ids.ts';
import type { StripeContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { emit } from '../events.ts';
import { createdParam, metadataParam, pageParams } from '../params.ts';
import { presentCustomer, presentPaymentMethod } from '../presenters/customer-presenter.ts';
import type { CustomerRecord } from '../records.ts';
import type { StripeRouter } from '../router.ts';
import { listOf, toQuery } from './lists.ts';

const customerParams = z.strictObject({
  email: z.string().max(512).optional(),
  name: z.string().max(256).optional(),
  phone: z.string().max(20).optional(),
  description: z.string().max(1_000).optional(),
  metadata: metadataParam.optional(),
});
const listSchema = z.strictObject({ ...pageParams, created: createdParam, email: z.string().optional() });

export function customerRoutes(context: StripeContext, router: StripeRouter): void {
  router.post('/v1/customers', customerParams, (input) => {
    const customer = context.customers.insert({
      id: stripeId('cus'),
      created: context.world.clock.now(),
      email: input.email ?? null,
      name: input.name ?? null,
      phone: input.phone ?? null,
      description: input.description ?? null,
      metadata: input.metadata ?? {},
      deleted: false,
    });
    emit(context, 'customer.created', presentCustomer(customer));
    return presentCustomer(customer);
  });
  router.get('/v1/customers', listSchema, (input) =>
    listOf(
      context.customers.list(toQuery(input, { email: input.email, deleted: 0 })),
      '/v1/customers',
      presentCustomer,
    ),
  );
  router.get('/v1/customers/:id', z.strictObject({}), (_, id) => presentCustomer(findCustomer(context, id)));
  router.post('/v1/customers/:id', customerParams, (input, id) => {
    const before = findCustomer(context, id);
    const { metadata, ...changes } = input;
    const customer = context.customers.update({
      ...before,
      ...Object.fromEntries(
        Object.entries(changes).map(([key, value]) => [key, value === '' ? null : value]),
      ),
      metadata: mergeMetadata(before.metadata, metadata),
    });
    emit(context, 'customer.updated', presentCustomer(customer));
    return presentCustomer(customer);
  });
  router.delete('/v1/customers/:id', z.strictObject({}), (_, id) => {
    const before = findCustomer(context, id);
    const deleted = context.customers.update({ ...before, deleted: true });
    emit(context, 'customer.deleted', presentCustomer(before));
    return presentCustomer(deleted);
  });
  router.get('/v1/payment_methods/:id', z.strictObject({}), (_, id) => {
    const method = context.paymentMethods.find(id);
    if (method === undefined) throw notFound('PaymentMethod', id, 'payment_method');
    return presentPaymentMethod(method);
  });
}

export function findCustomer(context: StripeContext, id: string): CustomerRecord {
  const customer = context.customers.find(id);
  if (customer === undefined) throw notFound('customer', id);
  return customer;
}

/** Stripe merges metadata key by key; an empty value removes the key. */
export function mergeMetadata(
  before: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  return Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== ''));
}
