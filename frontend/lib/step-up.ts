/** Asks the person to prove anew who they are; true when they did. */
type Asker = () => Promise<boolean>;

let asker: Asker | undefined;

/** Names who asks (the one dialog of the page); returns the way to take it back. */
export function onStepUp(ask: Asker): () => void {
  asker = ask;
  return () => {
    if (asker === ask) asker = undefined;
  };
}

export function askForStepUp(): Promise<boolean> {
  return asker?.() ?? Promise.resolve(false);
}
