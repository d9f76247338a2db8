import type { ComponentProps } from 'react';

/**
 * To the verify page by a full load: only that page may talk to any chain endpoint the reader names, and a page keeps the
 * permissions of the document it was loaded with.
 */
export function VerifyLink(props: Omit<ComponentProps<'a'>, 'href'>) {
  return <a href="/verify" {...props} />;
}
