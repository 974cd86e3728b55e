/** Who decides, at the moment of an event, whether it happens in a process: never again, later, or now. */
export interface Owner {
  /** `drop`: the process is gone; a number: not before that time, in milliseconds; `now`. */
  admit(): 'drop' | 'now' | number;
}

export interface Scheduled {
  cancel(): void;
}

interface Event {
  at: number;
  /** Among events of one moment the seed decides. */
  lot: number;
  run: (() => void) | undefined;
  readonly owner: Owner | undefined;
}

/** Time that passes only from event to event. Events of one moment happen in an order that the seed decides; after each of them everything runs that can run. */
export class Scheduler {
  /** Milliseconds. */
  now = Date.parse('2026-11-22T08:00:00Z');
  private readonly heap: Event[] = [];

  constructor(readonly random: () => number) {}

  /** Lets something happen in `ms` milliseconds, in the process of `owner` or outside of all. */
  in(ms: number, run: () => void, owner?: Owner): Scheduled {
    const event: Event = { at: this.now + Math.max(0, ms), lot: this.random(), run, owner };
    this.push(event);
    return { cancel: () => void (event.run = undefined) };
  }

  /** From `from` to below `to`. */
  between(from: number, to: number): number {
    return from + this.random() * (to - from);
  }

  /** An event of this share of all cases. */
  chance(share: number): boolean {
    return this.random() < share;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.random() * items.length)]!;
  }

  /** Lets time pass until `isOver`, or until nothing will ever happen any more. */
  async run(isOver: () => boolean): Promise<void> {
    for (let event = this.pop(); event && !isOver(); event = this.pop()) {
      if (!event.run) continue;
      this.now = Math.max(this.now, event.at);
      const admitted = event.owner?.admit() ?? 'now';
      if (admitted === 'drop') continue;
      if (admitted !== 'now' && admitted > event.at) {
        this.push(Object.assign(event, { at: admitted, lot: this.random() }));
        continue;
      }
      event.run();
      await everythingElse();
    }
  }

  private push(event: Event): void {
    const { heap } = this;
    let place = heap.push(event) - 1;
    for (let parent = (place - 1) >> 1; place > 0 && isBefore(event, heap[parent]!); place = parent, parent = (place - 1) >> 1) heap[place] = heap[parent]!;
    heap[place] = event;
  }

  private pop(): Event | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (!last || !first || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = last;
    return first;
  }
}

function isBefore(one: Event, other: Event): boolean {
  return one.at < other.at || (one.at === other.at && one.lot < other.lot);
}

/** Resolves when every promise that can go on has gone on: Node runs this queue only after them. */
function everythingElse(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
