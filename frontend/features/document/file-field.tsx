'use client';

import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { formatBytes } from '#features/document/document-words.ts';
import { acceptedFiles } from '#features/document/file-facts.ts';
import { cn } from '#lib/class-names.ts';
import { Field } from '#ui/field.tsx';

interface FileFieldProps {
  readonly file: File | undefined;
  readonly error: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (file: File) => void;
}

/** A file, dragged here or chosen: an ordinary file field lies over the whole area and takes what is dropped on it. */
export function FileField({ file, error, disabled, onChange }: FileFieldProps) {
  const [over, setOver] = useState(false);
  return (
    <Field label="File" hint="PDF, PNG, JPEG or WebP, 25 MB at most." error={error}>
      {(control) => (
        <div
          className={cn(
            'relative flex min-h-28 flex-col items-center justify-center gap-1 rounded-lg border-2 border-line-strong/70 border-dashed px-4 py-5 text-center text-sm has-focus-visible:outline-2 has-focus-visible:outline-brand has-focus-visible:outline-offset-2',
            over && 'border-brand bg-brand-soft',
          )}
        >
          <FileUp className="size-5 text-brand" aria-hidden />
          {file ? (
            <p className="max-w-full font-medium [overflow-wrap:anywhere]">
              {file.name} <span className="font-normal text-muted">{formatBytes(file.size)}</span>
            </p>
          ) : (
            <p>
              <span className="font-medium text-brand">Choose a file</span> or drag it here
            </p>
          )}
          <input
            {...control}
            type="file"
            accept={acceptedFiles}
            disabled={disabled}
            className="absolute inset-0 size-full cursor-pointer opacity-0 disabled:cursor-not-allowed"
            onDragEnter={() => setOver(true)}
            onDragLeave={() => setOver(false)}
            onDrop={() => setOver(false)}
            onChange={(event) => {
              const [chosen] = event.target.files ?? [];
              if (chosen) onChange(chosen);
              // So that the same file can be chosen again after it was changed.
              event.target.value = '';
            }}
          />
        </div>
      )}
    </Field>
  );
}
