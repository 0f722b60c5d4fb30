// Walking along the journey with the keyboard: which card comes next, before, or beside.
import type { CanvasNode } from "./contract";

export function nextCard(nodes: CanvasNode[], id: string): string | null {
  const ports = nodes.find((node) => node.id === id)?.ports ?? [];
  return ports.find((port) => port.target !== null)?.target ?? null;
}

export function cardBefore(nodes: CanvasNode[], id: string): string | null {
  return nodes.find((node) => node.ports.some((port) => port.target === id))?.id ?? null;
}

export function otherBranch(nodes: CanvasNode[], id: string, step: 1 | -1): string | null {
  const fork = nodes.find((node) => node.ports.length > 1 && node.ports.some((port) => port.target === id));
  const targets = [...new Set(fork?.ports.flatMap((port) => (port.target === null ? [] : [port.target])))];
  if (targets.length < 2) return null;
  return targets[(targets.indexOf(id) + step + targets.length) % targets.length] ?? null;
}
