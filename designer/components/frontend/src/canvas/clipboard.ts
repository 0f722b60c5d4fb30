// Copied cards, kept in the browser so that they can be pasted into another journey or tab.
import type { CanvasNode } from "./contract";

export interface Clipboard {
  source: string;
  nodes: CanvasNode[];
  pasted: number;
}

const KEY = "parcours.canvas.clipboard";

export function writeClipboard(held: Clipboard): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(held));
  } catch {
    // Private windows may refuse storage: copying then has no effect, and nothing else breaks.
  }
}

export function readClipboard(): Clipboard | null {
  try {
    const held = JSON.parse(localStorage.getItem(KEY) ?? "null") as Clipboard | null;
    return held && Array.isArray(held.nodes) && held.nodes.length > 0 ? held : null;
  } catch {
    return null;
  }
}
