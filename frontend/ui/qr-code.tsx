import encodeQR from 'qr';

interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

/** A QR code drawn in the page itself: what it says goes nowhere. Dark on white in both themes, as cameras want it. */
export function QrCode({ text, label }: QrCodeProps) {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 2 });
  const path = rows
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shapeRendering="crispEdges"
      className="size-52 shrink-0 self-center rounded-lg border border-line bg-white"
    >
      <path d={path} fill="black" />
    </svg>
  );
}
