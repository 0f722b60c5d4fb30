// The text being written, between the person and Python. Three rules: what the person types is on the screen at
// once; Python has it after a pause, on leaving and before the page goes; what someone else changes meanwhile
// never replaces what the person has not yet handed over.
import { keep, kept, restore, sameTexts } from "./kept";
import type { Editing, Sent, Texts } from "./types";

const PAUSE = 800; // milliseconds

export class Desk {
  texts: Texts = {};
  conflict: Texts = {};
  private base: Texts = {};
  private handed: Texts = {};
  private revision = 0;
  private nonce = 0;
  private outbox: Sent[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private present = false;

  constructor(private data: Editing, private send: (value: unknown) => void, private redraw: () => void) {
    this.open(data);
  }

  type(language: string, text: string): void {
    this.texts = { ...this.texts, [language]: text };
    this.remember();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.handOver(), PAUSE);
    this.redraw();
  }

  enter(): void {
    this.present = true;
  }

  leave(): void {
    this.present = false;
    this.handOver();
    this.adopt();
  }

  receive(data: Editing, send: (value: unknown) => void): void {
    this.send = send;
    if (data === this.data) return;
    if (data.field_id === this.data.field_id) {
      this.data = data;
      this.outbox = this.outbox.filter((sent) => sent.nonce > data.ack);
      return this.adopt();
    }
    this.handOver();
    this.data = data;
    this.outbox = this.outbox.filter((sent) => sent.nonce > data.ack);
    this.open(data);
    this.redraw();
  }

  // Sent whole: with what other fields sent before and Python has not yet taken.
  handOver(): void {
    clearTimeout(this.timer);
    if (sameTexts(this.texts, this.handed)) return;
    const { field_id } = this.data;
    this.nonce = Math.max(this.nonce + 1, this.data.ack + 1, Date.now());
    this.handed = this.texts;
    const sent = { nonce: this.nonce, field_id, revision: this.revision, texts: this.texts };
    this.outbox = [...this.outbox.filter((earlier) => earlier.field_id !== field_id), sent];
    this.remember();
    this.send({ ...sent, earlier: this.outbox.slice(0, -1) });
  }

  settleConflict(takeOurs: boolean): void {
    if (takeOurs) this.texts = { ...this.texts, ...this.conflict };
    this.conflict = {};
    this.remember();
    this.handOver();
    this.redraw();
  }

  private open(data: Editing): void {
    const found = kept(data);
    const restored = found ? restore(found, data) : { texts: { ...data.texts }, conflict: {} };
    this.texts = restored.texts;
    this.conflict = restored.conflict;
    this.base = this.handed = { ...data.texts };
    this.revision = data.revision;
    this.remember();
    if (!sameTexts(this.texts, this.handed)) this.timer = setTimeout(() => this.handOver());
  }

  private adopt(): void {
    const waiting = this.outbox.some((sent) => sent.field_id === this.data.field_id);
    const free = !waiting && !this.present && sameTexts(this.texts, this.handed);
    const [texts, base] = [{ ...this.texts }, { ...this.base }];
    for (const language of new Set([...Object.keys(texts), ...Object.keys(this.data.texts)])) {
      const theirs = this.data.texts[language] ?? "";
      const untouched = (texts[language] ?? "") === (base[language] ?? "");
      if (free || (untouched && !this.present) || texts[language] === theirs) texts[language] = base[language] = theirs;
    }
    const unsent = !sameTexts(this.texts, this.handed);
    [this.texts, this.base] = [texts, base];
    if (!unsent) this.handed = texts;
    if (sameTexts(texts, this.data.texts)) this.revision = this.data.revision;
    this.remember();
    this.redraw();
  }

  private remember(): void {
    const waiting = this.outbox.some((sent) => sent.field_id === this.data.field_id);
    const settled = !waiting && sameTexts(this.texts, this.handed) && Object.keys(this.conflict).length === 0;
    const { texts, base, handed, conflict, nonce, revision } = this;
    keep(this.data, settled ? null : { texts, base, handed, conflict, nonce: waiting ? nonce : 0, revision });
  }
}
