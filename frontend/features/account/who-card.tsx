'use client';

import { roleNames } from '#features/session/gate.tsx';
import { useSession } from '#features/session/use-session.ts';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { Moment } from '#ui/moment.tsx';

export function WhoCard() {
  const { user } = useSession();
  if (!user) return null;
  return (
    <Card>
      <CardHeader title="Who you are" />
      <CardBody>
        <Details>
          <Detail label="Name">{user.name}</Detail>
          <Detail label="E-mail">{user.email}</Detail>
          <Detail label="Role">{roleNames[user.role]}</Detail>
          <Detail label="Here since">
            <Moment at={user.createdAt} />
          </Detail>
        </Details>
      </CardBody>
    </Card>
  );
}
