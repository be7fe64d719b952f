// Commands go over HTTP, with the link's token or the host's cookie and its antiforgery token.
export interface Credentials {
  token?: string | undefined;
  csrf?: string | undefined;
  /** In which answers say what they say in words. */
  language?: string | undefined;
  /** The ETag that was read: refused when it is another by now. */
  ifMatch?: string | undefined;
}

/** status 0: the server could not be reached, nothing was changed. */
export interface Answer {
  ok: boolean;
  status: number;
  body: Record<string, unknown>;
  /** What stands in If-Match when this is changed. */
  etag?: string | undefined;
}

/** @param body a file as it is, anything else as JSON. */
export async function send(
  method: 'POST' | 'PUT' | 'DELETE' | 'GET',
  path: string,
  credentials: Credentials,
  body?: unknown,
  door: typeof fetch = fetch,
): Promise<Answer> {
  const headers: Record<string, string> = {};
  if (credentials.token) headers.authorization = `Bearer ${credentials.token}`;
  else if (credentials.csrf) headers['x-csrf-token'] = credentials.csrf;
  if (credentials.language) headers['accept-language'] = credentials.language;
  if (credentials.ifMatch) headers['if-match'] = credentials.ifMatch;
  const file = body instanceof Blob;
  if (body !== undefined) headers['content-type'] = file ? body.type : 'application/json';
  try {
    const answer = await door(path, { method, headers, ...(body === undefined ? {} : { body: file ? body : JSON.stringify(body) }) });
    const content = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
    return { ok: answer.ok, status: answer.status, body: content, etag: answer.headers?.get('etag') ?? undefined };
  } catch {
    return { ok: false, status: 0, body: {} };
  }
}
