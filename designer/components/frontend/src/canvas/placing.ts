// Where a new card goes, and which cards make room for it.
import { CARD, COLUMN, ROW, type CanvasNode, type Origin, type Point, type Positions } from "./contract";
import { targetOf } from "./replay";

export interface Place {
  at: Point;
  positions: Positions;
}

export function placeAfter(nodes: CanvasNode[], from: Origin): Place {
  const source = nodes.find((node) => node.id === from.node);
  if (!source) return { at: [0, 0], positions: {} };
  const target = nodes.find((node) => node.id === targetOf(nodes, from));
  const alone = target && nodes.flatMap((node) => node.ports).filter((port) => port.target === target.id).length === 1;
  const y = source.y + ROW;
  const x = target && alone && target.y > source.y ? target.x : fanX(source, from.port);
  const positions = target ? makeRoom(nodes, source, target, y) : {};
  const staying = nodes.filter((node) => !(node.id in positions));
  return { at: freeSpot(staying, x, y), positions };
}

function fanX(source: CanvasNode, port: string): number {
  const index = source.ports.findIndex((one) => one.id === port);
  return Math.round(source.x + (index - (source.ports.length - 1) / 2) * COLUMN);
}

function makeRoom(nodes: CanvasNode[], source: CanvasNode, target: CanvasNode, y: number): Positions {
  const shift = y + ROW - target.y;
  if (target.y <= source.y || shift <= 40) return {};
  const below = reachable(nodes, target.id, source.id);
  const moving = nodes.filter((node) => below.has(node.id) && node.y >= target.y);
  return Object.fromEntries(moving.map((node) => [node.id, [node.x, node.y + shift] as Point]));
}

function reachable(nodes: CanvasNode[], from: string, except: string): Set<string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const seen = new Set<string>();
  const queue = [from];
  while (queue.length > 0) {
    const id = queue.pop()!;
    if (seen.has(id) || id === except) continue;
    seen.add(id);
    for (const port of byId.get(id)?.ports ?? []) if (port.target) queue.push(port.target);
  }
  return seen;
}

export function freeSpot(nodes: CanvasNode[], x: number, y: number): Point {
  const taken = (at: number) => nodes.some((node) => covered(node, at, y));
  let column = x;
  while (taken(column)) column += COLUMN;
  return [Math.round(column), Math.round(y)];
}

export function placeTrigger(nodes: CanvasNode[]): Point {
  const triggers = nodes.filter((node) => node.kind === "trigger");
  if (triggers.length === 0) {
    const top = Math.min(...nodes.map((node) => node.y), ROW);
    return freeSpot(nodes, nodes[0]?.x ?? 0, top - ROW);
  }
  return freeSpot(nodes, Math.max(...triggers.map((node) => node.x)) + COLUMN, triggers[0]!.y);
}

// How far a group of cards moves to stand in the middle of what is seen, or beside what stands there.
export function placeGroup(nodes: CanvasNode[], group: CanvasNode[], middle: Point): Point {
  const [x, y] = [centre(group.map((node) => node.x)), centre(group.map((node) => node.y))];
  const covers = (dx: number, dy: number) => group.some((one) => nodes.some((node) => covered(node, one.x + dx, one.y + dy)));
  const offset: Point = [Math.round(middle[0] - x), Math.round(middle[1] - y)];
  while (covers(...offset)) offset[0] += COLUMN / 4;
  return offset;
}

function covered(node: CanvasNode, x: number, y: number): boolean {
  return Math.abs(node.x - x) < CARD.width + 20 && Math.abs(node.y - y) < CARD.height + 20;
}

function centre(places: number[]): number {
  return (Math.min(...places) + Math.max(...places)) / 2;
}
