// The words of a card that a search may find: its title, and every text that a customer reads.
import type { CanvasNode } from "./contract";

// Names of places that hold no words: ids, types and where a path leads.
const NOT_WORDS = new Set(["id", "type", "kind", "next", "otherwise", "no_reply", "not_sent", "match", "operator", "for"]);

export function textsOf(node: CanvasNode): string[] {
  return [node.title, node.line, ...(node.texts ?? []), ...wordsIn(node.definition)];
}

function wordsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, held]) => (NOT_WORDS.has(name) ? [] : wordsIn(held)));
}

// The words around what was found: "…votre commande part demain…".
export function around(text: string, at: number, length: number): string {
  const from = Math.max(0, at - 28);
  const to = Math.min(text.length, at + length + 44);
  return `${from > 0 ? "…" : ""}${text.slice(from, to).replace(/\s+/g, " ").trim()}${to < text.length ? "…" : ""}`;
}
