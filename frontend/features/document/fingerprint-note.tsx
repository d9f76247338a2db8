const COMMANDS = [
  ['Linux', 'sha256sum FILE'],
  ['macOS', 'shasum -a 256 FILE'],
  ['Windows', 'certutil -hashfile FILE SHA256'],
] as const;

/** How anybody checks a downloaded file without trusting this page. */
export function FingerprintNote() {
  return (
    <details className="rounded-lg bg-sunken px-4 py-3 text-sm">
      <summary className="cursor-pointer font-medium">Check the fingerprint yourself</summary>
      <div className="mt-2 flex max-w-prose flex-col gap-2 text-muted">
        <p>
          The fingerprint is the SHA-256 of the file. Your browser has compared it before it saved the file.
          To check again without this page, run one of these and compare all 64 digits:
        </p>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          {COMMANDS.map(([system, command]) => (
            <div key={system} className="contents">
              <dt>{system}</dt>
              <dd>
                <code className="text-ink text-xs [overflow-wrap:anywhere]">{command}</code>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </details>
  );
}
