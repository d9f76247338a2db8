import type { Transition } from '@freehold/shared/primitives';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Moment } from '#ui/moment.tsx';

interface TransitionsCardProps {
  readonly transitions: readonly Transition[];
  /** The word for a state. */
  readonly wordOf: (state: string) => string;
}

/** Who moved a thing from state to state, when and why; newest first. */
export function TransitionsCard({ transitions, wordOf }: TransitionsCardProps) {
  if (transitions.length === 0) return null;
  return (
    <Card>
      <CardHeader title="History" />
      <CardBody>
        <ol className="flex flex-col gap-4">
          {transitions
            .toSorted((a, b) => b.at.localeCompare(a.at))
            .map((step) => (
              <li key={`${step.at}-${step.to}`} className="border-line border-l-2 pl-4 text-sm">
                <p className="font-medium">{wordOf(step.to)}</p>
                <p className="text-muted">
                  {step.actor ? `${step.actor.name}, ` : ''}
                  <Moment at={step.at} />
                </p>
                {step.reason ? <p className="mt-1 [overflow-wrap:anywhere]">“{step.reason}”</p> : null}
              </li>
            ))}
        </ol>
      </CardBody>
    </Card>
  );
}
