/** How to reach one PostgreSQL database. */
export interface DatabaseSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Connections that one pool may open, 10 by default. */
  readonly maxConnections?: number;
}

/** Reads `postgres://user:password@host:port/database`. @throws TypeError when the text is no such address */
export function databaseSettingsFromUrl(url: string): DatabaseSettings {
  const address = new URL(url);
  if (!['postgres:', 'postgresql:'].includes(address.protocol)) throw new TypeError('a database address begins with postgres://');
  return {
    host: address.hostname.replace(/^\[|\]$/g, ''),
    port: Number(address.port || 5432),
    user: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password),
    database: decodeURIComponent(address.pathname.slice(1)) || 'plantway',
  };
}
