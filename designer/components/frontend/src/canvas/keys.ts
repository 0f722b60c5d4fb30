// The keys of the focused canvas. Letters never leave it: the page has its own meanings for R and C.
import type { KeyboardEvent } from "react";

export interface KeyActions {
  add: () => void;
  edit: (card: string | null) => void;
  nudge: (x: number, y: number) => void;
  escape: () => void;
  follow: (backwards: boolean) => boolean;
  branch: (step: 1 | -1) => void;
  connectTo: () => void;
  copy: () => void;
  cut: () => void;
  paste: () => void;
  duplicate: () => void;
  remove: () => void;
  undo: () => void;
  redo: () => void;
  selectAll: () => void;
  find: () => void;
  save: () => void;
  nextProblem: () => void;
  help: () => void;
  trial: () => void;
  fit: () => void;
  zoom: (factor: number) => void;
  tidy: () => void;
}

type Action = (actions: KeyActions, card: string | null) => unknown;

const WITH_CONTROL: Record<string, Action> = {
  c: (a) => a.copy(),
  x: (a) => a.cut(),
  v: (a) => a.paste(),
  d: (a) => a.duplicate(),
  z: (a) => a.undo(),
  y: (a) => a.redo(),
  a: (a) => a.selectAll(),
  f: (a) => a.find(),
  s: (a) => a.save(),
};

const PLAIN: Record<string, Action> = {
  n: (a) => a.add(),
  enter: (a, card) => a.edit(card),
  escape: (a) => a.escape(),
  l: (a) => a.connectTo(),
  delete: (a) => a.remove(),
  backspace: (a) => a.remove(),
  f8: (a) => a.nextProblem(),
  "?": (a) => a.help(),
  "0": (a) => a.fit(),
  "+": (a) => a.zoom(1.2),
  "=": (a) => a.zoom(1.2),
  "-": (a) => a.zoom(1 / 1.2),
  g: (a) => a.tidy(),
  t: (a) => a.trial(),
};

const ARROWS: Record<string, [number, number]> = { arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1] };
const FAR = 4;

// xyflow moves a card by any arrow key: those with Alt must not reach it.
export function handleEarly(event: KeyboardEvent, actions: KeyActions): void {
  if (!event.altKey || !event.key.startsWith("Arrow")) return;
  handleKey(event, actions);
  event.stopPropagation();
}

type Pressed = KeyboardEvent | globalThis.KeyboardEvent;

export function handleKey(event: Pressed, actions: KeyActions): void {
  const at = event.target as HTMLElement;
  if (at.closest("input, textarea, [role=dialog]")) return;
  const card = at.closest<HTMLElement>(".react-flow__node");
  const action = actionFor(event, at, card);
  if (!action) return;
  if (at.closest("button, a") && event.key === "Enter") return;
  if (action(actions, card?.dataset["id"] ?? null) === false) return;
  event.preventDefault();
}

function actionFor(event: Pressed, at: HTMLElement, card: HTMLElement | null): Action | undefined {
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) return key === "z" && event.shiftKey ? (a) => a.redo() : WITH_CONTROL[key];
  if (event.altKey) return { arrowleft: (a: KeyActions) => a.branch(-1), arrowright: (a: KeyActions) => a.branch(1) }[key];
  // From a tool, Tab goes to the next tool; from a card it goes along the path.
  if (key === "tab") return card ? (a) => a.follow(event.shiftKey) : undefined;
  const arrow = ARROWS[key];
  // xyflow itself moves the selection when one of its cards has the keyboard.
  if (arrow) return card || at.closest(".react-flow__nodesselection-rect, button") ? undefined : (a) => a.nudge(...far(arrow, event));
  return PLAIN[key];
}

function far([x, y]: [number, number], event: Pressed): [number, number] {
  return event.shiftKey ? [x * FAR, y * FAR] : [x, y];
}

// The page listens on the document: keep our keys from it. xyflow itself needs Shift, Control and Meta there.
export function keepKeys(host: HTMLElement): void {
  host.addEventListener("keydown", (event) => {
    if (event.key.length === 1 || ["Delete", "Backspace", "Escape", "Enter", "F8"].includes(event.key)) event.stopPropagation();
  });
}
