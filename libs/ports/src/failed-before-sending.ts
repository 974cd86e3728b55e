/** Certificates that Node refuses in the handshake, so no byte of the request was written. `EPROTO` is not here: an alert may also end a connection in use. */
const TLS_CODES = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** What Node says about a connection that was not made. */
interface ConnectFailure {
  readonly syscall?: string;
  readonly code?: string;
  readonly errors?: readonly ConnectFailure[];
}

/**
 * Whether a request surely never left: the name was not found, the connection was refused or never made, or the certificate was refused. Node says so by the
 * system call that failed. A reset, a broken pipe or a timeout on an open connection is not among them.
 */
export function failedBeforeSending(error: unknown): boolean {
  const failure = (error as { readonly cause?: ConnectFailure }).cause ?? (error as ConnectFailure);
  const attempts = failure.errors ?? [failure]; // a name with several addresses fails once for each
  return attempts.length > 0 && attempts.every(({ syscall, code }) => syscall === 'connect' || syscall === 'getaddrinfo' || (code !== undefined && TLS_CODES.has(code)));
}
