'use client';

import { Button } from '#ui/button.tsx';
import { CardBody } from '#ui/card.tsx';

interface MoreButtonProps {
  readonly pages: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
  /** What comes: "older acts". */
  readonly what: string;
}

/** Under a list that has more than it shows; nothing under one that is complete. */
export function MoreButton({ pages, what }: MoreButtonProps) {
  if (!pages.hasNextPage) return null;
  return (
    <CardBody className="flex flex-wrap items-center justify-center gap-3 border-line border-t pt-3">
      <p className="text-muted text-sm">There is more than is shown; the file holds what is shown.</p>
      <Button
        tone="secondary"
        size="small"
        busy={pages.isFetchingNextPage}
        onClick={() => void pages.fetchNextPage()}
      >
        Load {what}
      </Button>
    </CardBody>
  );
}
