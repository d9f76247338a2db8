'use client';

import {
  documentAudiences,
  documentKinds,
  MAX_DOCUMENT_BYTES,
  type PropertyDocument,
} from '@freehold/shared/document';
import { useState } from 'react';
import { toast } from 'sonner';
import { audienceWords, capitalised, kindWords } from '#features/document/document-words.ts';
import { problemOf } from '#features/document/file-facts.ts';
import { FileField } from '#features/document/file-field.tsx';
import { UploadProgress } from '#features/document/upload-progress.tsx';
import { type UploadTarget, useUpload } from '#features/document/use-upload.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, Input, Select } from '#ui/field.tsx';

interface UploadDialogProps {
  readonly propertyId: string;
  /** Whose next version it becomes; undefined: a new document. */
  readonly document: PropertyDocument | undefined;
  readonly onClose: () => void;
}

interface Typed {
  readonly kind: PropertyDocument['kind'];
  readonly title: string;
  readonly audience: PropertyDocument['audience'];
}

/** A new document or a new version: what it is, the file, and how far it has got. */
export function UploadDialog({ propertyId, document, onClose }: UploadDialogProps) {
  const [typed, setTyped] = useState<Typed>({ kind: 'TITLE_DEED', title: '', audience: 'INVESTORS' });
  const [file, setFile] = useState<File>();
  const [problem, setProblem] = useState<string>();
  const upload = useUpload(() => {
    toast.success('Uploaded. It is being checked.');
    onClose();
  });
  const busy = upload.state.phase !== 'idle' && upload.state.phase !== 'failed';
  const begun = upload.state.phase === 'failed' && upload.state.begun;
  const submit = () => {
    const found = file ? problemOf(file) : 'Choose a file first.';
    setProblem(found);
    if (!file || found) return;
    const target: UploadTarget = document
      ? { documentId: document.id, waiting: document.newest }
      : { propertyId, facts: { ...typed, title: typed.title.trim() || kindWords[typed.kind] } };
    upload.start(file, target);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={document ? `New version of ${document.title}` : 'Add a document'}
      description={
        document
          ? 'Earlier versions stay, with their fingerprints. Nothing is replaced.'
          : 'It goes straight to private storage, is checked there, and opens for those you choose.'
      }
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {document ? null : <DocumentFields typed={typed} disabled={busy || begun} onChange={setTyped} />}
        <FileField
          file={file}
          error={problem}
          disabled={busy}
          onChange={(chosen) => {
            setFile(chosen);
            setProblem(problemOf(chosen));
          }}
        />
        <UploadProgress state={upload.state} onRetry={upload.retry} />
        <Button type="submit" busy={busy} disabled={file !== undefined && file.size > MAX_DOCUMENT_BYTES}>
          Upload
        </Button>
      </form>
    </Dialog>
  );
}

interface DocumentFieldsProps {
  readonly typed: Typed;
  readonly disabled: boolean;
  readonly onChange: (typed: Typed) => void;
}

function DocumentFields({ typed, disabled, onChange }: DocumentFieldsProps) {
  return (
    <>
      <Field label="What it is">
        {(control) => (
          <Select
            {...control}
            disabled={disabled}
            value={typed.kind}
            onChange={({ target }) => {
              const kind = documentKinds.find((known) => known === target.value);
              if (kind) onChange({ ...typed, kind });
            }}
          >
            {documentKinds.map((kind) => (
              <option key={kind} value={kind}>
                {kindWords[kind]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Title" hint={`Left empty: ${kindWords[typed.kind]}.`}>
        {(control) => (
          <Input
            {...control}
            maxLength={120}
            autoComplete="off"
            disabled={disabled}
            value={typed.title}
            onChange={({ target }) => onChange({ ...typed, title: target.value })}
          />
        )}
      </Field>
      <Field label="Who may see it">
        {(control) => (
          <Select
            {...control}
            disabled={disabled}
            value={typed.audience}
            onChange={({ target }) => {
              const audience = documentAudiences.find((known) => known === target.value);
              if (audience) onChange({ ...typed, audience });
            }}
          >
            {documentAudiences.map((audience) => (
              <option key={audience} value={audience}>
                {capitalised(audienceWords[audience])}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
  );
}
