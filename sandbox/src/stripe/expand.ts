import type { StripeContext } from './context.ts';
import { invalidRequest } from './errors.ts';
import { presentCustomer, presentPaymentMethod } from './presenters/customer-presenter.ts';
import { presentDispute } from './presenters/dispute-presenter.ts';
import { presentPayout, presentRefund, presentTransaction } from './presenters/money-presenter.ts';
import { showCharge, showIntent, showSession } from './presenters/present.ts';
import { presentLineItem } from './presenters/session-presenter.ts';

const MAX_DEPTH = 4;

/** Replaces ids along the dotted `paths` by the objects they stand for; `data.` walks into lists. */
export function expand(context: StripeContext, object: object, paths: readonly string[]): object {
  if (paths.length === 0) return object;
  const copy: object = structuredClone(object);
  for (const path of paths) {
    const segments = path.split('.');
    if (segments.filter((segment) => segment !== 'data').length > MAX_DEPTH) {
      throw invalidRequest(`You cannot expand more than ${MAX_DEPTH} levels of a property`, {
        param: 'expand',
      });
    }
    expandPath(context, copy, segments, path);
  }
  return copy;
}

function expandPath(
  context: StripeContext,
  target: unknown,
  segments: readonly string[],
  whole: string,
): void {
  const [segment, ...rest] = segments;
  if (segment === undefined || target === null || typeof target !== 'object') return;
  if (segment === 'data') {
    const data: unknown = Reflect.get(target, 'data');
    if (!Array.isArray(data)) throw notExpandable(whole);
    for (const item of data) expandPath(context, item, rest, whole);
    return;
  }
  const value: unknown = Reflect.has(target, segment)
    ? Reflect.get(target, segment)
    : includable(context, target, segment);
  if (value === undefined) throw notExpandable(whole);
  const expanded = typeof value === 'string' ? lookUp(context, value) : value;
  if (typeof value === 'string' && expanded === undefined) throw notExpandable(whole);
  Reflect.set(target, segment, expanded);
  expandPath(context, expanded, rest, whole);
}

/** Members that are absent until asked for. */
function includable(context: StripeContext, target: object, segment: string): object | undefined {
  const kind: unknown = Reflect.get(target, 'object');
  const id: unknown = Reflect.get(target, 'id');
  if (typeof id !== 'string') return undefined;
  if (kind === 'checkout.session' && segment === 'line_items') {
    const session = context.sessions.get(id);
    const data = session.lineItems.map((item) => presentLineItem(item, session));
    return { object: 'list', data, has_more: false, url: `/v1/checkout/sessions/${id}/line_items` };
  }
  if (kind === 'charge' && segment === 'refunds') {
    const data = context.refunds.all({ charge: id }).reverse().map(presentRefund);
    return { object: 'list', data, has_more: false, url: `/v1/charges/${id}/refunds` };
  }
  return undefined;
}

function lookUp(context: StripeContext, id: string): object | undefined {
  const prefix = id.slice(0, id.indexOf('_'));
  switch (prefix) {
    case 'txn':
      return presentTransaction(context.transactions.get(id));
    case 'ch':
    case 'py':
      return showCharge(context, context.charges.get(id));
    case 'pi':
      return showIntent(context, context.intents.get(id));
    case 'cs':
      return showSession(context, context.sessions.get(id));
    case 'cus':
      return presentCustomer(context.customers.get(id));
    case 'pm':
      return presentPaymentMethod(context.paymentMethods.get(id));
    case 'po':
      return presentPayout(context.payouts.get(id));
    case 're':
      return presentRefund(context.refunds.get(id));
    case 'du':
      return presentDispute(context, context.disputes.get(id));
    default:
      return undefined;
  }
}

function notExpandable(path: string): Error {
  return invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' });
}
