'use client';

import {
  listSessions,
  revokeOtherSessions,
  revokeSession,
  type SessionListItem,
} from '@freehold/shared/auth';
import { toast } from 'sonner';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { deviceName } from '#lib/device-name.ts';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { type DataColumn, DataTable } from '#ui/data-table.tsx';
import { Moment } from '#ui/moment.tsx';

const columns = (end: (session: SessionListItem) => void, busy: boolean): DataColumn<SessionListItem>[] => [
  {
    id: 'device',
    head: 'Device',
    cell: (session) => (
      <span className="flex flex-col gap-1" title={session.userAgent ?? undefined}>
        <span className="font-medium">{deviceName(session.userAgent)}</span>
        {session.current ? (
          <span>
            <Badge tone="good">This one</Badge>
          </span>
        ) : null}
      </span>
    ),
    sort: (session) => deviceName(session.userAgent),
    csv: (session) => session.userAgent,
  },
  {
    id: 'address',
    head: 'Network address',
    cell: (session) => <span className="font-mono text-xs">{session.address ?? 'unknown'}</span>,
    sort: (session) => session.address ?? '',
    csv: (session) => session.address,
    from: 'sm',
  },
  {
    id: 'begun',
    head: 'Signed in',
    cell: (session) => <Moment at={session.createdAt} />,
    sort: (session) => session.createdAt,
    csv: (session) => session.createdAt,
    from: 'md',
  },
  {
    id: 'used',
    head: 'Last used',
    cell: (session) => <Moment at={session.lastSeenAt} relative />,
    sort: (session) => session.lastSeenAt,
    csv: (session) => session.lastSeenAt,
  },
  {
    id: 'end',
    head: 'End it',
    cell: (session) =>
      session.current ? null : (
        <Button
          tone="danger"
          size="small"
          disabled={busy}
          aria-label={`End the session on ${deviceName(session.userAgent)}`}
          onClick={() => end(session)}
        >
          End
        </Button>
      ),
  },
];

/** Where this account is signed in, and the way to end it there. */
export function SessionsCard() {
  const sessions = useRoute(listSessions, {}, { every: 30_000 });
  const one = useAct(revokeSession, {
    refreshes: [listSessions],
    onDone: () => void toast.success('The session was ended'),
  });
  const others = useAct(revokeOtherSessions, {
    refreshes: [listSessions],
    onDone: ({ ended }) =>
      void toast.success(ended === 1 ? '1 session was ended' : `${ended} sessions were ended`),
  });
  const several = (sessions.data?.items.length ?? 0) > 1;
  const failure = one.error ?? others.error;
  return (
    <Card>
      <CardHeader
        title="Where you are signed in"
        description="A device you do not know? End its session and set a new password."
        actions={
          several ? (
            <Button tone="secondary" size="small" busy={others.isPending} onClick={() => others.mutate({})}>
              End all others
            </Button>
          ) : undefined
        }
      />
      {failure ? <FailureNotice error={failure} className="mx-5 mb-4" /> : null}
      <QueryView query={sessions} className="px-5 pb-5">
        {({ items }) => (
          <DataTable
            caption="Sessions"
            rows={items}
            columns={columns((session) => one.mutate({ params: { id: session.id } }), one.isPending)}
            rowId={(session) => session.id}
            fileName="freehold-sessions"
          />
        )}
      </QueryView>
    </Card>
  );
}
