/** One JSON call. @throws Error with method, path, status and the answer's own words, unless the status is one of `expected` */
export async function call(baseUrl, method, path, { headers = {}, body, expected = [200, 201, 202, 207], timeoutMs = 15_000 } = {}) {
  const response = await fetch(new URL(path, baseUrl), {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (!expected.includes(response.status)) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** All rows of a list of ours, page by page. */
export async function* rowsOf(get, path) {
  const separator = path.includes('?') ? '&' : '?';
  for (let cursor = null; ;) {
    const { body } = await get(`${path}${separator}limit=1000${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    yield* body.items;
    if (body.nextCursor === null || body.items.length === 0) return;
    cursor = body.nextCursor;
  }
}

/** Asks again and again until the answer is not undefined. @throws Error that names what did not come */
export async function until(what, ask, { withinMs, everyMs = 500 }) {
  for (const end = Date.now() + withinMs; ;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`${what} did not come about within ${Math.round(withinMs / 1_000)} s`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
