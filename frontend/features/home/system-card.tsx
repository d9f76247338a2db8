import type { SystemStatus } from '@freehold/shared/config';
import type { UseQueryResult } from '@tanstack/react-query';
import { QueryView } from '#features/shell/query-view.tsx';
import type { ApiError } from '#lib/api-error.ts';
import { Badge } from '#ui/badge.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Detail, Details } from '#ui/details.tsx';

function lag(chain: SystemStatus['chain']): string {
  if (chain.head === null || chain.indexed === null) return 'not indexed yet';
  const blocks = BigInt(chain.head) - BigInt(chain.indexed);
  if (blocks <= 0n) return 'up to date';
  return blocks === 1n ? '1 block behind' : `${blocks} blocks behind`;
}

const count = (value: string): string => BigInt(value).toLocaleString('en-US');

/** How the machine stands: mirror of the chain, seal of the ledger, background work. */
export function SystemCard({ query }: { readonly query: UseQueryResult<SystemStatus, ApiError> }) {
  return (
    <Card>
      <CardHeader title="System" />
      <CardBody>
        <QueryView query={query}>
          {({ chain, ledger, tasks, version }) => (
            <Details className="text-sm">
              <Detail label="Indexed to block">
                {chain.indexed ? count(chain.indexed) : '—'}, {lag(chain)}
              </Detail>
              <Detail label="Final to block">{chain.final ? count(chain.final) : '—'}</Detail>
              <Detail label="Ledger entries">{count(ledger.entries)}</Detail>
              <Detail label="Sealed">{count(ledger.sealed)}</Detail>
              <Detail label="Anchored">{count(ledger.anchored)}</Detail>
              <TaskLines tasks={tasks} />
              <Detail label="Version">{version}</Detail>
            </Details>
          )}
        </QueryView>
      </CardBody>
    </Card>
  );
}

type Task = SystemStatus['tasks'][number];

/** Background work: what failed stands open, the rest behind one line. */
function TaskLines({ tasks }: { readonly tasks: readonly Task[] }) {
  const failed = tasks.filter((task) => task.lastError !== null);
  return (
    <>
      <Detail label="Background work">
        {failed.length === 0
          ? `${tasks.length} of ${tasks.length} run well`
          : `${failed.length} of ${tasks.length} failed`}
      </Detail>
      {failed.map((task) => (
        <Detail key={task.name} label={task.name} note={task.lastError}>
          <Badge tone="bad">Last run failed</Badge>
        </Detail>
      ))}
    </>
  );
}
