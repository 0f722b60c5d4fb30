// The arrows of a drawing: one for each port that names a card.
import type { Edge } from "@xyflow/react";
import { CARD, type CanvasNode, type Snapshot } from "./contract";
import { chooseLane, pillSpot, portX, type Spot } from "./routes";

export interface ArrowContent extends Record<string, unknown> {
  node: string;
  port: string;
  label: string;
  lane: number;
  stagger: number;
  lit: boolean;
  untried: boolean;
  locked: boolean;
}

export type Arrow = Edge<ArrowContent, "arrow">;

export function arrowsOf(nodes: CanvasNode[], { highlight, walked, coverage, read_only: locked }: Snapshot): Arrow[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const cards = nodes.filter((node) => node.kind !== "note");
  const labels = new Labels();
  return nodes.flatMap((node) => {
    return node.ports.flatMap((port, index) => {
      const target = port.target === null ? undefined : byId.get(port.target);
      if (!target) return [];
      const source: Spot = { x: node.x + portX(index, node.ports.length), y: node.y + CARD.height };
      const end: Spot = { x: target.x + CARD.width / 2, y: target.y };
      const lane = chooseLane(source, end, cards, node.ports.length === 1 ? "source" : "target");
      const stagger = labels.place(source, end, lane, port.label);
      const id = `${node.id}|${port.id}`;
      const lit = follows(highlight, node.id, target.id) || !!walked?.arrows.includes(id);
      const untried = !!coverage?.arrows.includes(id);
      return [arrow(node.id, port.id, target.id, { label: port.label, lane, stagger, lit, untried, locked })];
    });
  });
}

// Arrows that share a lane would write their labels over each other: the later one moves down.
class Labels {
  private taken: { x: number; y: number; half: number }[] = [];

  place(source: Spot, target: Spot, lane: number, label: string): number {
    const half = label ? Math.min(label.length, 27) * 3.2 + 18 : 12;
    let stagger = 0;
    let spot = pillSpot(source, target, lane, stagger);
    while (stagger < 120 && this.taken.some((one) => overlaps(one, { ...spot, half }))) {
      stagger += 6;
      spot = pillSpot(source, target, lane, stagger);
    }
    this.taken.push({ ...spot, half });
    return stagger;
  }
}

function overlaps(a: { x: number; y: number; half: number }, b: { x: number; y: number; half: number }): boolean {
  return Math.abs(a.x - b.x) < a.half + b.half && Math.abs(a.y - b.y) < 27;
}

type Drawn = Pick<ArrowContent, "label" | "lane" | "stagger" | "lit" | "untried" | "locked">;

function arrow(node: string, port: string, target: string, drawn: Drawn): Arrow {
  return {
    id: `${node}|${port}`,
    type: "arrow",
    source: node,
    sourceHandle: port,
    target,
    targetHandle: "in",
    focusable: false,
    zIndex: drawn.lit ? 1 : 0,
    data: { node, port, ...drawn },
  };
}

function follows(path: string[], from: string, to: string): boolean {
  return path.some((id, index) => id === from && path[index + 1] === to);
}
