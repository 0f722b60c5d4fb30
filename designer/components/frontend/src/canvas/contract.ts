// What Python sends and what the canvas answers. The same shapes stand in designer/components/canvas/contract.py.

export type Kind = "trigger" | "step" | "note";
export type Level = "error" | "warning" | "ok";
export type Point = [x: number, y: number];
export type Positions = Record<string, Point>;

export interface Port {
  id: string;
  label: string;
  target: string | null;
}

export interface CanvasNode {
  id: string;
  kind: Kind;
  type: string;
  icon: string;
  title: string;
  line: string;
  x: number;
  y: number;
  badge: { level: Level; text: string } | null;
  counts: { left: string; right: string } | null;
  ports: Port[];
  description: string;
  definition?: unknown;
  segment?: unknown;
  texts?: string[];
}

export interface PaletteItem {
  type: string;
  title: string;
  hint: string;
  icon: string;
  ports?: { id: string; label: string }[];
}

export interface PaletteGroup {
  group: string;
  kind: Kind;
  items: PaletteItem[];
}

export interface Snapshot {
  height: number;
  language: string;
  read_only: boolean;
  words: Record<string, string>;
  revision: number;
  journey?: string;
  can_undo: boolean;
  can_redo: boolean;
  ack: Record<string, number>;
  focus: { id: string; nonce: number } | null;
  selected: string[];
  select_nonce: number;
  palette: PaletteGroup[];
  nodes: CanvasNode[];
  highlight: string[];
  walked?: Walked | null;
  coverage?: Coverage | null;
}

// The way of the test phone, and what no story tries: cards by id, arrows as `card|port`.
export interface Walked {
  cards: string[];
  arrows: string[];
}

export interface Coverage extends Walked {
  words: string;
}

export interface Origin {
  node: string;
  port: string;
}

export type Op =
  | { op: "add"; id: string; type: string; x: number; y: number; from: Origin | null; positions: Positions }
  | { op: "connect"; node: string; port: string; target: string }
  | { op: "disconnect"; node: string; port: string }
  | { op: "move"; positions: Positions }
  | { op: "tidy"; positions: Positions }
  | { op: "delete"; ids: string[] }
  | { op: "duplicate"; ids: string[]; new_ids: Record<string, string>; offset: Point }
  | { op: "paste"; source: string; nodes: CanvasNode[]; new_ids: Record<string, string>; offset: Point }
  | { op: "undo" }
  | { op: "redo" };

export type NumberedOp = Op & { seq: number };

export type CommandName = "edit" | "next_problem" | "save" | "help" | "trial" | "coverage";

export const CARD = { width: 240, height: 84 } as const;
// From one card's top to the next: the card, and room for an arrow with its label.
export const ROW = 190;
export const COLUMN = 300;
