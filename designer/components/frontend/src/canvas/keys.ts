// The keys of the focused canvas. Letters never leave it: the page has its own meanings for R and C.
import type { KeyboardEvent } from "react";

export interface KeyActions {
  add: () => void;
  edit: () => void;
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
  testPhone: () => void;
  help: () => void;
  fit: () => void;
  zoom: (factor: number) => void;
  tidy: () => void;
}

type Action = (actions: KeyActions) => unknown;

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
  enter: (a) => a.edit(),
  escape: (a) => a.escape(),
  l: (a) => a.connectTo(),
  delete: (a) => a.remove(),
  backspace: (a) => a.remove(),
  f8: (a) => a.nextProblem(),
  t: (a) => a.testPhone(),
  "?": (a) => a.help(),
  "0": (a) => a.fit(),
  "+": (a) => a.zoom(1.2),
  "=": (a) => a.zoom(1.2),
  "-": (a) => a.zoom(1 / 1.2),
  g: (a) => a.tidy(),
};

export function handleKey(event: KeyboardEvent, actions: KeyActions): void {
  const at = event.target as HTMLElement;
  if (at.closest("input, textarea, [role=dialog]")) return;
  const action = actionFor(event);
  if (!action) return;
  if (isButton(at) && event.key === "Enter") return;
  if (action(actions) === false) return;
  event.preventDefault();
}

function actionFor(event: KeyboardEvent): Action | undefined {
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) return key === "z" && event.shiftKey ? (a) => a.redo() : WITH_CONTROL[key];
  if (event.altKey) return { arrowleft: (a: KeyActions) => a.branch(-1), arrowright: (a: KeyActions) => a.branch(1) }[key];
  if (key === "tab") return (a) => a.follow(event.shiftKey);
  return PLAIN[key];
}

function isButton(at: HTMLElement): boolean {
  return at.tagName === "BUTTON";
}

// The page listens on the document: keep our keys from it. xyflow itself needs Shift, Control and Meta there.
export function keepKeys(host: HTMLElement): void {
  host.addEventListener("keydown", (event) => {
    if (event.key.length === 1 || ["Delete", "Backspace", "Escape", "Enter", "F8"].includes(event.key)) event.stopPropagation();
  });
}
