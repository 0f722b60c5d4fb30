// Tidy: each card under the one that leads to it, branches in the order of their paths, and a card where several
// paths meet again under the fork that they came from. Arrows that go back up have no say.
import { COLUMN, ROW, type CanvasNode, type Positions } from "./contract";

export function tidyPositions(nodes: CanvasNode[]): Positions {
  const cards = nodes.filter((node) => node.kind !== "note").sort((a, b) => order(a) - order(b) || a.x - b.x);
  const graph = forward(cards);
  const positions: Positions = {};
  for (const [id, spot] of block(TOP, graph)) {
    if (id !== TOP) positions[id] = [Math.round(spot.x / 10) * 10, (spot.rank - 1) * ROW];
  }
  return positions;
}

// The invisible card above all starts.
const TOP = "";

interface Ranked {
  rank: Map<string, number>;
  before: Map<string, string[]>;
  under: Map<string, string[]>;
}

type Block = Map<string, { x: number; rank: number }>;

function order(node: CanvasNode): number {
  return node.kind === "trigger" ? 0 : 1;
}

// Ranks by the longest way from a start, and for each card the last one that every way to it passes.
function forward(cards: CanvasNode[]): Ranked {
  const sorted = sortedForward(cards);
  const graph: Ranked = { rank: new Map([[TOP, 0]]), before: sorted.before, under: new Map() };
  const above = new Map<string, string>();
  for (const id of sorted.ids) {
    const sources = sorted.before.get(id)!;
    graph.rank.set(id, 1 + Math.max(...sources.map((source) => graph.rank.get(source)!)));
    above.set(id, sources.reduce((a, b) => meeting(a, b, above, graph.rank)));
  }
  // In the order of paths: a card's ways out, from the first to the last.
  for (const id of sorted.seen) graph.under.set(above.get(id)!, [...(graph.under.get(above.get(id)!) ?? []), id]);
  return graph;
}

function meeting(a: string, b: string, above: Map<string, string>, rank: Map<string, number>): string {
  while (a !== b) {
    if (rank.get(a)! >= rank.get(b)!) a = above.get(a)!;
    else b = above.get(b)!;
  }
  return a;
}

// Sources before targets, without the arrows that close a loop. `seen` is the order of a first reading.
function sortedForward(cards: CanvasNode[]): { ids: string[]; seen: string[]; before: Map<string, string[]> } {
  const byId = new Map(cards.map((card) => [card.id, card]));
  const entered = new Set(cards.flatMap((card) => card.ports.flatMap((port) => (port.target === card.id ? [] : [port.target]))));
  const before = new Map<string, string[]>(cards.map((card) => [card.id, []]));
  const open = new Set<string>();
  const done: string[] = [];
  const seen: string[] = [];
  const visit = (id: string, from: string) => {
    if (open.has(id)) return;
    before.get(id)!.push(from);
    if (seen.includes(id)) return;
    seen.push(id);
    open.add(id);
    for (const port of byId.get(id)!.ports) if (port.target !== null && byId.has(port.target)) visit(port.target, id);
    open.delete(id);
    done.push(id);
  };
  for (const card of cards) if (!entered.has(card.id)) visit(card.id, TOP);
  for (const card of cards) if (!seen.includes(card.id)) visit(card.id, TOP);
  return { ids: done.reverse(), seen, before };
}

// A card in the middle of what it leads to; the places are relative to the block.
function block(id: string, graph: Ranked): Block {
  const under = graph.under.get(id) ?? [];
  const joins = (one: string) => new Set(graph.before.get(one)).size > 1;
  const placed: Block = new Map();
  const heads: number[] = [];
  for (const child of under.filter((one) => !joins(one))) {
    const part = block(child, graph);
    const shift = Math.max(clearOf(placed, part), (heads.at(-1) ?? -Infinity) + COLUMN - part.get(child)!.x);
    merge(placed, part, heads.length === 0 ? 0 : shift);
    heads.push(placed.get(child)!.x);
  }
  const middle = heads.length === 0 ? 0 : (heads[0]! + heads.at(-1)!) / 2;
  placed.set(id, { x: middle, rank: graph.rank.get(id)! });
  for (const child of under.filter(joins).sort((a, b) => graph.rank.get(a)! - graph.rank.get(b)!)) {
    const part = block(child, graph);
    merge(placed, part, nearestFree(placed, part, middle - part.get(child)!.x));
  }
  return placed;
}

// How far right a block must go to stand clear of what is there.
function clearOf(placed: Block, part: Block): number {
  const shifts = [...part.values()].flatMap((spot) =>
    [...placed.values()].filter((one) => one.rank === spot.rank).map((one) => one.x + COLUMN - spot.x),
  );
  return Math.max(-Infinity, ...shifts);
}

function nearestFree(placed: Block, part: Block, wanted: number): number {
  const rows = new Map<number, number[]>();
  for (const spot of placed.values()) rows.set(spot.rank, [...(rows.get(spot.rank) ?? []), spot.x]);
  const taken = (shift: number) =>
    [...part.values()].some((spot) => rows.get(spot.rank)?.some((x) => Math.abs(x - spot.x - shift) < COLUMN));
  for (let away = 0; ; away += COLUMN / 4) {
    if (!taken(wanted + away)) return wanted + away;
    if (!taken(wanted - away)) return wanted - away;
  }
}

function merge(placed: Block, part: Block, shift: number): void {
  for (const [id, spot] of part) placed.set(id, { x: spot.x + shift, rank: spot.rank });
}
