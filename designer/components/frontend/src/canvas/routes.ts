// Where an arrow runs: down from its port, sideways to a free lane, down the lane, sideways, down into the card.
// Lengths are canvas pixels. Right angles with round corners; a lane never crosses a card when one is free.
import { CARD, type CanvasNode } from "./contract";

export interface Spot {
  x: number;
  y: number;
}

const BEND = 40;
const CLEAR = 16;
const RADIUS = 14;

export function portX(index: number, count: number): number {
  return (CARD.width * (index + 0.5)) / count;
}

export function chooseLane(source: Spot, target: Spot, cards: CanvasNode[], prefer: "source" | "target"): number {
  const top = Math.min(source.y + BEND, target.y - BEND);
  const bottom = Math.max(source.y + BEND, target.y - BEND);
  const backwards = target.y < source.y + CLEAR;
  if (!backwards && target.y - source.y <= 2 * BEND) return prefer === "source" ? source.x : target.x;
  const between = cards.filter((card) => card.y < bottom && card.y + CARD.height > top);
  const free = (x: number) => !between.some((card) => x > card.x - CLEAR && x < card.x + CARD.width + CLEAR);
  const ends = prefer === "source" ? [source.x, target.x] : [target.x, source.x];
  const sides = between.flatMap((card) => [card.x - 2 * CLEAR, card.x + CARD.width + 2 * CLEAR]);
  const detour = (x: number) => Math.abs(x - source.x) + Math.abs(x - target.x);
  sides.sort((a, b) => detour(a) - detour(b));
  return (backwards ? sides : [...ends, ...sides]).find(free) ?? target.x;
}

function bendOf(source: Spot, target: Spot): number {
  const drop = target.y - source.y;
  return drop < CLEAR ? 28 : Math.min(BEND, drop / 2);
}

function corners(source: Spot, target: Spot, lane: number): Spot[] {
  const bend = bendOf(source, target);
  const first = source.y + bend;
  const last = target.y - bend;
  const points = [
    source,
    { x: source.x, y: first },
    { x: lane, y: first },
    { x: lane, y: last },
    { x: target.x, y: last },
    target,
  ];
  return points.filter((point, index) => index === 0 || !near(point, points[index - 1]!));
}

function near(a: Spot, b: Spot): boolean {
  return Math.abs(a.x - b.x) < 0.5 && Math.abs(a.y - b.y) < 0.5;
}

export function pathOf(source: Spot, target: Spot, wanted: number): string {
  const lane = [source.x, target.x].find((x) => Math.abs(x - wanted) < 2) ?? wanted;
  const points = corners(source, target, lane);
  const parts = [`M${source.x},${source.y}`];
  for (let index = 1; index < points.length - 1; index += 1) {
    parts.push(round(points[index - 1]!, points[index]!, points[index + 1]!));
  }
  return `${parts.join("")}L${target.x},${target.y}`;
}

function round(before: Spot, corner: Spot, after: Spot): string {
  const length = (a: Spot, b: Spot) => Math.hypot(a.x - b.x, a.y - b.y);
  const radius = Math.min(RADIUS, length(before, corner) / 2, length(corner, after) / 2);
  const enter = towards(corner, before, radius);
  const leave = towards(corner, after, radius);
  return `L${enter.x},${enter.y}Q${corner.x},${corner.y} ${leave.x},${leave.y}`;
}

function towards(from: Spot, to: Spot, distance: number): Spot {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) * distance) / length, y: from.y + ((to.y - from.y) * distance) / length };
}

// The middle of the label and its plus.
export function pillSpot(source: Spot, target: Spot, lane: number, stagger: number): Spot {
  const bend = bendOf(source, target);
  const drop = target.y - source.y;
  if (drop < CLEAR) return { x: lane, y: (source.y + target.y) / 2 + stagger };
  const straight = Math.abs(target.x - source.x) < 2;
  if (Math.abs(lane - source.x) < 2) return { x: source.x, y: source.y + Math.min(straight ? 54 : 36, drop / 2) + stagger };
  const end = Math.abs(lane - target.x) < 2 ? target.y : target.y - bend;
  const start = source.y + bend;
  return { x: lane, y: start + Math.min(34, (end - start) / 2) + stagger };
}
