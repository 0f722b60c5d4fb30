// Where the canvas looks.
import type { ReactFlowInstance } from "@xyflow/react";
import type { Arrow } from "./arrows";
import type { CardNode } from "./card";
import { CARD, type CanvasNode, type Point } from "./contract";

export type Flow = ReactFlowInstance<CardNode, Arrow>;

const MARGIN = 48;
const BAR = 72;
// Below this the words on a card cannot be read: a longer journey then opens at its beginning.
const READABLE = 0.55;

export function firstView(flow: Flow, box: DOMRect, nodes: CanvasNode[]): void {
  if (nodes.length === 0) return;
  const left = Math.min(...nodes.map((node) => node.x));
  const top = Math.min(...nodes.map((node) => node.y));
  const width = Math.max(...nodes.map((node) => node.x)) + CARD.width - left;
  const height = Math.max(...nodes.map((node) => node.y)) + CARD.height + 60 - top;
  const whole = Math.min((box.width - 2 * MARGIN) / width, (box.height - BAR - MARGIN) / height, 1);
  if (whole < READABLE) void flow.setViewport({ x: box.width / 2 - startOf(nodes, top) * 0.75, y: BAR - top * 0.75, zoom: 0.75 });
  else void flow.setViewport({ x: box.width / 2 - (left + width / 2) * whole, y: BAR - top * whole, zoom: whole });
}

function startOf(nodes: CanvasNode[], top: number): number {
  const first = nodes.filter((node) => node.y < top + CARD.height).map((node) => node.x + CARD.width / 2);
  return (Math.min(...first) + Math.max(...first)) / 2;
}

export function fitAll(flow: Flow): void {
  void flow.fitView({ padding: { top: "72px", x: "40px", bottom: "48px" }, maxZoom: 1, duration: calm(250) });
}

export function lookAt(flow: Flow, node: CanvasNode): void {
  const zoom = Math.max(flow.getZoom(), 0.75);
  void flow.setCenter(node.x + CARD.width / 2, node.y + CARD.height / 2, { zoom, duration: calm(300) });
}

export function isSeen(flow: Flow, box: DOMRect, node: CanvasNode): boolean {
  const from = flow.flowToScreenPosition({ x: node.x, y: node.y });
  const to = flow.flowToScreenPosition({ x: node.x + CARD.width, y: node.y + CARD.height });
  return from.x > box.left && to.x < box.right && from.y > box.top + 50 && to.y < box.bottom - 10;
}

export function middleOf(flow: Flow, box: DOMRect): Point {
  const point = flow.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
  return [Math.round(point.x - CARD.width / 2), Math.round(point.y - CARD.height / 2)];
}

export function calm(milliseconds: number): number {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : milliseconds;
}
