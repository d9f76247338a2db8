export const roles = ['investor', 'manager', 'tenant', 'admin', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** Roles that do nothing without a second factor. */
const guardedRoles: readonly Role[] = ['admin'];
export const needsSecondFactor = (role: Role): boolean => guardedRoles.includes(role);

/**
 * Who may do what: the one table behind the guards of the API and the menus of the web.
 * A permission opens the route; which objects it opens (own property, own lease, own payouts) is decided
 * at the object.
 */
export const permissions = {
  'account.self': ['investor', 'manager', 'tenant', 'admin', 'auditor'],
  'user.create': ['admin'],
  'user.read': ['admin', 'auditor'],
  'user.secure': ['admin'],

  'property.create': ['manager'],
  'property.read': ['investor', 'manager', 'admin', 'auditor'],
  'property.update': ['manager'],
  'property.submit': ['manager'],
  'property.review': ['admin'],
  'property.checklist': ['manager', 'admin', 'auditor'],
  'unit.write': ['manager'],
  'unit.read': ['manager', 'admin', 'auditor'],
  'lease.write': ['manager'],

  'document.write': ['manager'],
  'document.read': ['investor', 'manager', 'admin', 'auditor'],
  'document.download': ['investor', 'manager', 'admin'],
  'document.publish': ['admin'],

  'rent.issue': ['manager'],
  'rent.roll': ['manager', 'admin', 'auditor'],
  'rent.read': ['tenant', 'manager', 'admin', 'auditor'],
  'rent.pay': ['tenant'],
  'payment.read': ['tenant', 'manager', 'admin', 'auditor'],

  'expense.write': ['manager'],
  'expense.read': ['manager', 'admin', 'auditor'],
  'statement.read': ['manager', 'admin', 'auditor'],
  'statement.submit': ['manager'],
  'statement.review': ['admin'],

  'token.estimate': ['admin'],
  'token.tokenize': ['admin'],
  'token.allocate': ['admin'],
  'holder.read': ['manager', 'admin', 'auditor'],
  'investor.read': ['admin', 'auditor'],

  'kyc.self': ['investor'],
  'kyc.read': ['admin', 'auditor'],
  'kyc.refresh': ['admin'],
  'kyc.review': ['admin'],

  'offering.read': ['investor', 'manager', 'admin', 'auditor'],
  'offering.run': ['admin'],
  'subscription.write': ['investor'],
  'proceeds.read': ['manager', 'admin', 'auditor'],
  'proceeds.pay': ['admin'],
  'payoutAddress.write': ['manager'],

  'dividend.read': ['investor', 'manager', 'admin', 'auditor'],
  'dividend.run': ['admin'],
  'dividend.payouts': ['manager', 'admin', 'auditor'],
  'portfolio.read': ['investor'],
  'payout.read': ['investor', 'admin', 'auditor'],
  'compliance.read': ['admin', 'auditor'],
  'compliance.act': ['admin'],
  'exchangeRate.read': ['admin', 'auditor'],
  'exchangeRate.write': ['admin'],
  'withholding.read': ['admin', 'auditor'],
  'withholding.write': ['admin'],

  'market.read': ['investor', 'manager', 'admin', 'auditor'],
  'market.manage': ['admin'],
  'order.place': ['investor'],
  'order.read': ['investor'],

  'treasury.read': ['admin', 'auditor'],
  'treasury.move': ['admin'],
  'ledger.read': ['admin', 'auditor'],
  'ledger.anchor': ['admin'],
  'reconciliation.read': ['admin', 'auditor'],
  'reconciliation.run': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/**
 * What moves money or rights: acting under one of these takes a fresh proof of who is acting. A session left open
 * on a desk, or a stolen cookie, does none of it.
 */
const moneyAndRights: ReadonlySet<string> = new Set<Permission>([
  'user.create',
  'user.secure',
  'property.review',
  'document.publish',
  'statement.review',
  'token.tokenize',
  'token.allocate',
  'kyc.review',
  'offering.run',
  'proceeds.pay',
  'payoutAddress.write',
  'dividend.run',
  'treasury.move',
  'compliance.act',
  'withholding.write',
  'market.manage',
]);

export const movesMoneyOrRights = (access: string): boolean => moneyAndRights.has(access);

/**
 * What nobody does whose e-mail is not confirmed: being verified, and buying or trading. Notices about money would go to
 * a stranger. Linking a wallet, an act of `account.self`, says the same on its route.
 */
const confirmedEmail: ReadonlySet<string> = new Set<Permission>([
  'kyc.self',
  'subscription.write',
  'order.place',
]);

export const needsConfirmedEmail = (access: string): boolean => confirmedEmail.has(access);

/** Whether a role holds a permission. */
export function can(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = permissions[permission];
  return allowed.includes(role);
}

/** Every permission of a role, in the order of the table. */
export const permissionsOf = (role: Role): Permission[] =>
  (Object.keys(permissions) as Permission[]).filter((permission) => can(role, permission));
