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
    <CardBody className="flex justify-center border-line border-t">
      <Button
        tone="quiet"
        size="small"
        busy={pages.isFetchingNextPage}
        onClick={() => void pages.fetchNextPage()}
      >
        Load {what}
      </Button>
    </CardBody>
  );
}
