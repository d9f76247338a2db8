'use client';

import { StatementsTable } from '#features/statement/statements-table.tsx';

export function AdminStatements() {
  return <StatementsTable reader="admin" />;
}
