// The arrows of a drawing: one for each port that names a card.
import type { Edge } from "@xyflow/react";
import { CARD, type CanvasNode } from "./contract";
import { chooseLane, portX, type Spot } from "./routes";

export interface ArrowContent extends Record<string, unknown> {
  node: string;
  port: string;
  label: string;
  lane: number;
  stagger: number;
  lit: boolean;
  locked: boolean;
}

export type Arrow = Edge<ArrowContent, "arrow">;

export function arrowsOf(nodes: CanvasNode[], highlight: string[], locked: boolean): Arrow[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const cards = nodes.filter((node) => node.kind !== "note");
  return nodes.flatMap((node) => {
    const seen = new Map<string, number>();
    return node.ports.flatMap((port, index) => {
      const target = port.target === null ? undefined : byId.get(port.target);
      if (!target) return [];
      const source: Spot = { x: node.x + portX(index, node.ports.length), y: node.y + CARD.height };
      const end: Spot = { x: target.x + CARD.width / 2, y: target.y };
      const lane = chooseLane(source, end, cards, node.ports.length === 1 ? "source" : "target");
      const twin = seen.get(`${target.id}`) ?? 0;
      seen.set(target.id, twin + 1);
      const lit = follows(highlight, node.id, target.id);
      return [arrow(node.id, port.id, target.id, { label: port.label, lane, stagger: twin * 28, lit, locked })];
    });
  });
}

type Drawn = Pick<ArrowContent, "label" | "lane" | "stagger" | "lit" | "locked">;

function arrow(node: string, port: string, target: string, drawn: Drawn): Arrow {
  return {
    id: `${node}|${port}`,
    type: "arrow",
    source: node,
    sourceHandle: port,
    target,
    targetHandle: "in",
    focusable: false,
    data: { node, port, ...drawn },
  };
}

function follows(path: string[], from: string, to: string): boolean {
  return path.some((id, index) => id === from && path[index + 1] === to);
}
