'use client';

import { type Role, roles } from '@freehold/shared/permissions';
import { listUsers, type User } from '@freehold/shared/user';
import { Search, UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { roleNames } from '#features/session/gate.tsx';
import { useSession } from '#features/session/use-session.ts';
import { MoreButton } from '#features/shell/more-button.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { InviteDialog } from '#features/user/invite-dialog.tsx';
import { RoleDialog } from '#features/user/role-dialog.tsx';
import { UserActDialog, UserActs, type UserDecision } from '#features/user/user-acts.tsx';
import { call } from '#lib/api.ts';
import { useMorePages } from '#lib/use-more-pages.ts';
import { Badge, type Tone } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Field, Input, Select } from '#ui/field.tsx';
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

const PAGE = 100;

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

const roleOf = (text: string): Role | undefined => roles.find((role) => role === text);

interface FindProps {
  readonly role: Role | undefined;
  readonly onRole: (role: Role | undefined) => void;
  readonly onSearch: (search: string) => void;
}

/** Whom the table shows; the server looks, among everybody. */
function Find({ role, onRole, onSearch }: FindProps) {
  const [typed, setTyped] = useState('');
  return (
    <search>
      <form
        className="flex flex-wrap items-end gap-3 px-5 pb-5"
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(typed.trim());
        }}
      >
        <Field label="Find people" className="min-w-0 grow sm:max-w-xs">
          {(control) => (
            <Input
              {...control}
              type="search"
              maxLength={100}
              placeholder="Part of a name or e-mail"
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                if (event.target.value === '') onSearch('');
              }}
            />
          )}
        </Field>
        <Field label="Show">
          {(control) => (
            <Select {...control} value={role ?? ''} onChange={(event) => onRole(roleOf(event.target.value))}>
              <option value="">Everybody</option>
              {roles.map((one) => (
                <option key={one} value={one}>
                  Only {roleNames[one]}s
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button type="submit" tone="secondary">
          <Search aria-hidden /> Find
        </Button>
      </form>
    </search>
  );
}

interface PeopleProps extends Pick<FindProps, 'role'> {
  readonly search: string;
  readonly columns: readonly DataColumn<User>[];
}

/** Everybody who is meant, newest first, as far as the reader wants to go. */
function People({ role, search, columns: shown }: PeopleProps) {
  const filter = { ...(role === undefined ? {} : { role }), ...(search === '' ? {} : { search }) };
  const users = useMorePages<User>(
    [listUsers.path, filter],
    (cursor, signal) =>
      call(
        listUsers,
        { query: { limit: PAGE, ...filter, ...(cursor === undefined ? {} : { cursor }) } },
        { signal },
      ),
    { keep: true },
  );
  const sought = role !== undefined || search !== '';
  return (
    <>
      <QueryView query={users} className="px-5 pb-5">
        {(rows) => (
          <DataTable
            key={`${role}:${search}`}
            caption="People"
            rows={rows}
            columns={shown}
            rowId={(user) => user.id}
            fileName="freehold-people"
            empty={
              <EmptyState icon={Users} title={sought ? 'Nobody like this' : 'Nobody here yet'}>
                {sought
                  ? 'Try a shorter part of the name or address, or show everybody.'
                  : 'Invite managers, auditors and other administrators. Tenants are invited by their manager.'}
              </EmptyState>
            }
          />
        )}
      </QueryView>
      <MoreButton pages={users} what="older accounts" />
    </>
  );
}

export function UsersTable() {
  const [inviting, setInviting] = useState(false);
  const [decision, setDecision] = useState<UserDecision>();
  const [recast, setRecast] = useState<User>();
  const [role, setRole] = useState<Role>();
  const [search, setSearch] = useState('');
  const { may, user: self } = useSession();
  const shown = may('user.secure') ? [...columns, actsColumn(self?.id, setDecision, setRecast)] : columns;
  return (
    <Card>
      <CardHeader
        title="People"
        actions={
          may('user.create') ? (
            <Button size="small" onClick={() => setInviting(true)}>
              <UserPlus aria-hidden /> Invite
            </Button>
          ) : undefined
        }
      />
      <Find role={role} onRole={setRole} onSearch={setSearch} />
      <People role={role} search={search} columns={shown} />
      {decision ? <UserActDialog decision={decision} onClose={() => setDecision(undefined)} /> : null}
      {recast ? <RoleDialog user={recast} onClose={() => setRecast(undefined)} /> : null}
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </Card>
  );
}
