/** The URL as it may be shown: password, long path segments (provider keys) and query values replaced. */
export function maskUrl(text: string): string {
  try {
    const url = new URL(text);
    if (url.password !== '') url.password = '***';
    const path = url.pathname
      .split('/')
      .map((part) => (part.length >= 16 ? '***' : part))
      .join('/');
    const query = url.search === '' ? '' : '?***';
    const login = url.username === '' ? '' : `${url.username}${url.password === '' ? '' : ':***'}@`;
    return `${url.protocol}//${login}${url.host}${path === '/' ? '' : path}${query}`;
  } catch {
    return text === '' ? '(empty)' : '(not a URL)';
  }
}
