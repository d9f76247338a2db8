import type { Permission, Role } from '@freehold/shared/permissions';

export interface NavigationItem {
  readonly href: string;
  readonly label: string;
  readonly permission: Permission;
  /** Marks the item only on exactly this path. */
  readonly exact?: boolean;
}

const MENUS: Readonly<Record<Role, readonly NavigationItem[]>> = {
  tenant: [
    { href: '/tenant', label: 'Rent', permission: 'rent.read', exact: true },
    { href: '/tenant/receipts', label: 'Receipts', permission: 'rent.read' },
  ],
  investor: [
    { href: '/portfolio', label: 'Portfolio', permission: 'portfolio.read' },
    { href: '/properties', label: 'Properties', permission: 'property.read' },
    { href: '/trade', label: 'Market', permission: 'market.read' },
    { href: '/wallets', label: 'Wallets', permission: 'account.self' },
    { href: '/onboarding', label: 'Verification', permission: 'kyc.self' },
  ],
  manager: [
    { href: '/manager', label: 'Properties', permission: 'property.create', exact: true },
    { href: '/manager/statements', label: 'Income statements', permission: 'statement.read' },
  ],
  admin: [
    { href: '/admin', label: 'Overview', permission: 'treasury.read', exact: true },
    { href: '/admin/properties', label: 'Properties', permission: 'property.read' },
    { href: '/admin/offerings', label: 'Primary sales', permission: 'offering.read' },
    { href: '/admin/investors', label: 'Investors', permission: 'investor.read' },
    { href: '/admin/kyc', label: 'Identity checks', permission: 'kyc.read' },
    { href: '/admin/compliance', label: 'Compliance', permission: 'compliance.read' },
    { href: '/admin/register', label: 'Register', permission: 'holder.read' },
    { href: '/admin/statements', label: 'Income statements', permission: 'statement.read' },
    { href: '/admin/treasury', label: 'Treasury', permission: 'treasury.read' },
    { href: '/admin/dividends', label: 'Dividends', permission: 'dividend.read' },
    { href: '/admin/ledger', label: 'Ledger', permission: 'ledger.read' },
    { href: '/admin/rates', label: 'Rates', permission: 'exchangeRate.read' },
    { href: '/admin/reconciliation', label: 'Reconciliation', permission: 'reconciliation.read' },
    { href: '/admin/users', label: 'People', permission: 'user.read' },
  ],
  auditor: [],
};

/** The menu of a role; an auditor reads what an administrator works with. */
export function menuOf(role: Role): readonly NavigationItem[] {
  return role === 'auditor' ? MENUS.admin : MENUS[role];
}

/** Whether an item is the one the reader is on. */
export function isCurrent(item: NavigationItem, path: string): boolean {
  if (path === item.href) return true;
  if (item.href === '/manager') return path.startsWith('/manager/properties');
  return !item.exact && path.startsWith(`${item.href}/`);
}
