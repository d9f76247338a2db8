import { Button } from '#ui/button.tsx';

interface MoreRowsProps {
  readonly query: {
    readonly data: readonly unknown[] | undefined;
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
  /** Rows a page. */
  readonly page: number;
}

/** Under a list of which more exists than is shown: says so, and reads on. */
export function MoreRows({ query, page }: MoreRowsProps) {
  if (!query.hasNextPage) return null;
  return (
    <div className="flex flex-wrap items-center justify-center gap-3 border-line border-t p-3">
      <p className="text-muted text-sm">The newest {query.data?.length}; the file holds these only.</p>
      <Button
        tone="secondary"
        size="small"
        busy={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        Show {page} more
      </Button>
    </div>
  );
}
