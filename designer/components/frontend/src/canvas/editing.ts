// What a person can do to the drawing. Each method puts one edit (or none) in the outbox.
import { CARD, type CanvasNode, type Kind, type Op, type Origin, type Point, type Positions } from "./contract";
import { readClipboard, writeClipboard } from "./clipboard";
import { randomLetters } from "./outbox";
import { freeSpot, placeAfter, placeTrigger } from "./placing";
import type { CanvasStore } from "./store";
import { tidyPositions } from "./tidy";

export class Editing {
  constructor(private readonly store: CanvasStore) {}

  private get nodes(): CanvasNode[] {
    return this.store.current().nodes;
  }

  private get locked(): boolean {
    return this.store.current().snapshot.read_only;
  }

  node(id: string): CanvasNode | undefined {
    return this.nodes.find((node) => node.id === id);
  }

  // `near` is where the new card's top left corner should be when nothing decides it.
  add(kind: Kind, type: string, from: Origin | null, near: Point | null): string {
    const id = this.freshId(kind, type);
    const placed = near ? { at: near, positions: {} } : this.placeFor(kind, from);
    const [x, y] = placed.at;
    this.put({ op: "add", id, type, x: Math.round(x), y: Math.round(y), from, positions: placed.positions }, [id]);
    return id;
  }

  private placeFor(kind: Kind, from: Origin | null): { at: Point; positions: Positions } {
    if (from) return placeAfter(this.nodes, from);
    if (kind === "trigger") return { at: placeTrigger(this.nodes), positions: {} };
    const lowest = Math.max(...this.nodes.map((node) => node.y), -1);
    return { at: freeSpot(this.nodes, 0, lowest < 0 ? 0 : lowest + CARD.height + 60), positions: {} };
  }

  // The path that a new step after this card would take: the first open one, else the first.
  freePath(id: string): Origin | null {
    const ports = this.node(id)?.ports ?? [];
    const port = ports.find((one) => one.target === null) ?? ports[0];
    return port ? { node: id, port: port.id } : null;
  }

  canConnect(node: string, target: string): boolean {
    return node !== target && this.node(target)?.kind === "step";
  }

  connect(from: Origin, target: string): void {
    const port = this.node(from.node)?.ports.find((one) => one.id === from.port);
    if (!port || port.target === target || !this.canConnect(from.node, target)) return;
    this.put({ op: "connect", ...from, target });
  }

  disconnect(from: Origin): void {
    this.put({ op: "disconnect", ...from });
  }

  // A drop anywhere on a card means that card.
  cardAt(x: number, y: number): string | null {
    const inside = (node: CanvasNode) => x >= node.x && x <= node.x + CARD.width && y >= node.y && y <= node.y + CARD.height;
    return this.nodes.findLast((node) => node.kind !== "note" && inside(node))?.id ?? null;
  }

  move(positions: Positions): void {
    const moved = Object.entries(positions).filter(([id, [x, y]]) => {
      const node = this.node(id);
      return node && (node.x !== x || node.y !== y);
    });
    if (moved.length > 0) this.put({ op: "move", positions: Object.fromEntries(moved) });
  }

  tidy(): void {
    const positions = tidyPositions(this.nodes);
    const same = Object.entries(positions).every(([id, [x, y]]) => this.node(id)?.x === x && this.node(id)?.y === y);
    if (!same) this.put({ op: "tidy", positions });
  }

  remove(ids: string[], arrows: Origin[]): void {
    if (ids.length > 0) this.put({ op: "delete", ids }, []);
    const left = arrows.filter((arrow) => !ids.includes(arrow.node));
    for (const arrow of left) this.disconnect(arrow);
  }

  undo(): void {
    this.put({ op: "undo" });
  }

  redo(): void {
    this.put({ op: "redo" });
  }

  duplicate(ids: string[]): void {
    const chosen = this.nodes.filter((node) => ids.includes(node.id));
    if (chosen.length === 0) return;
    const newIds = this.freshIds(chosen);
    const op: Op = { op: "duplicate", ids: chosen.map((node) => node.id), new_ids: newIds, offset: [40, 40] };
    this.put(op, Object.values(newIds));
  }

  copy(ids: string[]): void {
    const nodes = this.nodes.filter((node) => ids.includes(node.id));
    if (nodes.length > 0) writeClipboard({ source: this.store.current().snapshot.journey ?? "", nodes, pasted: 0 });
  }

  // Another journey's cards land in the middle of what is seen; one's own beside the original.
  paste(middle: Point): void {
    const held = readClipboard();
    if (!held || this.locked) return;
    const pasted = held.pasted + 1;
    writeClipboard({ ...held, pasted });
    const here = held.source === (this.store.current().snapshot.journey ?? "");
    const [x, y] = [centre(held.nodes.map((node) => node.x)), centre(held.nodes.map((node) => node.y))];
    const offset: Point = here ? [40 * pasted, 40 * pasted] : [Math.round(middle[0] - x), Math.round(middle[1] - y)];
    const newIds = this.freshIds(held.nodes);
    this.put({ op: "paste", source: held.source, nodes: held.nodes, new_ids: newIds, offset }, Object.values(newIds));
  }

  private put(op: Op, select?: string[]): void {
    if (this.locked) return;
    this.store.put(op);
    if (select) this.store.want(select, op.op === "add" || op.op === "paste");
  }

  private freshIds(nodes: CanvasNode[]): Record<string, string> {
    return Object.fromEntries(nodes.map((node) => [node.id, this.freshId(node.kind, node.type)]));
  }

  private freshId(kind: Kind, type: string): string {
    const id = `${kind}:${type}_${randomLetters(4)}`;
    return this.node(id) ? this.freshId(kind, type) : id;
  }
}

function centre(places: number[]): number {
  return (Math.min(...places) + Math.max(...places)) / 2;
}
