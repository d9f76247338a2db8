'use client';

import {
  createPaginatedRowModel,
  createSortedRowModel,
  rowPaginationFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { ArrowDown, ArrowUp, ChevronLeft, ChevronRight, ChevronsUpDown, Download } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { cn } from '#lib/class-names.ts';
import { type CsvCell, csvOf, downloadText } from '#lib/csv.ts';
import { Button } from '#ui/button.tsx';

type SortValue = string | number | bigint;

export interface DataColumn<Row> {
  readonly id: string;
  readonly head: string;
  /** Figures stand on the right. */
  readonly numeric?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** Makes the column sortable. */
  readonly sort?: (row: Row) => SortValue;
  /** What the file gets; a column without it is not exported. */
  readonly csv?: (row: Row) => CsvCell;
  /** Leave the column out below this width; the first column always stays. */
  readonly from?: 'sm' | 'md' | 'lg' | 'xl';
}

interface DataTableProps<Row> {
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly columns: readonly DataColumn<Row>[];
  readonly rowId: (row: Row) => string;
  readonly fileName: string;
  readonly pageSize?: number;
  /** Shown instead of the table when there are no rows. */
  readonly empty?: ReactNode;
  /** A line under the body, aligned with the columns by id. */
  readonly totals?: Readonly<Record<string, ReactNode>>;
}

const features = tableFeatures({
  rowSortingFeature,
  rowPaginationFeature,
  sortedRowModel: createSortedRowModel(),
  paginatedRowModel: createPaginatedRowModel(),
});

const HIDDEN = {
  sm: 'max-sm:hidden',
  md: 'max-md:hidden',
  lg: 'max-lg:hidden',
  xl: 'max-xl:hidden',
} as const;

function compare(left: SortValue, right: SortValue): number {
  if (typeof left === 'string' && typeof right === 'string')
    return left.localeCompare(right, 'en', { numeric: true });
  return left < right ? -1 : left > right ? 1 : 0;
}

function useRows<Row extends object>({ rows, columns, rowId, pageSize = 25 }: DataTableProps<Row>) {
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: (row: Row) => column.sort?.(row) ?? '',
        enableSorting: column.sort !== undefined,
        sortDescFirst: column.numeric ?? false,
        sortFn: (
          a: { getValue: (id: string) => unknown },
          b: { getValue: (id: string) => unknown },
          id: string,
        ) => compare(a.getValue(id) as SortValue, b.getValue(id) as SortValue),
      })),
    [columns],
  );
  const data = useMemo(() => [...rows], [rows]);
  return useTable({
    features,
    columns: definitions,
    data,
    getRowId: rowId,
    autoResetPageIndex: false,
    initialState: { pagination: { pageIndex: 0, pageSize } },
  });
}

/** A table that sorts, pages and exports all its rows in the shown order. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { caption, columns, fileName, empty, totals } = props;
  const table = useRows(props);
  if (props.rows.length === 0 && empty) return <>{empty}</>;
  const byId = new Map(columns.map((column) => [column.id, column]));
  const exported = () => {
    const kept = columns.filter((column) => column.csv);
    const sorted = table.getSortedRowModel().rows.map((row) => row.original);
    const lines = sorted.map((row) => kept.map((column) => column.csv?.(row)));
    downloadText(
      `${fileName}.csv`,
      csvOf(
        kept.map((column) => column.head),
        lines,
      ),
    );
  };
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, so the keyboard must reach it */}
      <section className="relative overflow-x-auto" tabIndex={0} aria-label={caption}>
        <table className="w-full border-collapse text-sm">
          <caption className="sr-only">{caption}</caption>
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id} className="border-line border-y bg-sunken/60">
                {group.headers.map((header) => {
                  const column = byId.get(header.column.id);
                  if (!column) return null;
                  const sorted = header.column.getIsSorted();
                  return (
                    <HeadCell
                      key={header.id}
                      column={column}
                      sorted={sorted}
                      onSort={column.sort ? () => header.column.toggleSorting() : undefined}
                    />
                  );
                })}
              </tr>
            ))}
          </thead>
          <tbody>
            {table.getRowModel().rows.map((row) => (
              <tr key={row.id} className="border-line border-b last:border-b-0 hover:bg-sunken/50">
                {columns.map((column) => (
                  <td key={column.id} className={cellStyles(column)}>
                    {column.cell(row.original)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          {totals ? (
            <tfoot>
              <tr className="border-line-strong/50 border-t font-semibold">
                {columns.map((column) => (
                  <td key={column.id} className={cellStyles(column)}>
                    {totals[column.id]}
                  </td>
                ))}
              </tr>
            </tfoot>
          ) : null}
        </table>
      </section>
      <Foot
        page={table.state.pagination.pageIndex}
        pages={table.getPageCount()}
        rows={props.rows.length}
        onPage={(page) => table.setPageIndex(page)}
        onExport={exported}
      />
    </div>
  );
}

function cellStyles<Row>(column: DataColumn<Row>): string {
  return cn(
    'px-3 py-2.5 align-middle first:pl-5 last:pr-5',
    column.numeric ? 'figures whitespace-nowrap text-right' : 'text-left',
    column.from && HIDDEN[column.from],
  );
}

interface HeadCellProps<Row> {
  readonly column: DataColumn<Row>;
  readonly sorted: false | 'asc' | 'desc';
  readonly onSort: (() => void) | undefined;
}

function HeadCell<Row>({ column, sorted, onSort }: HeadCellProps<Row>) {
  const Arrow = sorted === 'asc' ? ArrowUp : sorted === 'desc' ? ArrowDown : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}
      className={cn(cellStyles(column), 'py-1.5 font-medium text-muted text-xs')}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className={cn(
            'inline-flex min-h-7 items-center gap-1 hover:text-ink',
            column.numeric && 'flex-row-reverse',
          )}
        >
          {column.head}
          <Arrow className="size-3.5 shrink-0" aria-hidden />
        </button>
      ) : (
        column.head
      )}
    </th>
  );
}

interface FootProps {
  readonly page: number;
  readonly pages: number;
  readonly rows: number;
  readonly onPage: (page: number) => void;
  readonly onExport: () => void;
}

/** How many rows there are, the way to the other pages, and all of them as a file. */
function Foot({ page, pages, rows, onPage, onExport }: FootProps) {
  const count = rows === 1 ? '1 row' : `${rows} rows`;
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-line border-t px-5 py-1.5 text-muted text-xs">
      <span className="figures mr-auto">{pages > 1 ? `Page ${page + 1} of ${pages}, ${count}` : count}</span>
      {pages > 1 ? (
        <span className="flex gap-1">
          <Button
            tone="quiet"
            size="small"
            disabled={page === 0}
            onClick={() => onPage(page - 1)}
            aria-label="Previous page"
          >
            <ChevronLeft aria-hidden />
          </Button>
          <Button
            tone="quiet"
            size="small"
            disabled={page >= pages - 1}
            onClick={() => onPage(page + 1)}
            aria-label="Next page"
          >
            <ChevronRight aria-hidden />
          </Button>
        </span>
      ) : null}
      <Button tone="quiet" size="small" onClick={onExport} className="-mr-3 text-muted">
        <Download aria-hidden /> CSV
      </Button>
    </div>
  );
}
