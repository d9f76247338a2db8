import type { DividendDetail } from '@freehold/shared/dividend';
import { hasReached } from '#features/dividend/dividend-state.ts';
import { formatMoney } from '#lib/money-format.ts';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Moment } from '#ui/moment.tsx';
import { type Step, type StepState, Steps } from '#ui/steps.tsx';

function timeOf(dividend: DividendDetail, state: string): string | undefined {
  return dividend.transitions.find((transition) => transition.to === state)?.at;
}

function At({ at }: { readonly at: string | undefined }) {
  return at ? (
    <p>
      <Moment at={at} />
    </p>
  ) : null;
}

function stateOf(dividend: DividendDetail, state: DividendDetail['state'], started: boolean): StepState {
  if (hasReached(dividend.state, state)) return 'passed';
  if (!started) return 'waiting';
  return dividend.error ? 'failed' : 'running';
}

function stepsOf(dividend: DividendDetail): readonly Step[] {
  const { declare, fund } = dividend.transactions;
  const paying = dividend.state === 'FUNDED' || dividend.state === 'PAYING';
  return [
    {
      id: 'approved',
      title: 'Approved',
      state: stateOf(dividend, 'APPROVED', false),
      detail: <At at={timeOf(dividend, 'APPROVED')} />,
    },
    {
      id: 'declared',
      title: 'Declared: the record date is fixed',
      state: stateOf(dividend, 'DECLARED', declare !== null),
      detail: (
        <>
          <At at={timeOf(dividend, 'DECLARED')} />
          {dividend.recordBlock ? <p>Record block {dividend.recordBlock}</p> : null}
          {declare ? <Copyable value={declare} what="transaction hash" /> : null}
        </>
      ),
    },
    {
      id: 'funded',
      title: 'Funded from the treasury',
      state: stateOf(dividend, 'FUNDED', fund !== null),
      detail: (
        <>
          <At at={timeOf(dividend, 'FUNDED')} />
          {fund ? <Copyable value={fund} what="transaction hash" /> : null}
        </>
      ),
    },
    {
      id: 'paid',
      title: 'Every holder paid',
      state: stateOf(dividend, 'PAID', paying),
      detail: hasReached(dividend.state, 'FUNDED') ? (
        <>
          <At at={timeOf(dividend, 'PAID')} />
          <p className="figures">
            {dividend.paidHolders} of {dividend.holders} holders, {formatMoney(dividend.paid)}
          </p>
        </>
      ) : undefined,
    },
  ];
}

/** How far it has come, each step with its time and its transaction. */
export function DividendSteps({ dividend }: { readonly dividend: DividendDetail }) {
  return (
    <Card>
      <CardHeader title="How far it is" />
      <CardBody>
        <Steps steps={stepsOf(dividend)} label="Steps of the dividend" />
      </CardBody>
    </Card>
  );
}
