import { createHash, timingSafeEqual } from 'node:crypto';

/** Who may connect, with which password, and for which site. */
export interface MqttUser {
  readonly username: string;
  readonly password: string;
  /** Publishes and reads only below `plantway/{siteId}/`; `'*'`: below `plantway/` of every site. */
  readonly siteId: string;
}

/** The users of a broker. */
export class MqttUsers {
  private readonly byName: ReadonlyMap<string, MqttUser>;

  constructor(users: readonly MqttUser[]) {
    this.byName = new Map(users.map((user) => [user.username, user]));
  }

  /** The user whose name and password these are; undefined otherwise. */
  withPassword(username: string | undefined, password: Readonly<Buffer> | undefined): MqttUser | undefined {
    const user = username === undefined ? undefined : this.byName.get(username);
    if (user === undefined || password === undefined) return undefined;
    return timingSafeEqual(digest(user.password), digest(password)) ? user : undefined;
  }
}

/** Whether the user may publish to the topic, or read what the filter names. */
export function mayUse({ siteId }: MqttUser, topicOrFilter: string): boolean {
  return topicOrFilter.startsWith(siteId === '*' ? 'plantway/' : `plantway/${siteId}/`);
}

/** Site of a topic below `plantway/`; undefined for any other topic. */
export function siteOfTopic(topic: string): string | undefined {
  return /^plantway\/([^/]+)\//.exec(topic)?.[1];
}

const digest = (text: string | Readonly<Buffer>): Buffer => createHash('sha256').update(text as string).digest();
