// What the canvas shows: Python's last snapshot with the unconfirmed edits over it.
import type { Arrow } from "./arrows";
import { arrowsOf } from "./arrows";
import type { CanvasNode, CommandName, Op, Snapshot } from "./contract";
import { Outbox } from "./outbox";
import { replay } from "./replay";

export interface View {
  snapshot: Snapshot;
  nodes: CanvasNode[];
  arrows: Arrow[];
  dark: boolean;
  late: boolean;
  wanted: { ids: string[]; pan: boolean; nonce: number };
}

type SetState = (name: string, value: unknown) => void;

export class CanvasStore {
  private listeners = new Set<() => void>();
  private view: View;
  private commands = 0;
  private known = new Map<string, { text: string; value: unknown }>();
  readonly outbox = new Outbox(
    (envelope) => this.setState("ops", envelope),
    (late) => this.show({ late }),
  );

  constructor(
    snapshot: Snapshot,
    dark: boolean,
    private setState: SetState,
  ) {
    const wanted = { ids: snapshot.focus ? [snapshot.focus.id] : snapshot.selected, pan: !!snapshot.focus, nonce: 0 };
    this.view = { snapshot, dark, late: false, wanted, ...this.draw(snapshot) };
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  current = (): View => this.view;

  receive(snapshot: Snapshot, dark: boolean, setState: SetState): void {
    this.setState = setState;
    const before = this.view.snapshot;
    this.outbox.acknowledge(snapshot.ack);
    this.show({ snapshot, dark, ...this.draw(snapshot) });
    if (snapshot.focus && snapshot.focus.nonce !== before.focus?.nonce) this.want([snapshot.focus.id], true);
    else if (snapshot.select_nonce !== before.select_nonce) this.want(snapshot.selected, false);
  }

  want(ids: string[], pan: boolean): void {
    this.show({ wanted: { ids, pan, nonce: this.view.wanted.nonce + 1 } });
  }

  put(op: Op): void {
    if (this.view.snapshot.read_only) return;
    this.outbox.put(op);
    this.show(this.draw(this.view.snapshot));
  }

  command(name: CommandName): void {
    this.commands += 1;
    this.setState("command", { nonce: `${this.outbox.client}-${this.commands}`, name });
  }

  select(ids: string[]): void {
    this.setState("selection", ids);
  }

  private draw(snapshot: Snapshot): Pick<View, "nodes" | "arrows"> {
    const drawn = replay(snapshot.nodes, this.outbox.pending, snapshot.palette);
    const nodes = drawn.map((node) => this.keep(`node ${node.id}`, node));
    const arrows = arrowsOf(nodes, snapshot);
    return { nodes, arrows: arrows.map((arrow) => this.keep(`arrow ${arrow.id}`, arrow)) };
  }

  // The same object for the same content, so that an unchanged card is not drawn again.
  private keep<Value>(name: string, value: Value): Value {
    const text = JSON.stringify(value);
    const old = this.known.get(name);
    if (old?.text === text) return old.value as Value;
    this.known.set(name, { text, value });
    return value;
  }

  private show(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }
}
