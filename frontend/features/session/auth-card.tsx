import type { ReactNode } from 'react';
import { Card } from '#ui/card.tsx';

interface AuthCardProps {
  readonly title: string;
  readonly description: ReactNode;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}

/** The narrow column of sign-in, sign-up and invitation. */
export function AuthCard({ title, description, children, footer }: AuthCardProps) {
  return (
    <div className="mx-auto w-full max-w-md px-4 py-10 sm:py-16">
      <h1 className="font-semibold text-2xl">{title}</h1>
      <p className="mt-1 mb-6 text-muted">{description}</p>
      <Card className="p-6">{children}</Card>
      {footer ? <p className="mt-5 text-center text-muted text-sm">{footer}</p> : null}
    </div>
  );
}
