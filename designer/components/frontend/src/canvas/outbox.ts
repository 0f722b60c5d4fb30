// The durable outbox. A streamlit trigger keeps only the last of several calls in one tick, so edits travel
// as state: the whole list of what Python has not acknowledged yet. Python applies each number once.
import type { NumberedOp, Op } from "./contract";

export interface Envelope {
  client: string;
  items: NumberedOp[];
}

const FIRST_RETRY_MS = 4000;
const LONGEST_RETRY_MS = 60000;

export class Outbox {
  readonly client = `c${randomLetters(10)}`;
  private last = 0;
  private items: NumberedOp[] = [];
  private retry: ReturnType<typeof setTimeout> | undefined;
  private wait = FIRST_RETRY_MS;

  constructor(
    private readonly send: (envelope: Envelope) => void,
    private readonly changed: (late: boolean) => void,
  ) {}

  get pending(): readonly NumberedOp[] {
    return this.items;
  }

  put(op: Op): void {
    this.last += 1;
    this.items = [...this.items, { ...op, seq: this.last }];
    this.post();
  }

  acknowledge(ack: Record<string, number>): void {
    const seen = ack[this.client] ?? 0;
    this.items = this.items.filter((item) => item.seq > seen);
    if (this.items.length > 0) return;
    clearTimeout(this.retry);
    this.wait = FIRST_RETRY_MS;
    this.changed(false);
  }

  stop(): void {
    clearTimeout(this.retry);
  }

  private post(): void {
    this.send({ client: this.client, items: [...this.items] });
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.postAgain(), this.wait);
  }

  // A message written while the connection is down is dropped by the page: say so, and send it again.
  private postAgain(): void {
    if (this.items.length === 0) return;
    this.wait = Math.min(this.wait * 2, LONGEST_RETRY_MS);
    this.changed(true);
    this.post();
  }
}

export function randomLetters(count: number): string {
  const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
  return Array.from(crypto.getRandomValues(new Uint8Array(count)), (byte) => alphabet[byte % 32]).join("");
}
