'use client';

import { readSession, type Session } from '@freehold/shared/auth';
import type { Permission, Role } from '@freehold/shared/permissions';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { forgetAllKept } from '#lib/kept-form.ts';
import { keyOfRoute, useRoute } from '#lib/use-route.ts';

const HOMES: Readonly<Record<Role, string>> = {
  investor: '/portfolio',
  manager: '/manager',
  tenant: '/tenant',
  admin: '/admin',
  auditor: '/admin/ledger',
};

/** The first page of a role. */
export function homeOf(role: Role): string {
  return HOMES[role];
}

/** Who is signed in. `user` is null for nobody and undefined while that is not known yet. */
export function useSession() {
  const query = useRoute(readSession, {}, { every: 60_000 });
  const permissions = query.data?.permissions;
  const may = useCallback(
    (permission: Permission) => permissions?.includes(permission) ?? false,
    [permissions],
  );
  return { query, user: query.data?.user, may, secondFactor: query.data?.secondFactor };
}

/** Replaces the known session and forgets everything that the former person could see. */
export function adoptSession(client: QueryClient, session: Session): void {
  if (session.user === null) forgetAllKept();
  const key = keyOfRoute(readSession, {});
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== readSession.path });
  client.setQueryData(key, session);
}

export function useAdoptSession(): (session: Session) => void {
  const client = useQueryClient();
  return useCallback((session) => adoptSession(client, session), [client]);
}
