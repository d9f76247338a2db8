'use client';

import { listUsers, type User } from '@freehold/shared/user';
import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { roleNames } from '#features/session/gate.tsx';
import { useSession } from '#features/session/use-session.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { InviteDialog } from '#features/user/invite-dialog.tsx';
import { RoleDialog } from '#features/user/role-dialog.tsx';
import { UserActDialog, UserActs, type UserDecision } from '#features/user/user-acts.tsx';
import { useRoute } from '#lib/use-route.ts';
import { Badge, type Tone } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Moment } from '#ui/moment.tsx';

const STATES: Readonly<Record<User['state'], { readonly label: string; readonly tone: Tone }>> = {
  INVITED: { label: 'Invited, not accepted yet', tone: 'warn' },
  ACTIVE: { label: 'Active', tone: 'good' },
  DISABLED: { label: 'Disabled', tone: 'neutral' },
};

const columns: readonly DataColumn<User>[] = [
  {
    id: 'name',
    head: 'Person',
    cell: (user) => (
      <>
        <span className="block font-medium">{user.name}</span>
        <span className="block text-muted text-xs">{user.email}</span>
      </>
    ),
    sort: (user) => user.name,
    csv: (user) => `${user.name} <${user.email}>`,
  },
  {
    id: 'role',
    head: 'Role',
    cell: (user) => roleNames[user.role],
    sort: (user) => roleNames[user.role],
    csv: (user) => user.role,
  },
  {
    id: 'state',
    head: 'State',
    cell: (user) => (
      <span className="flex flex-wrap gap-1.5">
        <Badge tone={STATES[user.state].tone}>{STATES[user.state].label}</Badge>
        {user.state === 'ACTIVE' && !user.emailConfirmed ? (
          <Badge tone="warn">E-mail not confirmed</Badge>
        ) : null}
      </span>
    ),
    sort: (user) => STATES[user.state].label,
    csv: (user) => user.state,
    from: 'sm',
  },
  {
    id: 'since',
    head: 'Since',
    cell: (user) => <Moment at={user.createdAt} />,
    sort: (user) => user.createdAt,
    csv: (user) => user.createdAt,
    from: 'md',
  },
];

const PAGE = 200;

const actsColumn = (
  ownId: string | undefined,
  decide: (decision: UserDecision) => void,
  changeRole: (user: User) => void,
): DataColumn<User> => ({
  id: 'acts',
  head: 'Secure',
  cell: (user) =>
    user.id === ownId || user.state === 'INVITED' ? null : (
      <UserActs user={user} onDecide={decide} onChangeRole={() => changeRole(user)} />
    ),
});

export function UsersTable() {
  const [inviting, setInviting] = useState(false);
  const [decision, setDecision] = useState<UserDecision>();
  const [recast, setRecast] = useState<User>();
  const { may, user: self } = useSession();
  const shown = may('user.secure') ? [...columns, actsColumn(self?.id, setDecision, setRecast)] : columns;
  const users = useRoute(listUsers, { query: { limit: PAGE } });
  return (
    <Card>
      <CardHeader
        title="People"
        description={users.data?.nextCursor ? `The newest ${PAGE}.` : undefined}
        actions={
          may('user.create') ? (
            <Button size="small" onClick={() => setInviting(true)}>
              <UserPlus aria-hidden /> Invite
            </Button>
          ) : undefined
        }
      />
      <QueryView query={users} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="People"
            rows={items}
            columns={shown}
            rowId={(user) => user.id}
            fileName="freehold-people"
            empty={
              <EmptyState icon={Users} title="Nobody here yet">
                Invite managers, auditors and other administrators. Tenants are invited by their manager.
              </EmptyState>
            }
          />
        )}
      </QueryView>
      {decision ? <UserActDialog decision={decision} onClose={() => setDecision(undefined)} /> : null}
      {recast ? <RoleDialog user={recast} onClose={() => setRecast(undefined)} /> : null}
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </Card>
  );
}
